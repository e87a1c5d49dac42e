"""Pages with what their outlets say is on them, and how well an extraction agrees."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

GOLD = Path(__file__).parents[1] / "../shared/data/pages/gold.jsonl"
WORDS = 4
"""Of a shingle."""
WIDEST = timedelta(hours=14)
"""Between a clock somewhere and UTC; of gold without a zone nothing better can be asked."""

_WORD = re.compile(r"\w+")
_PLAIN = str.maketrans("„“”«»‘’", '"""""\'\'', "\xad\u200b")


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and what is on it."""

    outlet: str
    url: str
    body: bytes
    text: str
    title: str
    published: datetime
    zoned: bool
    """False where the gold's date has no zone; it is read as UTC then."""

    @property
    def half(self) -> int:
        """0 or 1 by the outlet's name: an outlet's pages are all in one half."""
        return hashlib.sha256(self.outlet.encode()).digest()[0] % 2


@dataclass(frozen=True, slots=True)
class Score:
    """How well a text agrees with the gold's."""

    precision: float
    recall: float


def gold_pages(gold: Path = GOLD) -> list[GoldPage]:
    """All pages; none where they are absent."""
    if not gold.is_file():
        return []
    with gold.open(encoding="utf-8") as lines:
        return [_page(json.loads(line), gold.parent) for line in lines]


def score(expected: str, found: str) -> Score:
    """Of the multisets of shingles of four words."""
    wanted, got = _shingles(expected), _shingles(found)
    common = sum((wanted & got).values())
    return Score(common / max(1, got.total()), common / max(1, wanted.total()))


def f1(scores: Iterable[Score]) -> float:
    """Of the mean precision and the mean recall over pages, so that long pages don't weigh more."""
    listed = list(scores)
    precision = sum(one.precision for one in listed) / len(listed)
    recall = sum(one.recall for one in listed) / len(listed)
    return 2 * precision * recall / (precision + recall or 1)


def same_title(page: GoldPage, title: str) -> bool:
    """Whatever quotation marks, case and invisible characters are."""
    return _plain(page.title) == _plain(title)


def same_day(page: GoldPage, published: datetime | None) -> bool:
    """Whether a date is the gold's, to the day; where the gold has no zone, in whatever zone it may be meant."""
    if published is None:
        return False
    return abs(published - page.published) <= (timedelta(minutes=1) if page.zoned else WIDEST)


def _page(row: dict[str, str], folder: Path) -> GoldPage:
    written = datetime.fromisoformat(row["published"])
    return GoldPage(
        outlet=row["outlet"],
        url=row["url"],
        body=gzip.decompress((folder / row["file"]).read_bytes()),
        text=row["body"],
        title=row["title"],
        published=written if written.tzinfo else written.replace(tzinfo=UTC),
        zoned=written.tzinfo is not None,
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1)) if words)


def _plain(title: str) -> str:
    return " ".join(title.translate(_PLAIN).split()).casefold()
