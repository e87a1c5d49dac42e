from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crawlers.limits import Cadence, WorkerLimits
from crawlers.occasion import Occasion
from crawlers.parsing import parsers
from crawlers.poll import poll
from crawlers.state import Outcome, PollPlan, SourceState
from crawlers.web import Purpose, Response
from crawlers.workers import Workers
from pipeline.model.article import Arrival
from pipeline.model.outlet import SourceKind
from tests.builders import HOUR, NOON
from tests.crawlers.listings.recordings import RECORDINGS, URL
from tests.fakes import PARSERS, FakeMemory, FakeWeb

CARDS = RECORDINGS["cards that are links"]
OCCASION = Occasion(NOON, HOUR, 0.5, Cadence(), kind=SourceKind.LISTING, listing=CARDS.rules)
STATE = SourceState(1, "ministry", URL)


async def polled(body: str, state: SourceState = STATE, memory: FakeMemory | None = None) -> PollPlan:
    web = FakeWeb({URL: Response(URL, 200, body.encode(), "text/html")})
    plan = await poll(state, OCCASION, web, PARSERS, memory or FakeMemory())
    assert [request.purpose for request in web.asked] == [Purpose.PAGE]
    return plan


async def test_a_listing_s_articles_are_collected_as_a_feed_s_are() -> None:
    plan = await polled(CARDS.body)
    assert plan.ledger.outcome is Outcome.ENTRIES
    assert [(work.url_key, work.arrival) for work in plan.work] == [
        ("ministry.example.org/news/11", Arrival.BASELINE),
        ("ministry.example.org/news/12", Arrival.LIVE),
    ]


async def test_a_listing_whose_articles_are_all_new_may_have_hidden_some() -> None:
    known = replace(STATE, last_success=NOON - timedelta(days=3), last_body=NOON - timedelta(days=3), last_new=NOON)
    plan = await polled(CARDS.body, known, FakeMemory(before={"ministry.example.org/news/3"}))
    assert plan.gap is not None


async def test_a_new_layout_is_a_failure_that_says_what_to_mend() -> None:
    plan = await polled("<main>Rebuilt")
    assert plan.ledger.outcome is Outcome.NOT_A_FEED
    assert "`item` ('a.card') selects nothing on the page" in plan.ledger.message


async def test_a_listing_is_parsed_in_a_worker_process() -> None:
    workers = Workers(1, 1 << 30)
    try:
        read = parsers(workers, WorkerLimits()).listing
        page = await read(CARDS.body.encode(), URL, "text/html", CARDS.rules)
    finally:
        await workers.close(grace=0)
    assert [entry.title for entry in page.feed.entries] == ["Envoys return to Geneva", "A hall is rebuilt"]
