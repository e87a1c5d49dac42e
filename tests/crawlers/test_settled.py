"""What a settled page comes to beside its text: credits, dates, language, and whether it had a body at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crawlers.web import Response
from pipeline.model.outlet import Selectors
from tests.builders import NOON
from tests.crawlers.test_settle import ENTRY, HERALD, PARAGRAPHS, URL, VISIT, WORK, article, failed, page, visited


@pytest.mark.parametrize(
    ("answer", "said"),
    [(page(), True), (page("<p>Short.</p>"), False), (Response(URL, 404, b"", ""), False)],
)
async def test_a_page_without_a_body_can_be_told(answer: Response, said: bool) -> None:  # noqa: FBT001 - a table
    assert (await visited(answer)).body is said


async def test_of_a_page_that_was_not_read_nothing_is_said() -> None:
    assert (await visited(failed(status=404))).body is None


async def test_a_date_that_was_mended_is_named() -> None:
    work = replace(WORK, entry=replace(ENTRY, published=NOON + timedelta(days=40)))
    read = await article(page(), VISIT, work)
    assert (read.published, read.problem) == (NOON, "dated 2026-04-11 12:00 UTC, in the future; taken for now")


async def test_a_page_is_read_in_the_zone_of_its_outlet() -> None:
    visit = replace(VISIT, outlet=replace(HERALD, zone="Europe/Moscow"))
    work = replace(WORK, entry=replace(ENTRY, published=None))
    read = await article(page(head='<meta name="date" content="2026-03-01 12:00">'), visit, work)
    assert read.published == datetime(2026, 3, 1, 9, tzinfo=UTC)


async def test_a_story_is_credited() -> None:
    body = f"<p>By Ada Example</p><p>VIENNA, February 27 (Reuters) - Envoys met.</p>{PARAGRAPHS}"
    read = await article(page(body))
    assert (read.place, read.agency, read.dated) == ("Vienna", "Reuters", date(2026, 2, 27))
    assert (read.authors, read.opinion) == (("Ada Example",), False)
    assert "By Ada Example" not in read.text


async def test_the_feeds_words_are_cleaned_like_a_pages() -> None:
    content = "Envoys met.\nRead more: Another story\nSign up for our newsletter\nNothing was signed."
    work = replace(WORK, entry=replace(ENTRY, content=content))
    assert (await article(failed(status=404), VISIT, work)).text == "Envoys met.\nNothing was signed."


async def test_a_template_in_another_language_does_not_decide() -> None:
    words = "<p>Стороны договорились о том, что переговоры не прервутся, как это было в марте.</p>" * 5
    visit = replace(VISIT, outlet=replace(HERALD, languages=("uk", "ru")))
    work = replace(WORK, entry=replace(ENTRY, title="Переговоры о сокращении вооружений"))
    assert (await article(page(words), visit, work)).language == "ru"


async def test_an_operators_selectors_are_used() -> None:
    selectors = Selectors(drop=(".box",))
    visit = replace(VISIT, outlet=replace(HERALD, selectors=selectors))
    box = f'<div class="box">{PARAGRAPHS.replace("Geneva", "Zurich")}</div>'
    assert "Zurich" not in (await article(page(PARAGRAPHS + box), visit)).text


@pytest.mark.parametrize(
    "written", ["Envoys meet | Herald", "Envoys meet - Herald", "Herald: Envoys meet", "Envoys meet"]
)
async def test_a_feeds_title_loses_the_name_of_the_outlet(written: str) -> None:
    work = replace(WORK, entry=replace(ENTRY, title=written))
    assert (await article(failed(status=404), VISIT, work)).title == "Envoys meet"
