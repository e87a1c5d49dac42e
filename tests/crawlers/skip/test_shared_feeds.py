"""The recorded feeds beside the project, where they are present."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from crawlers.reading import Step
from tests.crawlers.skip.changes import CHANGES
from tests.crawlers.skip.watching import Chain, Whole

if TYPE_CHECKING:
    from collections.abc import Callable

FEEDS = Path(__file__).parents[3] / "../shared/data/feeds"
pytestmark = pytest.mark.skipif(not FEEDS.is_dir(), reason="../shared/data/feeds, recorded documents, is not here")
FILES = sorted(FEEDS.glob("*"))


def recorded(path: Path) -> bytes:
    return path.read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_a_recorded_feed_and_its_next_edition_bring_the_same_events_as_read_whole(path: Path) -> None:
    body, random = recorded(path), Random(path.name)
    whole, chain = Whole(), Chain()
    assert await chain.see(body) == await whole.see(body)
    for change in CHANGES.values():
        next_ = change(body, random)
        assert await deepcopy(chain).see(next_) == await deepcopy(whole).see(next_), change.__name__


async def steps(change: Callable[[bytes, Random], bytes]) -> list[Step]:
    taken = []
    for path in FILES:
        body, chain = recorded(path), Chain()
        seen = await chain.see(body)
        next_ = change(body, Random(path.name))
        if seen.entries > 1 and next_ != body:
            await chain.see(next_)
            taken.append(chain.steps[-1])
    return taken


async def test_most_recorded_feeds_need_no_feedparser_when_their_order_changes() -> None:
    taken = await steps(CHANGES["reordered"])
    assert taken.count(Step.NOTHING_NEW) >= 0.8 * len(taken)


async def test_of_most_recorded_feeds_only_the_new_item_is_read() -> None:
    taken = await steps(CHANGES["joined"])
    assert taken.count(Step.NEW_ITEMS) >= 0.8 * len(taken)
