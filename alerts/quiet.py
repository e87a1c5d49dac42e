"""Hours in which nobody wants to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, time
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `start` until before `end`, local time, on every day; past midnight where `end` is the earlier."""

    start: time
    end: time

    def covers(self, local: time) -> bool:
        """Whether a time of day lies within."""
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def holds(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether it is quiet in a zone at an aware moment, whatever the clocks there do."""
        return self.covers(moment.astimezone(zone).time())
