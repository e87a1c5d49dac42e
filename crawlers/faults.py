"""When a source's trouble has lasted long enough to tell somebody, and when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

FAILURES = 5
"""Polls in a row."""
LASTING = timedelta(hours=6)
"""So long a source has failed before anybody is told: most outages end by themselves sooner."""
SILENCE = 3
"""How many times its longest usual pause a source may be silent."""
SHORTEST_SILENCE = timedelta(hours=24)
LONGEST_SILENCE = timedelta(days=28)
HABIT = 8
"""Items from which a habit can be told."""
PAGES = 10
"""Pages in a row without a body."""


class Kind(StrEnum):
    """What is wrong."""

    FAILING = "failing"
    SILENT = "silent"
    BODILESS = "bodiless"
    DEAD = "dead"
    """A sitemap that is kept up no longer."""
    GONE = "gone"
    """410: the outlet says that the source is no more; it is polled no longer."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What the store knows of a source's recent past."""

    failures: int
    failing_since: datetime | None
    message: str
    last_item: datetime
    """When its last new item came, or else since when it has been watched."""
    patience: timedelta
    """How long it may be silent (`patience`)."""
    bodiless: int
    """How many of its latest pages in a row gave no body."""
    gone: bool = False
    dead: bool = False


def faults(condition: Condition, now: datetime) -> dict[Kind, str]:
    """Everything that is wrong with a source by now, each with a sentence for the operator."""
    found: dict[Kind, str] = {}
    if condition.gone:
        found[Kind.GONE] = "the outlet says it is gone (410); take it out of outlets.yaml, or name its new address"
    elif condition.failures >= FAILURES and condition.failing_since and now - condition.failing_since >= LASTING:
        found[Kind.FAILING] = f"{condition.failures} polls in a row have failed; the last: {condition.message}"
    elif condition.dead:
        found[Kind.DEAD] = (
            "it has listed nothing new for a month, and is asked once a day only; take it out, or mend it"
        )
    quiet = now - condition.last_item
    if not condition.failures and not condition.dead and quiet > condition.patience:
        found[Kind.SILENT] = f"nothing new for {_days(quiet)}; by its habit, {_days(condition.patience)} would be long"
    if condition.bodiless >= PAGES:
        found[Kind.BODILESS] = f"its last {condition.bodiless} pages had no article text; has its layout changed?"
    return found


def patience(items: Sequence[datetime]) -> timedelta:
    """How long a source may be silent by its own habit, seeing when its items of the last 28 days came, in order.

    The longest pause, threefold; without enough items to tell, 28 days.
    """
    if len(items) < HABIT:
        return LONGEST_SILENCE
    longest = max(later - earlier for earlier, later in pairwise(items))
    return min(max(SILENCE * longest, SHORTEST_SILENCE), LONGEST_SILENCE)


def _days(span: timedelta) -> str:
    hours = round(span / timedelta(hours=1))
    return f"{hours} hours" if hours < 2 * 24 else f"{round(hours / 24)} days"
