from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import HOUR
from tests.treatywatch.looking.watching import DAY, EDITED, URL, Watching, failed

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from pipeline.store.database import Database


@pytest.mark.parametrize(("use", "waits"), [("headline", "[1h, 24h, 7d]"), ("fulltext", "[]")])
async def test_looks_rest_while_the_configuration_does_not_allow_them(
    tmp_path: Path, store: Database, use: str, waits: str
) -> None:
    before = Watching(tmp_path, store)
    await before.lists()
    after = Watching(tmp_path, store, use, waits)
    await after.looking.begin()
    assert (await after.looks(2 * HOUR), after.asked) == (0, 0)
    assert after.look()


async def restarted(
    folder: Path, store: Database, after: timedelta, use: str = "fulltext", waits: str = "[1h, 24h, 7d]"
) -> Watching:
    """The service as it starts so long after noon."""
    watching = Watching(folder, store, use, waits)
    watching.clock.advance(after)
    await watching.looking.begin()
    return watching


@pytest.mark.parametrize(
    ("away", "number", "left"),
    [(HOUR / 2, 1, 3), (3 * DAY, 2, 2), (8 * DAY, 3, 1), (29 * DAY, 3, 1), (60 * DAY, None, 0)],
)
async def test_an_outlet_that_was_put_back_is_looked_at_for_what_is_still_worth_it(
    tmp_path: Path, store: Database, away: timedelta, number: int | None, left: int
) -> None:
    await Watching(tmp_path, store).lists()
    await restarted(tmp_path, store, HOUR / 4, "headline")
    back = await restarted(tmp_path, store, away)
    look = back.look()
    assert (look and look.number) == number
    assert [await back.looks(away + after) for after in (2 * HOUR, 26 * HOUR, 9 * DAY)].count(1) == left
    assert back.asked == left


async def test_a_look_that_waits_to_be_tried_again_outlives_a_restart(tmp_path: Path, store: Database) -> None:
    watching = Watching(tmp_path, store)
    await watching.lists()
    watching.web.answers[URL] = failed(503)
    await watching.looks(2 * HOUR)
    before = watching.look()
    assert (await restarted(tmp_path, store, 2 * HOUR)).look() == before


async def test_a_page_that_seemed_gone_is_confirmed_after_its_outlet_was_put_back(
    tmp_path: Path, store: Database
) -> None:
    watching = Watching(tmp_path, store)
    await watching.lists()
    watching.web.answers[URL] = failed(404)
    await watching.looks(2 * HOUR)
    await restarted(tmp_path, store, 3 * HOUR, "headline")
    back = await restarted(tmp_path, store, 3 * DAY)
    back.web.answers[URL] = failed(404)
    assert (await back.looks(3 * DAY), back.events()) == (1, ["article", "withdrawn"])


@pytest.mark.parametrize(
    ("waits", "number", "taken"),
    [("[6h, 2d]", 1, [0, 1, 1]), ("[30m]", None, [0, 0, 0]), ("[1h, 5h, 9h]", 2, [1, 1, 0])],
)
async def test_after_a_look_the_next_ones_come_by_the_waits_that_are_configured_now(
    tmp_path: Path, store: Database, waits: str, number: int | None, taken: list[int]
) -> None:
    watching = Watching(tmp_path, store)
    await watching.lists()
    await watching.looks(2 * HOUR)
    again = await restarted(tmp_path, store, 3 * HOUR, waits=waits)
    look = again.look()
    assert (look and look.number) == number
    assert [await again.looks(after) for after in (6 * HOUR, 10 * HOUR, 3 * DAY)] == taken


async def test_of_an_outlet_whose_text_may_not_be_kept_any_more_the_next_look_keeps_none(
    tmp_path: Path, store: Database
) -> None:
    await Watching(tmp_path, store).lists()
    match = await restarted(tmp_path, store, HOUR / 2, "match")
    match.web.answers[URL] = EDITED
    assert await match.looks(2 * HOUR) == 1
    kept = match.ask("select number, text is null from versions order by number")
    assert (kept, match.events()) == ([(1, 0), (2, 1)], ["article", "version"])
