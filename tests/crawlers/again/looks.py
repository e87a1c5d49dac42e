"""Looks, and pages to look at, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from crawlers.again.look import Look
from crawlers.again.schedule import Turn, turns
from crawlers.limits import Cadence
from crawlers.settle import Visit
from crawlers.state import Sight
from crawlers.web import Validators
from tests.builders import HOUR, NOON
from tests.crawlers.test_settle import HERALD, PARAGRAPHS, URL, WORK

DAY = timedelta(days=1)
WAITS = Cadence().look_again
TAGS = Validators(b'"1"', b"Mon, 02 Mar 2026 12:00:00 GMT")
SIGHT = Sight("Envoys meet", len(PARAGRAPHS), URL, TAGS)
TURNS: list[Turn] = turns(NOON, f"{WORK.outlet} {WORK.url_key}", WAITS)
LOOK = Look(replace(WORK, id=7), 1, TURNS[0].due, SIGHT, NOON)


def look(number: int = 1, **said: Any) -> Look:  # noqa: ANN401 - any field
    """The look of this number, due as it should be."""
    return replace(LOOK, **{"number": number, "due": TURNS[number - 1].due, **said})


def at(it: Look) -> Visit:
    """A visit when it is due."""
    return Visit(HERALD, it.due or NOON, Cadence())


def later(visit: Visit, by: timedelta = HOUR) -> Visit:
    """The same visit, so much later."""
    return replace(visit, now=visit.now + by)
