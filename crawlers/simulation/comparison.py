from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from crawlers.simulation.adaptive import adaptive
from crawlers.simulation.baselines import best_stationary, fixed, miniflux
from crawlers.simulation.delays import delays_of
from crawlers.simulation.period import period_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawlers.simulation.delays import Delays
    from crawlers.simulation.period import Period, Timelines

RIVALS = {"fixed": fixed, "miniflux": miniflux, "best_stationary": best_stationary}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Schedules over the same items, at the number of polls that ours came to."""

    period: Period
    sources: int
    items: int
    """Within the counted period."""
    schedules: Mapping[str, Delays]
    """`adaptive`, which is ours, and the rivals in `RIVALS`."""


def compare(timelines: Timelines, budget: float, seed: int) -> Comparison:
    """Replay our cadence and its rivals; at least one item must lie in the counted period.

    Args:
        timelines: When the items of each source appeared.
        budget: Polls per source and day, on average over the sources.
        seed: Of phases and jitter; the same one gives the same figures.
    """
    period = period_of(timelines)
    chance = Random(seed)  # noqa: S311 - spreads polls, guards nothing
    ours = delays_of(adaptive(timelines, period, budget, chance), timelines, period)
    rivals = {
        name: delays_of(rival(timelines, period, ours.polls, chance), timelines, period)
        for name, rival in RIVALS.items()
    }
    items = sum(time >= period.counted for times in timelines.values() for time in times)
    return Comparison(period, len(timelines), items, {"adaptive": ours, **rivals})
