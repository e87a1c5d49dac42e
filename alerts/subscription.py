from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import time
    from zoneinfo import ZoneInfo

    from alerts.quiet import Quiet


class Every(StrEnum):
    """How often digests are due."""

    DAILY = "daily"
    """Once on each of the schedule's weekdays."""
    HOURLY = "hourly"
    """At one minute of every hour, but for quiet hours."""


class Empty(StrEnum):
    """What becomes of a digest with nothing in it. It is recorded in any case."""

    SKIP = "skip"
    SEND = "send"
    HEARTBEAT = "weekly-heartbeat"
    """Sent where nothing was mailed for a week, so that silence is not taken for a fault."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local wall-clock moments at which a digest is due."""

    at: time
    """Naive local time in `zone`; of an hourly schedule only its minute and second count."""
    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(7))
    """Monday is 0, as in `datetime.weekday`. Daily is all seven."""
    every: Every = Every.DAILY
    quiet: Quiet | None = None
    """When hourly digests and alerts wait; a digest with a time of its own does not."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a group of recipients wants to read, and when."""

    id: str
    name: str
    recipients: tuple[str, ...]
    rules: tuple[str, ...]
    """Ids of `pipeline.model.rule.Rule`, in the subscriber's order: it is the order of sections."""
    schedule: Schedule
    empty: Empty = Empty.SKIP
    alerts: tuple[str, ...] = ()
    """Those of `rules` that are told at once; what alerts leave out the next digest has."""
    through_quiet: frozenset[str] = frozenset()
    """Those of `alerts` that quiet hours do not hold."""
    paused: bool = False
    """Gets nothing, and will not get later what comes meanwhile."""
