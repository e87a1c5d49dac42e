from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.entry import Entry
from crawlers.gaps import Gap, possible_gap
from crawlers.identity import Identified
from tests.builders import HOUR, NOON

if TYPE_CHECKING:
    from datetime import datetime

DAY = timedelta(days=1)


def item(name: str, published: datetime | None = None) -> Identified:
    entry = Entry(name, f"https://herald.example.org/{name}", name, published=published)
    return Identified(entry, str(entry.url), name, name, page=True)


OLD, NEW, NEWER = item("old", NOON - 3 * HOUR), item("new", NOON - HOUR), item("newer", NOON - HOUR / 2)
READ_AT = NOON - 2 * HOUR


def test_documents_that_share_an_item_leave_no_gap() -> None:
    assert possible_gap([OLD, NEW], ["old"], READ_AT, NOON) is None


def test_documents_that_share_no_item_leave_a_possible_gap_up_to_the_oldest_of_the_new() -> None:
    gap = possible_gap([NEW, NEWER], ["old"], READ_AT, NOON)
    assert gap == Gap(READ_AT, NOON - HOUR, "none of the 2 items stood in the document before")


def test_without_dates_the_gap_reaches_to_now() -> None:
    gap = possible_gap([item("undated")], ["old"], READ_AT, NOON)
    assert gap is not None
    assert gap.before == NOON


def test_a_document_all_younger_than_the_last_reading_leaves_a_possible_gap() -> None:
    gap = possible_gap([NEW, NEWER], ["new"], READ_AT, NOON)
    assert gap is not None
    assert "younger than the last reading" in gap.why


@pytest.mark.parametrize(
    ("found", "before", "read_at"), [([NEW], [], READ_AT), ([NEW], ["old"], None), ([], ["old"], READ_AT)]
)
def test_first_readings_and_empty_documents_say_nothing(
    found: list[Identified], before: list[str], read_at: datetime | None
) -> None:
    assert possible_gap(found, before, read_at, NOON) is None
