"""Texts to compare: real ones beside the project where they are present, else generated ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.precision import TAG
from bench.prose import Prose
from pipeline.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

SHARED: Final = Path(__file__).parents[1] / "../shared/data"
GENERATED: Final = 400


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its headline."""

    title: str
    text: str
    outlet: str = ""
    """Who really printed it; empty where that is not known."""

    @property
    def words(self) -> int:
        """How many words the text has."""
        return len(self.text.split())


def real() -> list[Text]:
    """Article pages, agency reports and reports of events by three outlets each; none where they are absent."""
    return list(_real()) if SHARED.is_dir() else []


def generated(chance: Random) -> list[Text]:
    """Prose of a small vocabulary: texts that share many words and few runs of words."""
    prose = Prose(chance)
    return [Text(prose.title(), "\n".join(prose.article(chance.randint(1, 7)))) for _ in range(GENERATED)]


def tass() -> list[Text]:
    """One day's reports of an agency."""
    rows = json.loads((SHARED / "tass_politics_2024.json").read_text("utf-8"))
    return [Text(row["title"], "\n".join(row["content"]), "tass") for row in rows]


def events() -> dict[str, list[Text]]:
    """Reports of events by three outlets each."""
    found: dict[str, list[Text]] = {}
    for row in _rows(SHARED / "stories/allsides_train.jsonl"):
        found.setdefault(row["event"], []).append(Text(row["title"], row["text"]))
    return found


def _real() -> Iterator[Text]:
    for row in _rows(SHARED / "pages/gold.jsonl"):
        yield Text(row["title"] or "", row["body"] or "", row["outlet"])
    yield from tass()
    for row in _rows(SHARED / "alerts/dev.jsonl"):
        plain = " ".join(unescape(TAG.sub(" ", unescape(row["text"] or ""))).split())
        yield Text(row["title"] or "", plain, registrable_domain(row["source"]))
    for row in _rows(SHARED / "stories/allsides_val.jsonl"):
        yield Text(row["title"], row["text"])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
