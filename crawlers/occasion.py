"""When a poll happens, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.cadence import Bounds, Share
from pipeline.model.outlet import SourceKind

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.limits import Cadence
    from pipeline.model.outlet import ListingRules

EVEN = Share(1.0, Bounds.around(timedelta(minutes=15)))
"""The share of a lone source under the usual budget, until `pressure_for` has told."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a poll happens, how often it is to, and a number in [0, 1) to spread the next one by."""

    now: datetime
    interval: timedelta | None
    """Fixed by the operator; None where the source's habit decides."""
    chance: float
    cadence: Cadence
    zone: str | None = None
    """IANA zone of dates that the source writes without one."""
    share: Share = EVEN
    kind: SourceKind = SourceKind.FEED
    listing: ListingRules | None = None
    """Of a source of kind LISTING."""
    headers: tuple[tuple[str, str], ...] = ()
    """To be sent along."""
    encoding: str | None = None
    """Charset of the documents where the operator knows it better than the server."""
    limit: int = 500
    """The most entries that are read of a document."""
