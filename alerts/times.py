"""Moments as a reader's clock shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Of our own, as strftime's follow the machine's locale."""


@dataclass(frozen=True, slots=True)
class LocalTimes:
    """Moments as the clocks of a zone show them, read at `today`."""

    zone: ZoneInfo
    today: datetime

    def moment(self, when: datetime) -> str:
        """`21 Nov 14:05`; with the year where it is not the current one, with the offset where it is not today's."""
        offset = self._offset(when)
        return f"{self._date(when)} {self._clock(when)}{'' if offset == self._offset(self.today) else f' {offset}'}"

    def since(self, when: datetime) -> str:
        """`09:10` of today, else `20 Nov 09:10`."""
        same_day = when.astimezone(self.zone).date() == self.today.astimezone(self.zone).date()
        return self._clock(when) if same_day else f"{self._date(when)} {self._clock(when)}"

    def gap(self, since: datetime, until: datetime) -> str:
        """`03:10–04:25` of today, else `20 Nov 03:10–04:25`; over midnight with both dates."""
        if since.astimezone(self.zone).date() == until.astimezone(self.zone).date():
            return f"{self.since(since)}–{self._clock(until)}"
        return f"{self._date(since)} {self._clock(since)} – {self._date(until)} {self._clock(until)}"

    def span(self, since: datetime, until: datetime) -> str:
        """`Fri 20 Nov 18:00 – Sat 21 Nov 18:00 (Europe/Berlin, UTC+1)`; of one day `18:00–19:00`.

        Both offsets are given where they differ.
        """
        start, end = (f"{self._weekday(when)} {self._date(when)} {self._clock(when)}" for when in (since, until))
        before, after = self._offset(since), self._offset(until)
        if before == after:
            where = after if str(self.zone) == after else f"{self.zone}, {after}"
            if self._date(since) == self._date(until):
                return f"{start}–{self._clock(until)} ({where})"
            return f"{start} – {end} ({where})"
        return f"{start} {before} – {end} {after} ({self.zone})"

    def stamp(self, when: datetime) -> str:
        """`Sat 21 Nov 18:00 (Europe/Berlin, UTC+1)`."""
        offset = self._offset(when)
        where = offset if str(self.zone) == offset else f"{self.zone}, {offset}"
        return f"{self._weekday(when)} {self._date(when)} {self._clock(when)} ({where})"

    def _weekday(self, when: datetime) -> str:
        return DAYS[when.astimezone(self.zone).weekday()]

    def _date(self, when: datetime) -> str:
        local = when.astimezone(self.zone)
        year = "" if local.year == self.today.astimezone(self.zone).year else f" {local.year}"
        return f"{local.day} {MONTHS[local.month - 1]}{year}"

    def _clock(self, when: datetime) -> str:
        return f"{when.astimezone(self.zone):%H:%M}"

    def _offset(self, when: datetime) -> str:
        offset = f"{when.astimezone(self.zone):%z}"
        sign, hours, minutes = offset[0], int(offset[1:3]), int(offset[3:5])
        if not hours and not minutes:
            return "UTC"
        return f"UTC{sign}{hours}{f':{minutes:02}' if minutes else ''}"
