"""Which digests are due, whatever the clocks of a zone do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from alerts.digest import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.subscription import Schedule

EVERY_DAY = 7
A_DAY = timedelta(days=1)
LONGEST_WAIT = timedelta(days=15)
"""Two weeks and a clock change: a weekly slot falls out at most once, where a zone skips a date."""


def slots_between(schedule: Schedule, after: datetime, until: datetime) -> tuple[Slot, ...]:
    """Slots with after < due <= until, oldest first; both moments aware.

    A local date has one slot, whatever the clocks do. Where a wall-clock time comes twice (autumn), the first
    counts. Where it is skipped (spring), the slot is due when the old offset would have shown it: 02:30 becomes
    03:30 by the new one. This is `fold=0` of PEP 495. A date that the zone skips as a whole has no slot.
    """
    slots = (_slot(schedule, day) for day in _dates(schedule, after, until))
    return tuple(slot for slot in slots if slot and after < slot.due <= until)


def latest_due(schedule: Schedule, started: datetime, now: datetime) -> Slot | None:
    """Give the newest slot with started < due <= now: after downtime one digest spans what several would have."""
    due = slots_between(schedule, max(started, now - LONGEST_WAIT), now)
    return due[-1] if due else None


def next_due(schedule: Schedule, now: datetime) -> Slot | None:
    """Give the first slot after now, or None for a schedule without weekdays."""
    coming = slots_between(schedule, now, now + LONGEST_WAIT)
    return coming[0] if coming else None


def label(schedule: Schedule) -> str:
    """Name the schedule: `daily@07:00`, or `weekly@07:00` where weekdays are left out."""
    often = "daily" if len(schedule.weekdays) == EVERY_DAY else "weekly"
    return f"{often}@{schedule.at.isoformat('seconds' if schedule.at.second else 'minutes')}"


def _dates(schedule: Schedule, after: datetime, until: datetime) -> Iterator[date]:
    day = after.astimezone(schedule.zone).date() - A_DAY  # a time skipped at midnight is due on the next date
    last = until.astimezone(schedule.zone).date()
    while day <= last:
        if day.weekday() in schedule.weekdays:
            yield day
        day += A_DAY


def _slot(schedule: Schedule, day: date) -> Slot | None:
    due = _due(schedule, day)
    date_is_skipped = due >= _due(schedule, day + A_DAY)
    return None if date_is_skipped else Slot(day, label(schedule), due)


def _due(schedule: Schedule, day: date) -> datetime:
    return datetime.combine(day, schedule.at, tzinfo=schedule.zone).astimezone(UTC)
