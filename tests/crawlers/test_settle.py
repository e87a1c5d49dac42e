from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.entry import Entry
from crawlers.errors import WorkerFailed, WorkerFailure
from crawlers.limits import Cadence
from crawlers.page import UNKNOWN
from crawlers.settle import Visit, settle
from crawlers.state import PagePlan, PageWork
from crawlers.web import FetchFailed, Hop, Reason, Response
from pipeline.model.article import Arrival, Article, TextBy
from pipeline.model.outlet import Outlet, Source, Terms, TermsStatus, Use
from tests.builders import HOUR, NOON
from tests.fakes import FakeWeb, extract_here

if TYPE_CHECKING:
    from crawlers.page import Hints, Page

URL = "https://herald.example.org/world/treaty"
ENTRY = Entry("42", URL, "Envoys meet", "Two lines.", published=NOON - HOUR)
WORK = PageWork(
    source_id=1,
    outlet="herald",
    source="https://herald.example.org/feed",
    url=URL,
    url_key="herald.example.org/world/treaty",
    fingerprint="f",
    page=True,
    entry=ENTRY,
    arrival=Arrival.LIVE,
    queued_at=NOON,
)
HERALD = Outlet("herald", "Herald", ())
VISIT = Visit(HERALD, NOON, Cadence())
PARAGRAPHS = "".join(
    f"<p>The envoys met in Geneva on day {day} and spoke about warheads, inspections and what is to follow.</p>"
    for day in range(1, 8)
)


def page(body: str = PARAGRAPHS, head: str = "") -> Response:
    story = f"<article><h1>Envoys meet</h1>{body}</article>"
    html = f"<html lang=en><head><title>Envoys meet - Herald</title>{head}</head><body>{story}</body></html>"
    return Response(URL, 200, html.encode(), "text/html; charset=utf-8")


async def visited(answer: Response | FetchFailed, visit: Visit = VISIT, *work: PageWork) -> PagePlan:
    return await settle(work or (WORK,), visit, FakeWeb({URL: answer}), extract_here)


async def article(answer: Response | FetchFailed, visit: Visit = VISIT, *work: PageWork) -> Article:
    (only,) = (await visited(answer, visit, *work)).articles
    return only


def failed(reason: Reason = Reason.STATUS, status: int | None = None, **said: object) -> FetchFailed:
    return replace(FetchFailed(URL, reason, "it failed", status), **said)  # type: ignore[arg-type]


async def test_a_page_gives_the_text_and_the_feed_title_and_date() -> None:
    read = await article(page())
    assert (read.text_by, read.title, read.published) == (TextBy.PAGE, "Envoys meet", NOON - HOUR)
    assert "on day 7" in read.text


@pytest.mark.parametrize("status", [404, 410, 403, 401, 451])
async def test_a_page_refused_for_good_leaves_the_feed_s_text_and_says_why(status: int) -> None:
    read = await article(failed(status=status))
    assert (read.text_by, read.text, read.problem) == (TextBy.FEED, "Two lines.", "it failed")


@pytest.mark.parametrize(
    "answer",
    [
        failed(status=429),
        failed(status=503),
        failed(status=500),
        failed(status=408),
        failed(Reason.TIMEOUT),
        failed(Reason.CONNECTION),
        failed(Reason.ROBOTS, retry_at=NOON + HOUR),
        failed(Reason.STOPPED),
        failed(Reason.PAUSED, retry_at=NOON + HOUR),
    ],
    ids=str,
)
async def test_what_may_pass_is_tried_again(answer: FetchFailed) -> None:
    plan = await visited(answer)
    assert plan.articles == ()
    assert plan.again_at is not None
    assert plan.again_at > NOON


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 2), (5, 32)])
async def test_tries_get_rarer(attempts: int, minutes: int) -> None:
    plan = await visited(failed(status=500), VISIT, replace(WORK, attempts=attempts))
    assert plan.again_at == NOON + timedelta(minutes=minutes)


async def test_retry_after_is_honoured_for_the_whole_host() -> None:
    plan = await visited(failed(status=503, retry_at=NOON + 2 * HOUR))
    assert plan.again_at == NOON + 2 * HOUR
    assert plan.pause is not None
    assert (plan.pause.host, plan.pause.until) == ("herald.example.org", NOON + 2 * HOUR)


async def test_a_host_that_can_t_be_reached_is_left_alone_for_a_moment_however_often_one_page_failed() -> None:
    plan = await visited(failed(Reason.CONNECTION), VISIT, replace(WORK, attempts=8))
    assert plan.pause is not None
    assert plan.pause.until == NOON + timedelta(minutes=1)


async def test_one_slow_page_says_nothing_about_its_host() -> None:
    assert (await visited(failed(Reason.TIMEOUT))).pause is None


async def test_one_page_s_server_error_says_nothing_about_its_host() -> None:
    plan = await visited(failed(status=500))
    assert plan.pause is None


async def test_after_six_hours_the_feed_s_text_is_kept() -> None:
    read = await article(failed(Reason.TIMEOUT), replace(VISIT, now=NOON + 6 * HOUR), replace(WORK, attempts=3))
    assert (read.text_by, read.problem) == (TextBy.FEED, "it failed")


async def test_what_has_waited_long_unasked_is_tried_all_the_same() -> None:
    plan = await visited(failed(Reason.TIMEOUT), replace(VISIT, now=NOON + 48 * HOUR))
    assert plan.again_at is not None


@pytest.mark.parametrize(("attempts", "tried"), [(0, True), (2, True), (3, False)])
async def test_a_page_that_costs_its_process_its_life_is_tried_three_times(attempts: int, tried: bool) -> None:  # noqa: FBT001 - a table
    async def dying(body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:  # noqa: ARG001 - the port's names
        raise WorkerFailed(WorkerFailure.DIED, "the process reading it died")

    plan = await settle((replace(WORK, attempts=attempts),), VISIT, FakeWeb({URL: page()}), dying)
    assert (plan.again_at is not None, plan.pause) == (tried, None)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (failed(Reason.ROBOTS), "it failed"),
        (failed(Reason.REFUSED_ADDRESS), "it failed"),
        (failed(Reason.TOO_LARGE), "it failed"),
        (page("<p>Short.</p>"), "no article text"),
        (Response(URL, 200, b"%PDF-1.7 ...", "application/pdf"), "PDF"),
        (
            replace(page(), url="https://herald.example.org/", hops=(Hop(302, "https://herald.example.org/"),)),
            "front page",
        ),
    ],
    ids=["robots", "guard", "size", "no body", "pdf", "front page"],
)
async def test_a_page_that_is_of_no_use_leaves_the_feed_s_text(answer: Response | FetchFailed, problem: str) -> None:
    read = await article(answer)
    assert read.text_by is TextBy.FEED
    assert problem.casefold() in (read.problem or "").casefold()


async def test_the_full_text_of_a_feed_stands_in_before_its_summary() -> None:
    work = replace(WORK, entry=replace(ENTRY, content="The whole story."))
    assert (await article(failed(status=404), VISIT, work)).text == "The whole story."


@pytest.mark.parametrize("gone", [False, True], ids=["from the page", "from the feed"])
async def test_an_article_has_the_tags_of_its_entry(gone: bool) -> None:  # noqa: FBT001 - a table
    work = replace(WORK, entry=replace(ENTRY, tags=("Talks",)))
    answer = failed(Reason.STATUS, 404) if gone else page()
    assert (await article(answer, VISIT, work)).tags == ("Talks",)


async def test_an_outlet_set_to_headlines_is_not_asked() -> None:
    web = FakeWeb({URL: page()})
    visit = replace(VISIT, outlet=replace(HERALD, use=Use.HEADLINE))
    (read,) = (await settle((WORK,), visit, web, extract_here)).articles
    assert (read.text_by, read.use, web.asked) == (TextBy.HEADLINE, Use.HEADLINE, [])


async def test_terms_that_forbid_hold_an_outlet_to_matching() -> None:
    visit = replace(VISIT, outlet=replace(HERALD, terms=Terms(TermsStatus.FORBIDS)))
    assert (await article(page(), visit)).use is Use.MATCH


async def test_a_permission_lifts_what_the_terms_forbid() -> None:
    terms = Terms(TermsStatus.FORBIDS, permission="letter of 2 March")
    visit = replace(VISIT, outlet=replace(HERALD, terms=terms))
    assert (await article(page(), visit)).use is Use.FULLTEXT


async def test_a_page_that_reserves_its_text_is_matched_and_not_kept() -> None:
    assert (await article(page(head='<meta name="robots" content="noarchive">'))).use is Use.MATCH


async def test_entries_that_share_an_address_keep_their_own_words_unasked() -> None:
    web = FakeWeb({URL: page()})
    shared = replace(WORK, page=False, url_key="k#e-1")
    plan = await settle((shared, replace(shared, url_key="k#e-2")), VISIT, web, extract_here)
    assert ([read.text_by for read in plan.articles], web.asked) == ([TextBy.FEED] * 2, [])


async def test_one_fetch_settles_all_entries_that_wait_for_the_page() -> None:
    web = FakeWeb({URL: page()})
    later = replace(WORK, fingerprint="g", entry=replace(ENTRY, title="Envoys meet again"))
    plan = await settle((WORK, later, replace(WORK, page=False)), VISIT, web, extract_here)
    assert [read.text_by for read in plan.articles] == [TextBy.PAGE, TextBy.PAGE, TextBy.FEED]
    assert len(web.asked) == 1


async def test_other_names_of_an_article_are_its_id_its_canonical_link_and_where_it_moved() -> None:
    moved = replace(
        page(head='<link rel="canonical" href="https://herald.example.org/c">'),
        url="https://herald.example.org/moved",
        hops=(Hop(301, "https://herald.example.org/moved"),),
    )
    assert (await article(moved)).aliases == (
        "id:42",
        "url:herald.example.org/c",
        "url:herald.example.org/moved",
        "url:herald.example.org/world/treaty",
    )


@pytest.mark.parametrize(
    ("published", "kept"), [(NOON + 2 * HOUR, NOON), (NOON + timedelta(minutes=5), NOON + timedelta(minutes=5))]
)
async def test_a_date_in_the_future_is_a_slip(published: datetime, kept: datetime) -> None:
    work = replace(WORK, entry=replace(ENTRY, published=published))
    assert (await article(failed(status=404), VISIT, work)).published == kept


@pytest.mark.parametrize(
    ("outlet", "entry", "language"),
    [(("de",), "fr", "de"), (("de", "fr"), "fr", "fr"), (("de", "fr"), None, "de"), ((), "fr", "fr"), ((), None, None)],
)
async def test_the_outlet_knows_its_language_best(
    outlet: tuple[str, ...], entry: str | None, language: str | None
) -> None:
    visit = replace(VISIT, outlet=replace(HERALD, languages=outlet))
    work = replace(WORK, entry=replace(ENTRY, language=entry))
    assert (await article(failed(status=404), visit, work)).language == language


@pytest.mark.parametrize(
    ("arrival", "entry", "articles"),
    [
        (Arrival.BACKFILL, Entry(None, URL, ""), 0),
        (Arrival.BACKFILL, Entry(None, URL, "Envoys meet"), 1),
        (Arrival.LIVE, Entry(None, URL, ""), 1),
    ],
)
async def test_of_a_backfill_an_address_without_words_or_page_is_nothing(
    arrival: Arrival, entry: Entry, articles: int
) -> None:
    work = replace(WORK, arrival=arrival, entry=entry)
    gone, there = await visited(failed(status=404), VISIT, work), await visited(page(), VISIT, work)
    assert (len(gone.articles), len(there.articles), gone.work) == (articles, 1, (work,))


async def test_headers_and_charset_of_the_outlet_hold_for_its_pages() -> None:
    own = (("Accept-Language", "ru"),)
    outlet = replace(HERALD, headers=own, encoding="cp1251")
    said = page(PARAGRAPHS.replace("The envoys met", "Посланники встретились"))
    mislabelled = replace(said, body=said.body.decode().encode("cp1251"), content_type="text/html; charset=iso-8859-1")
    web = FakeWeb({URL: mislabelled})
    plan = await settle((WORK,), replace(VISIT, outlet=outlet), web, extract_here)
    assert [request.headers for request in web.asked] == [own]
    assert "Посланники встретились" in plan.articles[0].text


async def test_the_language_of_the_source_is_that_of_its_articles() -> None:
    sources = (Source("herald", f"{WORK.source}/ru", language="ru"), Source("herald", WORK.source, language="fr"))
    outlet = replace(HERALD, sources=sources, languages=("ru", "fr"))
    assert (await article(page(), replace(VISIT, outlet=outlet))).language == "fr"
