"""When items appeared, as far as outlets' dates can be believed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.cadence.clockwork import HOUR
from crawlers.cadence.habit import BURST, MEMORY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

BELATED = timedelta(days=1)
"""How much older than the last poll an item's date may be, and still tell when it appeared."""
PINNED = 4
"""One in so many of a first document's items may be old ones that were pinned."""


def appeared(published: datetime | None, last: datetime | None, now: datetime) -> datetime | None:
    """When an item appeared that is new at `now`: as dated if that is credible, else when it was seen.

    At a first poll, `last` is None, an undated item is of unknown age: None.
    """
    if last is None:
        return published if published and published <= now else None
    return published if published and last - BELATED <= published <= now else now


def watched_since(dates: Sequence[datetime | None], now: datetime) -> datetime:
    """From when on the items of a first document are all there were; `now` where their dates don't tell.

    A document holds the latest items, so that none is missing after its oldest. Old ones may be pinned, though: the
    oldest quarter is left out.
    """
    known = sorted(date for date in dates if date is not None and date <= now)
    if not known or len(known) < len(dates):
        return now
    return max(known[len(known) // PINNED], now - MEMORY)


def still_recent(times: Iterable[datetime], now: datetime) -> tuple[datetime, ...]:
    """Those of the last two hours, which the burst term looks at."""
    return tuple(sorted(time for time in times if now - BURST * HOUR < time <= now))
