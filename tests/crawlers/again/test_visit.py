from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.again.look import Finding, Look, LookPlan
from crawlers.again.visit import look_again
from crawlers.errors import WorkerFailed, WorkerFailure
from crawlers.page import UNKNOWN, Hints, Page
from crawlers.state import HostPause, Sight
from crawlers.web import FetchFailed, Hop, Reason, Response, Validators
from pipeline.model.article import TextBy
from pipeline.model.outlet import Use
from tests.builders import HOUR
from tests.crawlers.again.looks import SIGHT, TAGS, TURNS, at, later, look
from tests.crawlers.test_settle import ENTRY, HERALD, PARAGRAPHS, URL, WORK, failed, page
from tests.fakes import FakeWeb, extract_here

if TYPE_CHECKING:
    from crawlers.settle import Visit

HOST = "https://herald.example.org"
EDITED = page(PARAGRAPHS.replace("day 3", "day 4"))
UNCHANGED = Response(URL, 304, b"")
SECTION = replace(page(), body=page().body.replace(b"Envoys meet", b"World"))


async def seen(answer: Response | FetchFailed, it: Look | None = None, visit: Visit | None = None) -> LookPlan:
    it = it or look()
    return await look_again(it, visit or at(it), FakeWeb({URL: answer}), extract_here)


def led(to: str, answer: Response) -> Response:
    return replace(answer, url=to, hops=(Hop(302, to),))


def next_number(plan: LookPlan) -> int | None:
    return plan.then.number if plan.then else None


async def test_a_page_is_asked_for_with_what_the_outlet_gave_to_ask_whether_it_changed() -> None:
    web = FakeWeb({URL: UNCHANGED})
    it = look()
    visit = replace(at(it), outlet=replace(HERALD, headers=(("Accept-Language", "en"),)))
    plan = await look_again(it, visit, web, extract_here)
    assert [(asked.validators, asked.headers) for asked in web.asked] == [(TAGS, (("Accept-Language", "en"),))]
    assert (plan.finding, plan.article, next_number(plan)) == (Finding.SAME, None, 2)


async def test_a_page_that_was_read_is_an_article_as_when_it_was_settled() -> None:
    plan = await seen(replace(EDITED, validators=Validators(b'"2"')))
    assert plan.article
    assert (plan.finding, plan.article.title, plan.article.text_by) == (Finding.READ, ENTRY.title, TextBy.PAGE)
    assert "on day 4" in plan.article.text
    assert "on day 3" not in plan.article.text
    assert plan.article.url_key == WORK.url_key
    assert plan.then
    assert (plan.then.number, plan.then.due, plan.then.sight.validators) == (2, TURNS[1].due, Validators(b'"2"'))


async def test_after_the_last_look_there_is_none() -> None:
    assert (await seen(EDITED, look(3))).then is None


@pytest.mark.parametrize(
    ("feed", "before", "now", "title"),
    [
        ("Talks: envoys meet", "Envoys meet", "Envoys meet", "Talks: envoys meet"),
        ("Talks: envoys meet", "Envoys met", "Envoys meet", "Envoys meet"),
        ("Talks: envoys meet", "ENVOYS MEET", "Envoys meet", "Talks: envoys meet"),
        ("Talks: envoys meet", "", "Envoys meet", "Talks: envoys meet"),
        ("", "", "Envoys meet", "Envoys meet"),
        ("", "Envoys meet", "Envoys meet", "Envoys meet"),
    ],
)
async def test_the_feeds_title_stands_until_the_page_has_another_than_it_had(
    feed: str, before: str, now: str, title: str
) -> None:
    work = replace(WORK, entry=replace(ENTRY, title=feed))
    plan = await seen(page(), look(work=work, sight=replace(SIGHT, title=before)))
    assert plan.article
    assert plan.then
    assert (plan.article.title, plan.then.sight.title) == (title, now)


async def test_a_title_that_the_page_changed_stays() -> None:
    first = await seen(page(), look(sight=replace(SIGHT, title="Envoys met")))
    assert first.then
    assert first.then.work.entry.title == "Envoys meet"


async def test_a_page_that_has_lost_its_title_is_compared_with_the_last_it_had() -> None:
    bare = replace(page(), body=f"<html><body><article>{PARAGRAPHS}</article>".encode())
    plan = await seen(bare)
    assert plan.article
    assert plan.then
    assert (plan.article.title, plan.then.sight.title) == (ENTRY.title, SIGHT.title)


async def test_an_article_of_the_feeds_words_gets_its_page_once_that_can_be_read() -> None:
    plan = await seen(page(), look(sight=Sight()))
    assert plan.article
    assert plan.article.text_by is TextBy.PAGE


@pytest.mark.parametrize(
    "answer",
    [
        page("<p>Subscribe to read on, it is only a little a month and you can leave at any time you like to.</p>" * 2),
        page("<p>Short.</p>"),
        Response(URL, 200, b"<html><title>Page not found</title><p>Sign in to read on.</p>", "text/html"),
        Response(URL, 200, b"<html><title>Before you continue</title><form><button>Agree</button></form>", "text/html"),
        Response(URL, 200, b"%PDF-1.7 ...", "application/pdf"),
        failed(Reason.TOO_LARGE),
        failed(Reason.REFUSED_ADDRESS),
        failed(status=400),
        led(f"{HOST}/consent", page("<p>Short.</p>")),
        led(f"{HOST}/consent", UNCHANGED),
    ],
    ids=["wall", "thin", "login", "consent", "pdf", "size", "guard", "400", "consent elsewhere", "304 elsewhere"],
)
async def test_what_hides_the_article_is_neither_an_edit_nor_its_end(answer: Response | FetchFailed) -> None:
    plan = await seen(answer)
    assert (plan.finding, plan.article, next_number(plan)) == (Finding.UNREAD, None, 2)
    assert plan.then
    assert (plan.then.gone_at, plan.then.sight, bool(plan.message)) == (None, SIGHT, True)


async def test_half_of_an_article_is_an_edit() -> None:
    assert (await seen(page(PARAGRAPHS[: len(PARAGRAPHS) // 2]))).finding is Finding.READ


@pytest.mark.parametrize(
    "answer",
    [
        failed(status=404),
        failed(status=410),
        replace(failed(status=404), retry_at=at(look()).now + HOUR),
        led(f"{HOST}/", page()),
        led(f"{HOST}/world/", page("<p>News.</p>")),
        led(f"{HOST}/world", SECTION),
        led(f"{HOST}/world", UNCHANGED),
        led(f"{HOST}/", UNCHANGED),
        Response(URL, 200, b"<html><title>Page not found</title><p>Sorry.</p>", "text/html"),
        led(f"{HOST}/404", page("<p>Sorry, this page is no longer available. Find our newest stories on top.</p>")),
    ],
    ids=[
        "404",
        "410",
        "404 with Retry-After",
        "front page",
        "section",
        "long section",
        "304 of the section",
        "304 of the front page",
        "words alone",
        "a page for what is gone",
    ],
)
async def test_a_page_that_is_gone_is_asked_for_once_more_an_hour_later(answer: Response | FetchFailed) -> None:
    it = look()
    plan = await seen(answer, it)
    now = at(it).now
    assert plan.finding is Finding.MISSING
    assert plan.then
    assert (plan.then.number, plan.then.due, plan.then.gone_at) == (1, now + HOUR, now)


@pytest.mark.parametrize(("status", "then"), [(404, 2), (410, None)])
async def test_a_page_that_is_gone_still_is_withdrawn(status: int, then: int | None) -> None:
    first = await seen(failed(status=status))
    assert first.then
    plan = await seen(failed(status=status), first.then)
    assert (plan.finding, plan.status, next_number(plan), plan.message) == (
        Finding.WITHDRAWN,
        status,
        then,
        "it failed",
    )
    assert plan.look.gone_at == at(look()).now


async def test_a_page_is_withdrawn_once() -> None:
    gone = look(2, gone_at=TURNS[0].due, withdrawn=True)
    plan = await seen(failed(status=404), gone)
    assert (plan.finding, next_number(plan)) == (Finding.STILL_GONE, 3)


@pytest.mark.parametrize("answer", [UNCHANGED, page()], ids=["304", "200"])
async def test_a_page_that_comes_back_may_go_again(answer: Response) -> None:
    plan = await seen(answer, look(2, gone_at=TURNS[0].due, withdrawn=True))
    assert plan.then
    assert (plan.then.number, plan.then.gone_at, plan.then.withdrawn) == (3, None, False)


async def test_a_notice_does_not_bring_a_page_back() -> None:
    plan = await seen(page("<p>Short.</p>"), look(2, gone_at=TURNS[0].due, withdrawn=True))
    assert plan.then
    assert plan.then.withdrawn


async def test_a_redirect_that_was_there_before_is_no_end() -> None:
    short = f"{HOST}/world"
    plan = await seen(led(short, page()), look(sight=replace(SIGHT, url=short, title="Another")))
    assert plan.finding is Finding.READ


async def test_304_at_the_end_of_a_redirect_that_was_there_before_says_that_nothing_changed() -> None:
    short = f"{HOST}/world"
    assert (await seen(led(short, UNCHANGED), look(sight=replace(SIGHT, url=short)))).finding is Finding.SAME


async def test_a_redirect_to_a_shorter_address_of_the_same_article_is_no_end() -> None:
    assert (await seen(led(f"{HOST}/world", page()))).finding is Finding.READ


@pytest.mark.parametrize(
    "answer", [failed(status=403), failed(status=401), failed(status=451), failed(Reason.ROBOTS)], ids=str
)
async def test_an_outlet_that_does_not_want_us_is_not_asked_again(answer: FetchFailed) -> None:
    plan = await seen(answer)
    assert plan.then
    assert (plan.finding, plan.then.due, plan.then.message) == (Finding.REFUSED, None, "it failed")


@pytest.mark.parametrize(
    ("answer", "host_waits"),
    [
        (failed(status=429), True),
        (failed(status=503), True),
        (failed(status=500), False),
        (failed(Reason.TIMEOUT), False),
        (failed(Reason.CONNECTION), True),
        (failed(Reason.ROBOTS, retry_at=TURNS[0].due + HOUR), True),
    ],
    ids=str,
)
async def test_what_may_pass_is_tried_again_and_hosts_are_left_alone_as_for_any_page(
    answer: FetchFailed,
    host_waits: bool,  # noqa: FBT001 - a table
) -> None:
    plan = await seen(answer)
    assert plan.then
    assert plan.then.due
    assert (plan.finding, plan.then.number, plan.then.work.attempts) == (Finding.FAILED, 1, 1)
    assert plan.then.due > at(look()).now
    assert (plan.pause is not None) == host_waits


async def test_retry_after_is_honoured_for_the_whole_host() -> None:
    until = TURNS[0].due + 3 * HOUR
    plan = await seen(failed(status=429, retry_at=until))
    assert plan.pause == HostPause("herald.example.org", until, "it failed")
    assert plan.then
    assert plan.then.due == until


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 2), (5, 32)])
async def test_tries_get_rarer(attempts: int, minutes: int) -> None:
    it = look(work=replace(WORK, attempts=attempts))
    plan = await seen(failed(status=500), it)
    assert plan.then
    assert plan.then.due == at(it).now + timedelta(minutes=minutes)


async def test_a_look_that_fails_until_the_next_is_due_gives_way_to_it() -> None:
    it = look(work=replace(WORK, attempts=10))
    plan = await seen(failed(status=500), it, later(at(it), 12 * HOUR))
    assert plan.then
    assert (plan.then.number, plan.then.due, plan.then.work.attempts) == (2, TURNS[1].due, 0)


@pytest.mark.parametrize(("attempts", "hours", "over"), [(1, 7, False), (3, 5, False), (3, 7, True)])
async def test_the_last_look_is_given_up_like_a_page(attempts: int, hours: int, over: bool) -> None:  # noqa: FBT001 - a table
    it = look(3, work=replace(WORK, attempts=attempts - 1))
    plan = await seen(failed(status=500), it, later(at(it), hours * HOUR))
    assert (plan.then is None) == over


@pytest.mark.parametrize(("attempts", "finding"), [(0, Finding.FAILED), (2, Finding.UNREAD)])
async def test_a_page_that_costs_its_process_its_life_is_tried_three_times(attempts: int, finding: Finding) -> None:
    async def dying(body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:  # noqa: ARG001 - the port's names
        raise WorkerFailed(WorkerFailure.DIED, "the process reading it died")

    it = look(work=replace(WORK, attempts=attempts))
    assert (await look_again(it, at(it), FakeWeb({URL: page()}), dying)).finding is finding


async def test_a_page_that_now_reserves_its_text_is_matched_and_not_kept() -> None:
    plan = await seen(page(head='<meta name="robots" content="noarchive">'))
    assert plan.article
    assert plan.article.use is Use.MATCH
