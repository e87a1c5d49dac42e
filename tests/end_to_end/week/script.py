"""A week by script: who publishes what and when, and who makes what trouble. The same seed gives the same week."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.end_to_end.week.outlet import Outlet
from tests.end_to_end.week.recipes import RECIPES
from tests.end_to_end.week.story import Story
from tests.end_to_end.week.trouble import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = ("rss", "atom", "rdf", "json")
BEFORE = timedelta(hours=12)
"""So long outlets have published when the watch begins."""
HOUR = timedelta(hours=1)
QUIET, BUSY = 0.3, 1.4
"""How much less is published at night, and more by day."""


@dataclass(frozen=True, slots=True)
class Leap:
    """The clock of the watching program is set on, or back."""

    at: datetime
    by: timedelta


@dataclass(frozen=True, slots=True)
class Size:
    """How much is rehearsed."""

    start: datetime
    outlets: int
    length: timedelta
    """So long is published."""
    after: timedelta
    """So long the watch goes on."""
    robots: str
    """How long robots.txt is believed; a duration as operators write it."""
    interval: str
    """Between two polls, likewise."""


SMALL = Size(datetime(2026, 3, 28, 8, tzinfo=UTC), len(RECIPES), timedelta(hours=30), timedelta(hours=5), "4h", "45m")
"""With the hour that does not exist in Berlin on 29 March."""
WHOLE = Size(datetime(2026, 3, 26, tzinfo=UTC), 100, timedelta(days=7), timedelta(hours=30), "1d", "15m")


@dataclass(frozen=True)
class Week:
    """The script."""

    size: Size
    outlets: tuple[Outlet, ...]
    leaps: tuple[Leap, ...]

    @property
    def start(self) -> datetime:
        return self.size.start

    @property
    def published_until(self) -> datetime:
        return self.start + self.size.length

    @property
    def end(self) -> datetime:
        return self.published_until + self.size.after


def week(size: Size, seed: int = 1) -> Week:
    chance = Random(seed)
    leaps = [Leap(size.start + size.length * 0.44, HOUR), Leap(size.start + size.length * 0.48, -HOUR)]
    if size.length > timedelta(days=2):
        leaps += [Leap(size.start + size.length * 0.50, -HOUR), Leap(size.start + size.length * 0.52, HOUR)]
    return Week(size, tuple(_outlet(number, size, chance) for number in range(size.outlets)), tuple(leaps))


def _outlet(number: int, size: Size, chance: Random) -> Outlet:
    recipe = RECIPES[number % len(RECIPES)]
    name = f"{recipe.__name__.replace('_', '-')}-{number}"
    a_day = chance.choice((8, 14, 28))
    times = list(_times(size, a_day, chance))
    stories = tuple(_story(name, at, which) for which, at in enumerate(times))
    window = chance.choice((15, 20, 30, 50))
    plain = Outlet(name, FORMS[number % len(FORMS)], window, stories, headlines=number % 2 == 1)
    return _until_gone(recipe(plain, size.start, size.length, chance))


def _story(outlet: str, at: datetime, number: int) -> Story:
    return Story(outlet, number, at, guid=f"https://{outlet}.example.org/id/{number}")


def _times(size: Size, a_day: float, chance: Random) -> Iterator[datetime]:
    """A Poisson process that is busier by day."""
    at = size.start - BEFORE
    while True:
        at += timedelta(days=chance.expovariate(a_day * BUSY))
        if at >= size.start + size.length:
            return
        night = not 6 <= at.hour < 20
        if not night or chance.random() < QUIET / BUSY:
            yield at.replace(microsecond=0)


def _until_gone(outlet: Outlet) -> Outlet:
    """Who is gone publishes no more."""
    gone = [trouble.since for trouble in outlet.troubles if trouble.kind is Kind.GONE]
    if not gone:
        return outlet
    return replace(outlet, stories=tuple(story for story in outlet.stories if story.published < gone[0] - HOUR))
