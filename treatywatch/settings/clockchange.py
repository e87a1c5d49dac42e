from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STANDING_YEAR = 2037
"""The last year that time-zone data spell out: its changes follow the rules that stand today (RFC 8536, 3.3)."""


def touched_by_clock_change(at: time, zone: str) -> bool:
    """True where the local time `at` is skipped on one day of the year, or comes twice."""
    return any(_folds(datetime.combine(day, at), ZoneInfo(zone)) for day in _days())


def _folds(local: datetime, zone: ZoneInfo) -> bool:
    """Both readings of a local time differ exactly in a gap or a repetition (PEP 495)."""
    return zone.utcoffset(local) != zone.utcoffset(local.replace(fold=1))


def _days() -> list[date]:
    first = date(STANDING_YEAR, 1, 1)
    return [first + timedelta(days=number) for number in range(365)]
