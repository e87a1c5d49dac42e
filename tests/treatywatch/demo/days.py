"""The recordings, read once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import treatywatch.demo
from crawlers.articles import extract_page
from crawlers.feeds import parse_feed

if TYPE_CHECKING:
    from crawlers.entry import Entry, Feed
    from crawlers.page import Page

ROOT = Path(treatywatch.demo.__file__).parent / "recordings"
SUNDAY = datetime(2031, 3, 2, tzinfo=UTC)
START = datetime(2031, 3, 3, tzinfo=UTC)
MIDNIGHT = datetime(2031, 3, 6, tzinfo=UTC)
"""After the third day."""
Row = dict[str, Any]


def rows_of(name: str) -> list[Row]:
    with (ROOT / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


ROWS = rows_of("index.jsonl")
EXPECTED = rows_of("expected.jsonl")
SOURCES = {row["outlet"]: row for row in ROWS if row["kind"] == "feed"}
FEEDS = {row["file"]: row for row in ROWS if Path(row["file"]).name.startswith("feed-")}
PAGES = [row for row in ROWS if row["kind"] == "page" and row["file"].endswith(".html") and "status" not in row]


def shown_from(row: Row) -> datetime:
    return datetime.fromisoformat(row["from"]) if "from" in row else START


@cache
def feed(file: str) -> Feed:
    row = FEEDS[file]
    zone = SOURCES[row["outlet"]]["zone"]
    return parse_feed((ROOT / file).read_bytes(), row["url"], row["content_type"], zone=zone)


@cache
def page(file: str) -> Page:
    row = next(row for row in PAGES if row["file"] == file)
    return extract_page((ROOT / file).read_bytes(), row["url"], row["content_type"])


def pages_of(outlet: str) -> dict[str, Page]:
    """An outlet's pages, by their files."""
    return {row["file"]: page(row["file"]) for row in PAGES if row["outlet"] == outlet}


def states(outlet: str) -> list[Feed]:
    """All states of an outlet's feed that are feeds, in their order."""
    return [feed(file) for file in sorted(FEEDS) if file.startswith(f"{outlet}/")]


def entries(outlet: str) -> list[Entry]:
    """What an outlet's feed ever said, repetitions included."""
    return [entry for state in states(outlet) for entry in state.entries]


def state(outlet: str, when: str) -> Feed:
    """The state recorded as month, day, hour and minute."""
    return next(feed(file) for file in FEEDS if file.startswith(f"{outlet}/feed-{when}."))


def article(outlet: str, name: str) -> Page:
    """The page whose file name begins so; the first version where there are several."""
    return page(min(row["file"] for row in PAGES if row["file"].startswith(f"{outlet}/{name}")))


def served(url: str) -> list[Row]:
    return [row for row in ROWS if row["url"] == url]
