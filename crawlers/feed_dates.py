"""Dates as feeds write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo
    from time import struct_time

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Nothing was published on the web before; such dates are defaults of broken systems."""
ZONES = {
    "MSK": 3, "MSD": 4, "CET": 1, "CEST": 2, "BST": 1, "IST": 5.5, "EET": 2, "EEST": 3, "WET": 0, "WEST": 1,
    "TRT": 3, "IRST": 3.5, "IDT": 3, "PKT": 5, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Hours east of UTC of names that RFC 822 has not and newsrooms use."""

_NAMED_ZONE = re.compile(r"\s([A-Z]{3,4})$")
_ZONELESS = re.compile(r"[T\s]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?$|^\d{4}-\d\d(?:-\d\d)?$")
_WEEKDAY = re.compile(r"^[^\d,]{1,20}[,.]\s*(?=\d)")


def feed_date(written: str, parsed: struct_time | None, zone: tzinfo = UTC) -> datetime | None:
    """A feed's date in UTC; None where it can't be read, or lies before 1995.

    `parsed` is what feedparser made of it, taking unknown zones and none for UTC. `zone` is that of dates without one.
    """
    text = written.strip()
    try:
        found = datetime(*parsed[:6], tzinfo=UTC) if parsed else _otherwise(text)
        if found is None:
            return None
        moment = (found - _shift(text, found, zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= EARLIEST else None


def _shift(text: str, found: datetime, zone: tzinfo) -> timedelta:
    named = _NAMED_ZONE.search(text)
    if named and named[1] in ZONES:
        return timedelta(hours=ZONES[named[1]])
    if _ZONELESS.search(text):
        return found.replace(tzinfo=zone).utcoffset() or timedelta()
    return timedelta()


def _otherwise(text: str) -> datetime | None:
    """ISO 8601 and RFC 822 dates that feedparser refuses, such as those with a weekday in another language."""
    try:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except ValueError:
        fields = parsedate_tz(_WEEKDAY.sub("", text))
    if fields is None:
        return None
    return datetime(*fields[:6], tzinfo=timezone(timedelta(seconds=fields[9] or 0)))
