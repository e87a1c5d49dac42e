"""The words and figures around the news: times, counts, names of languages, and what was watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from alerts.digest import Digest
    from pipeline.model.coverage import Coverage, Trouble

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Of our own, as strftime's follow the machine's locale."""
LANGUAGES: Final = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
OWNERSHIP: Final = {
    "exile_independent": "independent, in exile",
    "nonprofit": "non-profit",
    "private": "privately owned",
    "public": "public service",
    "state": "state-owned",
}
NAMED: Final = 5
"""How many rules or failing sources a line names."""


@dataclass(frozen=True, slots=True)
class LocalTimes:
    """Moments as the clocks of a zone show them, read at `today`."""

    zone: ZoneInfo
    today: datetime

    def moment(self, when: datetime) -> str:
        """`21 Nov 14:05 UTC+1`; with the year where it is not the current one."""
        return f"{self._date(when)} {self._clock(when)} {self._offset(when)}"

    def since(self, when: datetime) -> str:
        """`09:10` of today, else `20 Nov 09:10`."""
        same_day = when.astimezone(self.zone).date() == self.today.astimezone(self.zone).date()
        return self._clock(when) if same_day else f"{self._date(when)} {self._clock(when)}"

    def span(self, since: datetime, until: datetime) -> str:
        """`Fri 20 Nov 18:00 – Sat 21 Nov 18:00 (Europe/Berlin, UTC+1)`; both offsets where they differ."""
        start, end = (f"{self._weekday(when)} {self._date(when)} {self._clock(when)}" for when in (since, until))
        before, after = self._offset(since), self._offset(until)
        if before == after:
            return f"{start} – {end} ({after if str(self.zone) == after else f'{self.zone}, {after}'})"
        return f"{start} {before} – {end} {after} ({self.zone})"

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


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def language_name(code: str) -> str:
    """Give the English name of a common language, else its code as it stands."""
    return LANGUAGES.get(code.lower().replace("_", "-").split("-")[0], code)


def ownership_label(ownership: str) -> str:
    """Say to whom an outlet belongs, as a reader says it."""
    return OWNERSHIP.get(ownership, ownership.replace("_", " "))


def summary(digest: Digest) -> str:
    """`7 articles from 4 outlets: New START 4, INF Treaty 2, CTBT 1.`: the first line a mail client shows."""
    if not digest.matched:
        return "No new articles."
    rules = [f"{section.label} {section.matched}" for section in digest.sections[:NAMED]]
    if rest := sum(section.matched for section in digest.sections[NAMED:]):
        rules.append(f"others {rest}")
    outlets = len({item.outlet for item in digest.items})
    source = "" if digest.held_back else f" from {counted(outlets, 'outlet')}"
    verb = "is" if len(digest.items) == 1 else "are"
    listed = f" {len(digest.items):,} {verb} listed." if digest.held_back else ""
    return f"{counted(digest.matched, 'article')}{source}: {', '.join(rules)}.{listed}"


def coverage_line(coverage: Coverage, times: LocalTimes) -> str:
    """`Watched 41 of 42 sources. Not reached: Example Wire since 09:10 (timed out).`, as the honest line is."""
    watched = f"Watched {coverage.watched:,} of {counted(coverage.sources, 'source')}."
    if not coverage.failing:
        return watched
    named = [_trouble(trouble, times) for trouble in coverage.failing[:NAMED]]
    if rest := len(coverage.failing) - len(named):
        named.append(f"{rest} more")
    return f"{watched} Not reached: {'; '.join(named)}."


def _trouble(trouble: Trouble, times: LocalTimes) -> str:
    reason = f" ({trouble.reason.rstrip('.')})" if trouble.reason else ""
    return f"{trouble.outlet} since {times.since(trouble.since)}{reason}"
