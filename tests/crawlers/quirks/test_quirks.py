"""What real outlets do to those who read their feeds; each recording has the shape of one, in words of our own."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawlers.limits import Cadence
from crawlers.occasion import Occasion
from crawlers.poll import poll
from crawlers.state import Outcome, SourceState
from crawlers.web import Response
from pipeline.model.article import Arrival
from tests.builders import HOUR, NOON
from tests.fakes import PARSERS, FakeMemory, FakeWeb

if TYPE_CHECKING:
    from crawlers.entry import Entry
    from crawlers.state import PollPlan

RECORDINGS = Path(__file__).parent / "recordings"
URL = "https://outlet.example.org/feed"
FIRST = SourceState(1, "outlet", URL)
LATER = replace(FIRST, first_success=NOON - HOUR, last_success=NOON - HOUR, last_new=NOON - HOUR)
OCCASION = Occasion(NOON, None, 0.5, Cadence())
HALF_PAST_EIGHT = NOON - 3.5 * HOUR


async def polled(
    recording: str | bytes, content_type: str = "text/xml", state: SourceState = LATER, occasion: Occasion = OCCASION
) -> PollPlan:
    body = (RECORDINGS / recording).read_bytes() if isinstance(recording, str) else recording
    answer = Response(state.url, 200, body, content_type)
    return await poll(state, occasion, FakeWeb({state.url: answer}), PARSERS, FakeMemory())


def entries(plan: PollPlan) -> list[Entry]:
    return [item.entry for item in plan.work]


@pytest.mark.parametrize("content_type", ["text/xml", "text/xml; charset=utf-8", "text/html; charset=ISO-8859-1"])
async def test_windows_1251_is_read_as_the_document_declares_it(content_type: str) -> None:
    (entry,) = entries(await polled("declared_windows_1251.xml", content_type))
    assert entry.title == "Стороны обменялись данными о ракетах"
    assert entry.summary == "Обмен данными «прошёл по графику», сообщили в центре."


@pytest.mark.parametrize("content_type", ["text/xml", "text/xml; charset=utf-8", "text/xml; charset=iso-8859-1"])
async def test_windows_1251_is_read_as_the_operator_knows_it(content_type: str) -> None:
    told = replace(OCCASION, encoding="cp1251")
    (entry,) = entries(await polled("undeclared_windows_1251.xml", content_type, occasion=told))
    assert (entry.title, entry.summary) == ("Інспектори повернулися на об'єкт", "Їхній звіт очікують у травні.")


async def test_what_is_utf_8_by_its_bytes_is_read_so_whatever_the_operator_said() -> None:
    body = (RECORDINGS / "undeclared_windows_1251.xml").read_bytes().decode("cp1251").encode()
    (entry,) = entries(await polled(body, occasion=replace(OCCASION, encoding="cp1251")))
    assert entry.title == "Інспектори повернулися на об'єкт"


async def test_markup_that_is_escaped_twice_is_read_as_text() -> None:
    (entry,) = entries(await polled("escaped_twice.xml"))
    assert entry.title == 'Переговоры в "узком кругу" завершены'
    assert entry.summary == "Делегации обсудили «дорожную карту» — и разъехались. Новая встреча не назначена."


async def test_a_malformed_document_gives_what_can_be_told_and_a_problem() -> None:
    plan = await polled("malformed.xml")
    assert [(entry.title, entry.url) for entry in entries(plan)] == [
        ("Заявление о запуске", "https://ministry.example.org/news?id=2&lang=ru"),
        ("Брифинг: договор & проверки", "https://ministry.example.org/news?id=1&lang=ru"),
    ]
    assert plan.ledger.outcome is Outcome.ENTRIES
    assert "malformed" in (plan.ledger.message or "")


async def test_a_web_page_where_the_feed_was_is_a_named_failure() -> None:
    plan = await polled(b"<!DOCTYPE html><html><head><title>Press service</title></head></html>", "text/html")
    assert plan.ledger.outcome is Outcome.NOT_A_FEED
    assert "a web page titled 'Press service'" in (plan.ledger.message or "")


async def test_rdf_is_read_as_any_feed() -> None:
    found = entries(await polled("rdf.xml", "application/rdf+xml"))
    assert [entry.title for entry in found] == ["Inspectors await a date", "Talks on warheads resume"]
    assert found[1].published == HALF_PAST_EIGHT
    assert found[1].url == "https://funk.example.org/en/a-71?maca=all"


async def test_of_a_feed_without_dates_the_first_poll_is_baseline_and_what_comes_later_is_live() -> None:
    first, later = await polled("undated.xml", state=FIRST), await polled("undated.xml")
    assert {item.arrival for item in first.work} == {Arrival.BASELINE}
    assert {item.arrival for item in later.work} == {Arrival.LIVE}
    assert {entry.published for entry in entries(later)} == {None}


async def test_plain_http_stays_plain_http() -> None:
    plain = replace(LATER, url="http://office.example.org/events/all/feed")
    plan = await polled("plain_http.xml", "application/atom+xml", state=plain)
    assert [item.url for item in plan.work] == ["http://office.example.org/events/all/9001"]
    assert entries(plan)[0].content == "The participants heard a report.\nA second meeting will follow."
    assert plan.state.address == plain.url


async def test_words_in_place_of_a_feed_under_200_are_a_failure_that_quotes_them() -> None:
    plan = await polled("no_such_feed.txt", "text/html")
    assert plan.ledger.outcome is Outcome.NOT_A_FEED
    assert "it begins 'Invalid url'" in (plan.ledger.message or "")
    assert plan.state.failures == 1


async def test_a_gzipped_document_is_read_though_no_header_speaks_of_it() -> None:
    packed = gzip.compress((RECORDINGS / "rdf.xml").read_bytes())
    assert len(entries(await polled(packed))) == 2
