from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bench.gold import GoldPage, Score, f1, gold_pages, same_day, same_title, score

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
TEXT = "The envoys met for two hours in the old town hall"


def page(*, zoned: bool = True) -> GoldPage:
    return GoldPage("herald", "https://herald.example.org/a", b"", TEXT, "“Talks”", NOON, zoned)


def test_the_same_text_agrees_wholly_and_another_not_at_all() -> None:
    assert score(TEXT, f"{TEXT}!") == Score(1.0, 1.0)
    assert score(TEXT, "") == score(TEXT, "Nothing of the kind was said") == Score(0.0, 0.0)


def test_half_a_text_is_precise_and_lacks_half() -> None:
    assert score("a b c d e f g h", "a b c d e") == Score(1.0, 0.4)


def test_pages_weigh_alike_whatever_their_length() -> None:
    assert f1([Score(1.0, 1.0), Score(0.5, 0.5)]) == pytest.approx(0.75)
    assert f1([Score(0.0, 0.0)]) == 0


def test_titles_agree_whatever_their_quotation_marks() -> None:
    assert same_title(page(), '"talks"')
    assert not same_title(page(), "Talks resume")


@pytest.mark.parametrize(("zoned", "off", "same"), [(True, 30, True), (True, 3600, False), (False, 3600, True)])
def test_dates_agree_to_the_minute_or_without_a_zone_to_the_day(zoned: bool, off: int, same: bool) -> None:  # noqa: FBT001 - a table
    assert same_day(page(zoned=zoned), NOON + timedelta(seconds=off)) is same
    assert not same_day(page(zoned=zoned), None)


def test_gold_is_read_with_its_pages(tmp_path: Path) -> None:
    row = {
        "file": "a.html.gz",
        "outlet": "herald",
        "url": "u",
        "body": TEXT,
        "title": "T",
        "published": "2026-03-03 12:00",
    }
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<html>"))
    (tmp_path / "gold.jsonl").write_text(json.dumps(row))
    (read,) = gold_pages(tmp_path / "gold.jsonl")
    assert (read.body, read.published, read.zoned, read.half) == (b"<html>", NOON, False, page().half)
    assert gold_pages(tmp_path / "absent.jsonl") == []
