from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import HOUR, NOON
from tests.treatywatch.looking.watching import KEY, TITLE, URL, Watching, page

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.store.database import Database


@pytest.fixture
def watching(tmp_path: Path, store: Database) -> Watching:
    return Watching(tmp_path, store)


FLOOD = tuple(
    f"In district {number} the river carried {number * 7} sheds away, and the INF Treaty was not spoken of by anybody."
    for number in range(1, 8)
)


async def test_another_article_at_the_address_is_told_and_looked_at_in_place_of_the_former(watching: Watching) -> None:
    await watching.lists()
    watching.clock.advance(3 * HOUR)
    watching.web.answers[URL] = page(*FLOOD, title="Rivers rise")
    await watching.lists("Rivers rise")
    assert (watching.events(), watching.look()) == (["article", "article"], None)
    ((key,),) = watching.ask("select url_key from looks")
    assert key.startswith(f"{KEY}#r-")
    watching.web.answers[URL] = page(*FLOOD, title="Rivers rise and fall")
    await watching.looks(5 * HOUR)
    assert watching.ask("select article_id, number from versions") == [(1, 1), (2, 1), (2, 2)]


async def test_another_article_at_a_look_says_nothing_until_the_feed_lists_it(watching: Watching) -> None:
    await watching.lists()
    watching.web.answers[URL] = page(*FLOOD, title="Rivers rise")
    await watching.looks(2 * HOUR)
    look = watching.look()
    assert look
    assert (watching.events(), look.message) == (["article"], "another text stands at its address now, “Rivers rise”")


async def test_another_text_under_the_same_title_is_no_edit_of_what_stood_there(watching: Watching) -> None:
    await watching.lists(published=NOON)
    watching.clock.advance(20 * HOUR)
    watching.web.answers[URL] = page(*FLOOD)
    await watching.looks(25 * HOUR)
    look = watching.look()
    assert look
    assert (watching.events(), look.message) == (["article"], f"another text stands at its address now, “{TITLE}”")
    await watching.lists(published=NOON + 25 * HOUR)
    assert watching.events() == ["article", "article"]
