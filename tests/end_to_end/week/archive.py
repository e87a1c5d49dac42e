"""What the program has stored, as the checker needs it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = "select outlet, url, first_seen from articles"
GAPS = (
    'select s.outlet, g."after", g."before" from gaps g join sources s on s.id = g.source_id where g.filled_at is null'
)


@dataclass(frozen=True, slots=True)
class Stored:
    """An article of the archive."""

    outlet: str
    path: str
    seen: datetime


@dataclass(frozen=True, slots=True)
class Hole:
    """A gap of the ledger: what an outlet published in this time may be missing."""

    outlet: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Archive:
    """All of it."""

    articles: tuple[Stored, ...]
    holes: tuple[Hole, ...]


def read(path: Path) -> Archive:
    """Open a store that nobody writes to."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as store:
        articles = [Stored(outlet, urlsplit(url).path, _moment(seen)) for outlet, url, seen in store.execute(ARTICLES)]
        found = store.execute(GAPS).fetchall()
    return Archive(
        tuple(articles), tuple(Hole(outlet, _moment(since), _moment(until)) for outlet, since, until in found)
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
