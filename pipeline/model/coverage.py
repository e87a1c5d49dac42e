from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that could not be watched."""

    outlet: str
    url: str
    since: datetime
    """Last success, or when we first tried."""
    reason: str


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch of time from which articles of a source may be missing."""

    outlet: str
    url: str
    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was watched at a moment, and in the time before it: the honest line of a digest."""

    sources: int
    failing: tuple[Trouble, ...] = ()
    holes: tuple[Hole, ...] = ()

    @property
    def watched(self) -> int:
        """Number of sources that answered."""
        return self.sources - len(self.failing)
