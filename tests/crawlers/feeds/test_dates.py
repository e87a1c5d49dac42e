from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.feeds import parse_feed


def read(written: str, zone: str | None = None) -> datetime | None:
    document = f"<rss version='2.0'><channel><item><pubDate>{written}</pubDate></item></channel></rss>"
    return parse_feed(document.encode(), "https://example.org/rss", zone=zone).entries[0].published


def utc(*fields: int) -> datetime:
    return datetime(*fields, tzinfo=UTC)  # type: ignore[arg-type, misc]


DATES = {
    "Tue, 03 Mar 2026 09:15:00 +0300": utc(2026, 3, 3, 6, 15),
    "Tue, 03 Mar 2026 09:15:00 GMT": utc(2026, 3, 3, 9, 15),
    "Tue, 03 Mar 2026 09:15:00 EST": utc(2026, 3, 3, 14, 15),
    "Tue, 03 Mar 2026 09:15:00 MSK": utc(2026, 3, 3, 6, 15),
    "Tue, 03 Mar 2026 09:15:00 CEST": utc(2026, 3, 3, 7, 15),
    "Вт, 03 Mar 2026 09:15:00 +0300": utc(2026, 3, 3, 6, 15),
    "2026-03-03T09:15:00.250+01:00": utc(2026, 3, 3, 8, 15),
    "2026-03-03T09:15:00Z": utc(2026, 3, 3, 9, 15),
    "2026-03-03 09:15:00": utc(2026, 3, 3, 9, 15),
    "2026-03-03": utc(2026, 3, 3),
    "Tue, 03 Mar 2126 09:15:00 GMT": utc(2126, 3, 3, 9, 15),
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "Sat, 31 Dec 1994 23:59:59 GMT": None,
    "0001-01-01T00:00:00+14:00": None,
    "32 Nonember": None,
    "": None,
}


@pytest.mark.parametrize("written", DATES)
def test_a_date_is_read_as_utc_or_not_at_all(written: str) -> None:
    assert read(written) == DATES[written]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-07-01T12:00:00", utc(2026, 7, 1, 10)),
        ("2026-01-01T12:00:00", utc(2026, 1, 1, 11)),
        ("2026-07-01", utc(2026, 6, 30, 22)),
        ("Wed, 01 Jul 2026 12:00:00", utc(2026, 7, 1, 10)),
        ("Wed, 01 Jul 2026 12:00:00 GMT", utc(2026, 7, 1, 12)),
        ("2026-07-01T12:00:00+01:00", utc(2026, 7, 1, 11)),
        ("2026-07-01T12:00:00-0500", utc(2026, 7, 1, 17)),
    ],
)
def test_only_a_date_without_a_zone_is_read_in_the_outlets(written: str, expected: datetime) -> None:
    assert read(written, "Europe/Vienna") == expected


@given(st.integers(790_000_000, 4_100_000_000), st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]))
def test_a_date_with_an_offset_comes_back(seconds: int, zone: str) -> None:
    moment = datetime.fromtimestamp(seconds, ZoneInfo(zone))
    assert read(moment.isoformat()) == moment.astimezone(UTC)
