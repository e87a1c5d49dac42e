"""The time of the script, and the program's idea of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tests.end_to_end.week.script import Leap


class ScriptClock:
    """Time as the outlets have it; it passes when it is moved on. Read from any thread."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


class LeapingClock:
    """The clock of a machine that is set on and back now and then; a `treatywatch.clock.Clock`."""

    def __init__(self, script: ScriptClock, leaps: Sequence[Leap]) -> None:
        self._script, self._leaps = script, leaps

    def now(self) -> datetime:
        now = self._script.now()
        return now + sum((leap.by for leap in self._leaps if leap.at <= now), timedelta(0))
