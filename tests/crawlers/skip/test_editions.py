from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.reading import Step
from tests.crawlers.skip.changes import CHANGES
from tests.crawlers.skip.watching import same_events

RECORDINGS = Path(__file__).parents[1] / "recordings"
NAMES = ("rss20.xml", "atom10.xml", "rss091.xml", "rss10.xml", "feed.json")
JSON = json.loads((RECORDINGS / "feed.json").read_bytes(), strict=False)
BODIES = {name: (RECORDINGS / name).read_bytes() for name in NAMES}
TIDY = {
    "rss20.xml": BODIES["rss20.xml"],
    "atom10.xml": BODIES["atom10.xml"],
    "feed.json": json.dumps(JSON | {"items": [item for item in JSON["items"] if isinstance(item, dict)]}).encode(),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", NAMES)
async def test_the_next_edition_brings_the_same_events_as_read_whole(name: str, change: str) -> None:
    body = BODIES[name]
    await same_events(body, CHANGES[change](body, Random(name)))


@pytest.mark.parametrize("name", TIDY)
async def test_a_new_order_needs_no_parser(name: str) -> None:
    next_ = CHANGES["reordered"](TIDY[name], Random(1))
    assert await same_events(TIDY[name], next_) == [Step.WHOLE, Step.NOTHING_NEW]


@pytest.mark.parametrize("name", TIDY)
async def test_of_a_document_with_a_new_item_only_that_is_read(name: str) -> None:
    next_ = CHANGES["joined"](TIDY[name], Random(1))
    assert await same_events(TIDY[name], next_) == [Step.WHOLE, Step.NEW_ITEMS]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(NAMES), st.lists(st.sampled_from(sorted(CHANGES)), max_size=5), st.randoms(use_true_random=False)
)
async def test_any_run_of_editions_brings_the_same_events_as_read_whole(
    name: str, changes: list[str], random: Random
) -> None:
    bodies = [BODIES[name]]
    for change in changes:
        bodies.append(CHANGES[change](bodies[-1], random))
    await same_events(*bodies)
