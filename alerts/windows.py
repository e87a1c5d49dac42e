"""Which digests are due, whatever the clocks of a zone do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from alerts.digest import Slot
from alerts.subscription import Every

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.subscription import Schedule

EVERY_DAY: Final = 7
HOURS: Final = 24
A_DAY: Final = timedelta(days=1)
LONGEST_WAIT: Final = timedelta(days=15)
"""Two weeks and a clock change: a weekly slot falls out at most once, where a zone skips a date."""
LONGEST_COUNT: Final = timedelta(days=366)
"""How far back missed slots are counted."""


def slots_between(schedule: Schedule, after: datetime, until: datetime) -> tuple[Slot, ...]:
    """Slots with after < due <= until, oldest first; both moments aware.

    A local date has each of its slots once, whatever the clocks do. Where a wall-clock time comes twice (autumn), the
    first counts. Where it is skipped (spring), the slot is due when the old offset would have shown it: 02:30 becomes
    03:30 by the new one. This is `fold=0` of PEP 495. A slot that thereby comes no earlier than the one after it is
    none: neither a date that the zone skips as a whole, nor an hour skipped in an hourly schedule.
    """
    slots = (slot for day in _dates(schedule, after, until) for slot in _slots(schedule, day))
    return tuple(slot for slot in slots if after < slot.due <= until)


def latest_due(schedule: Schedule, started: datetime, now: datetime) -> Slot | None:
    """Give the newest slot with started < due <= now: after downtime one digest spans what several would have."""
    due = slots_between(schedule, max(started, now - LONGEST_WAIT), now)
    return due[-1] if due else None


def missed(schedule: Schedule, after: datetime, slot: Slot) -> int:
    """How many slots passed before `slot` without a digest, `after` being when the last one was planned."""
    return max(len(slots_between(schedule, max(after, slot.due - LONGEST_COUNT), slot.due)) - 1, 0)


def next_due(schedule: Schedule, now: datetime) -> Slot | None:
    """Give the first slot after now, or None for a schedule without weekdays."""
    coming = slots_between(schedule, now, now + LONGEST_WAIT)
    return coming[0] if coming else None


def label(schedule: Schedule) -> str:
    """Name the schedule: `daily@07:00`, or `weekly@07:00` where weekdays are left out; `hourly` for every hour."""
    if schedule.every is Every.HOURLY:
        return Every.HOURLY.value
    often = "daily" if len(schedule.weekdays) == EVERY_DAY else "weekly"
    return f"{often}@{_clock(schedule.at)}"


def _clock(at: time) -> str:
    return at.isoformat("seconds" if at.second else "minutes")


def _dates(schedule: Schedule, after: datetime, until: datetime) -> Iterator[date]:
    day = after.astimezone(schedule.zone).date() - A_DAY  # a time skipped at midnight is due on the next date
    last = until.astimezone(schedule.zone).date()
    while day <= last:
        if day.weekday() in schedule.weekdays:
            yield day
        day += A_DAY


def _slots(schedule: Schedule, day: date) -> Iterator[Slot]:
    if schedule.every is Every.DAILY:
        due = _due(schedule, datetime.combine(day, schedule.at))
        if due < _due(schedule, datetime.combine(day + A_DAY, schedule.at)):
            yield Slot(day, label(schedule), due)
        return
    for hour in range(HOURS):
        local = datetime.combine(day, schedule.at.replace(hour=hour))
        due = _due(schedule, local)
        quiet = schedule.quiet is not None and schedule.quiet.covers(local.time())
        if not quiet and due < _due(schedule, local + timedelta(hours=1)):
            yield Slot(day, f"hourly@{_clock(local.time())}", due)


def _due(schedule: Schedule, local: datetime) -> datetime:
    return local.replace(tzinfo=schedule.zone, fold=0).astimezone(UTC)
