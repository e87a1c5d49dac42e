from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from tests.builders import HOUR
from tests.fakes import extract_here
from tests.treatywatch.looking.watching import DAY, GONE, URL, Watching, failed, page
from treatywatch.cli.explain_text import tell
from treatywatch.cli.report import Report
from treatywatch.stages.explained import explained
from treatywatch.stages.explaining import Explanation, Means, explain
from treatywatch.stages.judging import Rulebook
from treatywatch.stages.subject import Subject

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.store.database import Database


async def explanation(watching: Watching) -> Explanation:
    settings, rules = watching.settings, Rulebook.of(watching.settings.rules)
    means = Means(
        watching.web, extract_here, rules.matcher, settings.cadence, watching.clock.now(), archive=watching.store
    )
    return await explain(Subject(URL, settings.outlets[0]), means)


def told(it: Explanation, watching: Watching) -> list[str]:
    """The last section of the report."""
    report = Report(110)
    tell(it, Rulebook.of(watching.settings.rules), (), report)
    text = click.unstyle("\n".join(report.lines))
    return text.partition("Since it was stored\n")[2].partition("\n\n")[0].splitlines()


async def test_the_next_look_is_told(tmp_path: Path, store: Database) -> None:
    watching = Watching(tmp_path, store)
    await watching.lists()
    it = await explanation(watching)
    asked, following = told(it, watching)
    assert asked == "  last asked    2026-03-02 12:00 UTC"
    assert re.fullmatch(r"  next look     2026-03-02 13:0\d UTC \(look 1\)", following)
    said = explained(it, Rulebook.of(watching.settings.rules), ())["followed"]
    assert (said["look"]["number"], said["look"]["message"], said["withdrawn"]) == (1, None, [])


async def test_a_page_that_is_gone_is_told_though_it_can_t_be_fetched(tmp_path: Path, store: Database) -> None:
    watching = Watching(tmp_path, store)
    await watching.lists()
    watching.web.answers[URL] = GONE
    await watching.looks(2 * HOUR)
    await watching.looks(3 * HOUR)
    it = await explanation(watching)
    assert told(it, watching)[:3] == [
        "  page gone     from 2026-03-02 14:00 UTC, confirmed 2026-03-02 15:00 UTC: answered 404",
        "  last asked    2026-03-02 15:00 UTC",
        "  it said       answered 404",
    ]
    watching.web.answers[URL] = page()
    await watching.looks(DAY + 2 * HOUR)
    it = await explanation(watching)
    assert told(it, watching)[0].endswith("15:00 UTC, back 2026-03-03 14:00 UTC: answered")
    (said,) = explained(it, Rulebook.of(watching.settings.rules), ())["followed"]["withdrawn"]
    assert (said["status"], said["why"]) == (404, "answered 404")
    assert said["back"].startswith("2026-03-03T14:00:00")


async def test_that_an_outlet_refused_is_told(tmp_path: Path, store: Database) -> None:
    watching = Watching(tmp_path, store)
    await watching.lists()
    watching.web.answers[URL] = failed(403)
    await watching.looks(2 * HOUR)
    assert told(await explanation(watching), watching)[1:] == [
        "  it said       answered 403",
        "  next look     none: we are not wanted",
    ]
