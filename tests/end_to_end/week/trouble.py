from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Kind(StrEnum):
    """What an outlet does to those who watch it."""

    REFUSED = "refuses connections"
    BROKEN = "answers 500"
    HANGING = "never answers"
    LYING = "answers 304 to whoever asks conditionally, whatever has changed"
    DETOUR = "redirects for the time being"
    MOVED = "redirects for good"
    OVERRUN = "answers 429 and names the time"
    GONE = "answers 410"
    CLOSED = "forbids everything in robots.txt"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A time in which an outlet is no easy one."""

    kind: Kind
    since: datetime
    until: datetime

    def at(self, moment: datetime) -> bool:
        return self.since <= moment < self.until
