"""The recorded web beside the project, where it is present."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawlers.errors import NotAFeed
from crawlers.feeds import parse_feed
from crawlers.identity import identify
from pipeline.urls import url_key

REPLAY = Path(__file__).parents[2] / "../shared/data/replay"
pytestmark = pytest.mark.skipif(not REPLAY.is_dir(), reason="../shared/data/replay, the recorded web, is not here")
NO_FEEDS = {"Feeder_fz.html", "Feeder_nixos.html", "node-feedparser_notafeed.html"}


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, Any]]:
    with (REPLAY / "index.jsonl").open(encoding="utf-8") as lines:
        return {row["url"]: row for row in map(json.loads, lines)}


@pytest.fixture(scope="module")
def feeds(rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {url: _read(url, row) for url, row in rows.items() if row["kind"] == "feed"}


def _read(url: str, row: dict[str, Any]) -> Any:  # noqa: ANN401 - Feed or NotAFeed
    try:
        return parse_feed((REPLAY / row["file"]).read_bytes(), url, row["content_type"])
    except NotAFeed as refused:
        return refused


def test_all_recorded_feeds_but_three_pages_are_read(rows: dict[str, dict[str, Any]], feeds: dict[str, Any]) -> None:
    refused = {url: feed for url, feed in feeds.items() if isinstance(feed, NotAFeed)}
    assert len(feeds) == 140
    assert {Path(rows[url]["file"]).name for url in refused} == NO_FEEDS
    assert all("web page titled" in error.what for error in refused.values())


def test_all_recorded_entries_are_read(rows: dict[str, dict[str, Any]], feeds: dict[str, Any]) -> None:
    read = {
        Path(rows[url]["file"]).name: len(feed.entries) for url, feed in feeds.items() if not isinstance(feed, NotAFeed)
    }
    assert sum(read.values()) == 1042
    assert [name for name, count in read.items() if count == 0] == ["FeedReader_Rss20DailyMail.xml"]


def test_recorded_entries_are_as_many_articles_as_they_are(
    rows: dict[str, dict[str, Any]], feeds: dict[str, Any]
) -> None:
    pages = {url_key(url) for url, row in rows.items() if row["kind"] == "page"}
    found = [
        (rows[url]["outlet"], one)
        for url, feed in feeds.items()
        if not isinstance(feed, NotAFeed)
        for one in identify(url, feed.entries)
    ]
    linked = {(outlet, one.url_key) for outlet, one in found if one.entry.url}
    assert len({one.url_key for _, one in found if one.entry.url} - pages) == 857
    assert len({key for _, key in linked} & pages) == 139
    assert len([key for _, key in linked if key not in pages]) == 876  # some addresses stand in feeds of two outlets
    assert len({one.url_key for _, one in found if not one.entry.url}) == 21  # of 22, one is repeated word for word
