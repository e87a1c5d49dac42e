"""When news is told at once, and when it waits for the digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

COALESCE: Final = timedelta(minutes=5)
"""How long an alert waits for more after the first news of it."""
SPACING: Final = timedelta(minutes=30)
"""Between two alerts of one rule."""
A_DAY: Final = 6
"""Alerts that a subscription gets on one local date."""


class Move(StrEnum):
    """What to do about news that alerts ask for."""

    WAIT = "wait"
    SEND = "send"
    ROLL = "roll"
    """Leave it to the next digest."""


@dataclass(frozen=True, slots=True)
class Hit:
    """News that no alert or digest has told yet, with the rules that ask for an alert of it."""

    seq: int
    at: datetime
    """When it came, by our clock."""
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sent:
    """An alert that went out."""

    at: datetime
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A move, and the rules whose news it concerns."""

    move: Move
    rules: frozenset[str] = frozenset()


def ruling(hits: Sequence[Hit], sent: Sequence[Sent], sent_today: int, now: datetime, held: frozenset[str]) -> Ruling:
    """Decide about news that waits, oldest first.

    Five minutes after the first of it one alert tells all, but for rules that had an alert within the last 30 minutes.
    Where nothing is left to tell, or the subscription had its 6 of the day, it rolls into the digest. Moments ahead of
    the clock are of a clock that was set back: such news is not waited for, and such an alert blocks nothing.

    Args:
        hits: The news that waits.
        sent: Alerts of late; those beyond half an hour ago do not matter.
        sent_today: How many alerts the subscription had on this local date.
        now: The moment of the decision.
        held: Rules that quiet hours hold now: their news waits, whatever its age.
    """
    free = [hit for hit in hits if hit.rules - held]
    if not free:
        return Ruling(Move.WAIT)
    if timedelta(0) <= now - min(hit.at for hit in free) < COALESCE:
        return Ruling(Move.WAIT)
    late = frozenset(rule for alert in sent if timedelta(0) <= now - alert.at < SPACING for rule in alert.rules)
    asking = frozenset[str]().union(*(hit.rules for hit in free)) - held
    if sent_today >= A_DAY or not asking - late:
        return Ruling(Move.ROLL, asking)
    return Ruling(Move.SEND, asking - late)
