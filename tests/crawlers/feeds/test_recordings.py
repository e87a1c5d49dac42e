from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from crawlers.cadence.text import hints_to_text
from crawlers.feeds import parse_feed

RECORDINGS = Path(__file__).parents[1] / "recordings"
NAMES = ("rss20.xml", "atom10.xml", "rss091.xml", "rss10.xml", "feed.json")


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_feed_reads_as_expected(name: str) -> None:
    feed = parse_feed((RECORDINGS / name).read_bytes(), "https://courier.example.com/rss", "application/octet-stream")
    said = asdict(feed) | {"hints": json.loads(hints_to_text(feed.hints))}
    read = json.loads(json.dumps(said, default=lambda date: date.isoformat()))
    assert read == json.loads((RECORDINGS / f"{name}.expected.json").read_text(encoding="utf-8"))
