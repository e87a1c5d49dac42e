from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import time
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local wall-clock moments at which a digest is due."""

    at: time
    """Naive local time in `zone`."""
    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(7))
    """Monday is 0, as in `datetime.weekday`. Daily is all seven."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a group of recipients wants to read, and when."""

    id: str
    name: str
    recipients: tuple[str, ...]
    rules: tuple[str, ...]
    """Ids of `pipeline.model.rule.Rule`, in the subscriber's order: it is the order of sections."""
    schedule: Schedule
