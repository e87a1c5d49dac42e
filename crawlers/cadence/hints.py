"""What an outlet asks for, in its feed and in its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from crawlers.cadence.clockwork import DAY, HOUR, WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LARGEST = 1_000_000_000
"""Of a number of seconds or minutes: 31 years at least."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What an outlet asked for; every field is a floor under the interval, never a ceiling."""

    ttl: timedelta | None = None
    """<ttl> of RSS 2.0."""
    fresh_for: timedelta | None = None
    """Cache-Control: max-age, or Expires."""
    retry_after: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day, UTC, in which the feed is not to be asked."""
    skip_days: frozenset[int] = frozenset()
    """Days of the week, UTC, Monday is 0."""

    @property
    def fresh(self) -> timedelta:
        """How long the outlet says that asking again is pointless; zero where it says nothing."""
        return max(self.ttl or timedelta(0), self.fresh_for or timedelta(0))

    def opening(self, moment: datetime) -> datetime:
        """The moment, or where it is to be skipped the beginning of the next hour that is not.

        A feed that leaves no hour of the week open asked for what can't be meant, and is not heeded.
        """
        moment = moment.astimezone(UTC)
        opens = moment
        for _ in range(WEEK + 1):
            if opens.hour not in self.skip_hours and opens.weekday() not in self.skip_days:
                return opens
            opens = opens.replace(minute=0, second=0, microsecond=0) + HOUR
        return moment


def ttl_of(text: str | None) -> timedelta | None:
    """<ttl>, whole minutes (RSS 2.0); None where it is absent, unreadable or zero."""
    minutes = _number(text or "")
    return timedelta(minutes=minutes) if minutes else None


def skip_hours_of(texts: Iterable[str]) -> frozenset[int]:
    """Each <hour> of <skipHours>: 0 to 23 GMT (RSS 2.0), or 24 for midnight (RSS 0.91); others are passed over."""
    hours = (_number(text) for text in texts)
    return frozenset(hour % DAY for hour in hours if hour is not None and hour <= DAY)


def skip_days_of(texts: Iterable[str]) -> frozenset[int]:
    """Each <day> of <skipDays>, an English name (RSS 2.0), as 0 for Monday to 6; others are passed over."""
    names = (text.strip().lower() for text in texts)
    return frozenset(_WEEKDAYS.index(name) for name in names if name in _WEEKDAYS)


def fresh_for(headers: Iterable[tuple[str, str]], now: datetime) -> timedelta | None:
    """How long an answer stays fresh (RFC 9111, 4.2): max-age, else Expires less Date, less its Age.

    `headers` have names in lower case; `now` stands in for a Date that is absent or unreadable. None where the answer
    says nothing, or is stale already; `no-cache` and `no-store` ask for no waiting.
    """
    said: dict[str, str] = {}
    for name, value in headers:
        said[name] = f"{said[name]}, {value}" if name == "cache-control" and name in said else value
    directives = dict(_directive(part) for part in said.get("cache-control", "").split(","))
    if directives.keys() & {"no-cache", "no-store"}:
        return None
    lifetime = _seconds(directives["max-age"]) if "max-age" in directives else _lifetime(said, now)
    left = (lifetime or timedelta(0)) - (_seconds(said.get("age", "")) or timedelta(0))
    return left if left > timedelta(0) else None


def _directive(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip().lower(), value.strip().strip('"')


def _lifetime(said: Mapping[str, str], now: datetime) -> timedelta | None:
    expires, date = _date(said.get("expires", "")), _date(said.get("date", ""))
    return None if expires is None else expires - (date or now)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # Expires: 0 and -1 mean "already"
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _seconds(text: str) -> timedelta | None:
    seconds = _number(text)
    return None if seconds is None else timedelta(seconds=seconds)


def _number(text: str) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return min(int(text.lstrip("0")[:10] or "0"), _LARGEST)
