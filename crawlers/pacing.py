"""When a source that has answered is polled next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from crawlers.cadence import Due, Why, habit_of
from crawlers.cadence.habit import MEMORY
from crawlers.cadence.hints import fresh_for
from crawlers.faults import HABIT, patience
from crawlers.rhythm import fixed, next_of
from pipeline.model.outlet import SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawlers.occasion import Occasion
    from crawlers.rhythm import Rhythm
    from crawlers.state import SourceState
    from crawlers.web import Response

DEAD_AFTER = timedelta(days=30)
"""A sitemap that speaks of nothing newer is no longer kept up."""
DEAD_INTERVAL = timedelta(days=1)


class Past(Protocol):
    """What the store remembers of when a source's items appeared."""

    async def arrivals(self, source_id: int, since: datetime) -> Sequence[datetime]:
        """The times, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Paced:
    """A source with its rhythm brought up to date."""

    state: SourceState
    due: datetime
    learned: bool


async def pace(
    state: SourceState, answer: Response, occasion: Occasion, past: Past, new: Sequence[datetime] = ()
) -> Paced:
    """Decide on the next poll; `new` is when items appeared that this one brought."""
    now = occasion.now
    rhythm = state.rhythm.after(new, now)
    asked = replace(rhythm.hints, fresh_for=fresh_for(answer.headers, now), retry_after=None)
    rhythm = replace(rhythm, hints=asked, since=rhythm.since or now)
    learned = rhythm.stale(now)
    if learned:
        times = sorted([*await past.arrivals(state.id, now - MEMORY), *new])
        patient = patience(times) if len(times) >= HABIT or not rhythm.patience else rhythm.patience
        rhythm = replace(rhythm, habit=habit_of(times, rhythm.since or now, now), patience=patient)
    due = _due(state, rhythm, occasion)
    return Paced(replace(state, rhythm=replace(rhythm, interval=due.interval, why=due.why)), due.at, learned)


def dead(kind: SourceKind, newest: datetime | None, now: datetime) -> bool:
    """Whether a sitemap, once read, is kept up no longer."""
    return kind is SourceKind.SITEMAP and newest is not None and now - newest > DEAD_AFTER


def _due(state: SourceState, rhythm: Rhythm, occasion: Occasion) -> Due:
    if dead(occasion.kind, state.newest, occasion.now):
        return Due(occasion.now + DEAD_INTERVAL, DEAD_INTERVAL, Why.DEAD)
    if occasion.interval:
        return fixed(rhythm, occasion.now, occasion.interval, occasion.chance)
    return next_of(rhythm, occasion.now, occasion.share, occasion.chance)
