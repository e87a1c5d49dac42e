"""What sorts of outlets there are.

A recipe makes one of a plain outlet, the start of the time in which is published, its length, and chance.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.end_to_end.week.story import Story
from tests.end_to_end.week.trouble import Kind, Trouble

if TYPE_CHECKING:
    from random import Random

    from tests.end_to_end.week.outlet import Outlet

EVER = datetime(2100, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LASTING = timedelta(hours=2)
"""Long enough to be met between two polls of a quiet source."""
DAY = timedelta(days=1)


def bursts(outlet: Outlet, start: datetime, length: timedelta, _: Random) -> Outlet:
    """Publishes more within a minute than its feed lists."""
    outlet = replace(outlet, window=12)
    at = start + length * 0.7
    seconds = timedelta(seconds=1)
    times = sorted([story.published for story in outlet.stories] + [at + seconds * n for n in range(outlet.window + 8)])
    stories = tuple(Story(outlet.name, n, when, f"https://{outlet.host}/id/{n}") for n, when in enumerate(times))
    return replace(outlet, stories=stories)


def fails(outlet: Outlet, start: datetime, length: timedelta, chance: Random) -> Outlet:
    """Can't be reached, hangs, and breaks, one after the other."""
    times = zip((Kind.REFUSED, Kind.HANGING, Kind.BROKEN), (0.1, 0.3, 0.6), strict=True)
    brief = max(length / 40, LASTING)
    troubles = [
        Trouble(kind, start + length * at, start + length * at + brief * chance.uniform(1, 1.5)) for kind, at in times
    ]
    return replace(outlet, troubles=tuple(troubles))


def lies(outlet: Outlet, start: datetime, length: timedelta, _: Random) -> Outlet:
    """Says for more than a day that nothing has changed."""
    since = start + length * 0.07
    return replace(outlet, window=40, troubles=(Trouble(Kind.LYING, since, since + max(DAY * 1.15, length * 0.5)),))


def edits(outlet: Outlet, start: datetime, _: timedelta, chance: Random) -> Outlet:
    """Changes headlines and dates after the fact, the order of its feed, and what its links carry."""
    stories = []
    for story in outlet.stories:
        later = story.published + MINUTE * chance.randint(30, 90)
        retitled, redated = (later if chance.random() < 0.2 and later > start else None for _ in "ab")
        stories.append(replace(story, retitled=retitled, redated=redated))
    return replace(outlet, stories=tuple(stories), shuffled=True, tracked=True)


def reuses(outlet: Outlet, start: datetime, _: timedelta, __: Random) -> Outlet:
    """Gives the same ids to ever new stories, and has moved for good."""
    stories = tuple(replace(story, guid=f"item-{story.number % 7}") for story in outlet.stories)
    return replace(outlet, stories=stories, troubles=(Trouble(Kind.MOVED, start, EVER),))


def counts(outlet: Outlet, start: datetime, length: timedelta, _: Random) -> Outlet:
    """Wants to be asked slowly, and at times not at all."""
    since = start + length * 0.15
    overrun = Trouble(Kind.OVERRUN, since, since + LASTING)
    return replace(outlet, crawl_delay=0.03, troubles=(overrun,))


def ends(outlet: Outlet, start: datetime, length: timedelta, _: Random) -> Outlet:
    """Is gone one day."""
    return replace(outlet, troubles=(Trouble(Kind.GONE, start + length * 0.6, EVER),))


def closes(outlet: Outlet, start: datetime, length: timedelta, _: Random) -> Outlet:
    """Does not want to be watched for some days, but then again."""
    return replace(outlet, window=10, troubles=(Trouble(Kind.CLOSED, start + length * 0.2, start + length * 0.65),))


def roams(outlet: Outlet, start: datetime, length: timedelta, _: Random) -> Outlet:
    """Is somewhere else for a while, and dates its items without a zone."""
    detour = Trouble(Kind.DETOUR, start + length * 0.2, start + length * 0.4)
    return replace(outlet, form="rss", naive=True, troubles=(detour,))


RECIPES = (bursts, fails, lies, edits, reuses, counts, ends, closes, roams)
