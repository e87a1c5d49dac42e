from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawlers.limits import Cadence
from crawlers.settle import Visit
from pipeline.model.outlet import Outlet, Use
from tests.builders import NOON
from tests.crawlers.watch.watching import Watched, answer, hourly, rss
from treatywatch.polling import AT_ONCE, settled_at_once

if TYPE_CHECKING:
    from pipeline.store.database import Database


@pytest.mark.parametrize(
    ("use", "items", "at_once", "waiting"),
    [
        (Use.HEADLINE, 20, 20, 0),
        (Use.MATCH, 20, 0, 20),
        (Use.FULLTEXT, 20, 0, 20),
        (Use.HEADLINE, AT_ONCE + 1, 0, AT_ONCE + 1),
    ],
)
async def test_articles_without_a_page_are_placed_with_their_poll_unless_they_are_many(
    store: Database, use: Use, items: int, at_once: int, waiting: int
) -> None:
    plan = await Watched(store).poll(NOON, answer(rss(hourly(items))))
    left, articles = settled_at_once(plan, Visit(Outlet("herald", "Herald", (), use=use), NOON, Cadence()))
    assert (len(articles), len(left.work)) == (at_once, waiting)
    assert replace(left, work=plan.work) == plan
