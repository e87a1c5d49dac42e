from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

Timelines = Mapping[str, Sequence[datetime]]
"""Sorted times of each source's items, aware; none of them empty."""
Schedule = Mapping[str, Sequence[float]]
"""Sorted times of each source's polls in seconds since 1970, up to the first that is not before the period's end."""

WARM_UP = timedelta(days=7)
"""Replayed, so that habits are learned, but not counted."""


@dataclass(frozen=True, slots=True)
class Period:
    """What is replayed, and from when on polls and delays are counted."""

    start: datetime
    """Midnight UTC before the first item."""
    counted: datetime
    end: datetime
    """The last item."""

    @property
    def days(self) -> float:
        """How long is counted; not positive where all is warm-up."""
        return (self.end - self.counted) / timedelta(days=1)


def period_of(timelines: Timelines) -> Period:
    """The period of all items; at least one source."""
    first, last = min(times[0] for times in timelines.values()), max(times[-1] for times in timelines.values())
    start = datetime.combine(first.astimezone(UTC).date(), time(), UTC)
    return Period(start, start + WARM_UP, last)
