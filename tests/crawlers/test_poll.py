from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.errors import WorkerFailed, WorkerFailure
from crawlers.limits import Cadence
from crawlers.occasion import Occasion
from crawlers.poll import poll
from crawlers.state import Outcome, SourceState
from crawlers.web import FetchFailed, Purpose, Reason, Response, Validators
from pipeline.model.article import Arrival
from tests.builders import HOUR, NOON
from tests.fakes import PARSERS, FakeMemory, FakeWeb

if TYPE_CHECKING:
    from crawlers.entry import Feed
    from crawlers.state import PollPlan

URL = "https://herald.example.org/feed"
TAGS = Validators(b'W/"1"', b"Mon, 02 Mar 2026 11:00:00 GMT")
FRESH = SourceState(1, "herald", URL)
POLLED = replace(
    FRESH,
    first_success=NOON - HOUR,
    last_success=NOON - HOUR,
    last_new=NOON - HOUR,
    last_body=NOON - HOUR,
    validators=Validators(b'"0"'),
)
INTERVAL = timedelta(minutes=15)
OCCASION = Occasion(NOON, INTERVAL, 0.5, Cadence())


def feed(*items: tuple[str, str]) -> bytes:
    """An RSS document of (title, pubDate) items."""
    listed = "".join(
        f"<item><title>{title}</title><link>https://herald.example.org/{title}</link><pubDate>{date}</pubDate></item>"
        for title, date in items
    )
    return f'<rss version="2.0"><channel><title>Herald</title>{listed}</channel></rss>'.encode()


TODAY, LAST_WEEK, TOMORROW = (
    "Mon, 02 Mar 2026 09:00:00 GMT",
    "Mon, 23 Feb 2026 09:00:00 GMT",
    "Tue, 03 Mar 2026 09:00:00 GMT",
)
BODY = feed(("new", TODAY), ("old", LAST_WEEK))


async def polled(
    answer: Response | FetchFailed,
    state: SourceState = FRESH,
    occasion: Occasion = OCCASION,
    memory: FakeMemory | None = None,
) -> PollPlan:
    return await poll(state, occasion, FakeWeb({URL: answer}), PARSERS, memory or FakeMemory())


def remembering(plan: PollPlan) -> FakeMemory:
    return FakeMemory({seen.fingerprint for seen in plan.seen})


def answered(body: bytes = BODY, **said: object) -> Response:
    return replace(Response(URL, 200, body, "application/rss+xml", TAGS), **said)  # type: ignore[arg-type]


async def test_a_source_is_asked_with_the_validators_it_gave() -> None:
    web = FakeWeb()
    await poll(POLLED, OCCASION, web, PARSERS, FakeMemory())
    assert [(asked.purpose, asked.validators) for asked in web.asked] == [(Purpose.FEED, POLLED.validators)]


async def test_new_entries_become_pages_to_fetch_and_a_ledger_row() -> None:
    plan = await polled(answered())
    assert [item.url for item in plan.work] == ["https://herald.example.org/old", "https://herald.example.org/new"]
    assert (plan.ledger.outcome, plan.ledger.entries, plan.ledger.new) == (Outcome.ENTRIES, 2, 2)
    assert (plan.state.validators, plan.state.last_new, plan.next_due) == (TAGS, NOON, NOON + INTERVAL)


async def test_entries_seen_before_are_passed_over() -> None:
    first = await polled(answered())
    again = await polled(answered(feed(("new", TODAY), ("newer", TODAY))), POLLED, memory=remembering(first))
    assert [item.entry.title for item in again.work] == ["newer"]
    assert len(again.seen) == 2


async def test_an_edited_headline_is_a_new_entry_of_the_same_article() -> None:
    first = await polled(answered())
    edited = BODY.replace(b"<title>new</title>", b"<title>New, corrected</title>")
    again = await polled(answered(edited), POLLED, memory=remembering(first))
    assert [(item.entry.title, item.url_key) for item in again.work] == [("New, corrected", "herald.example.org/new")]


async def test_at_a_first_poll_only_what_is_of_the_last_day_is_live() -> None:
    plan = await polled(answered(feed(("new", TODAY), ("old", LAST_WEEK), ("future", TOMORROW), ("undated", ""))))
    assert {item.entry.title: item.arrival for item in plan.work} == {
        "new": Arrival.LIVE,
        "old": Arrival.BASELINE,
        "future": Arrival.BASELINE,
        "undated": Arrival.BASELINE,
    }


async def test_a_first_poll_may_deliver_everything() -> None:
    plan = await polled(answered(), occasion=replace(OCCASION, cadence=Cadence(deliver_first_poll=True)))
    assert {item.arrival for item in plan.work} == {Arrival.LIVE}


async def test_after_the_first_poll_everything_is_live_whatever_its_date() -> None:
    plan = await polled(answered(), POLLED)
    assert {item.arrival for item in plan.work} == {Arrival.LIVE}


async def test_a_first_poll_that_failed_leaves_the_next_one_the_first() -> None:
    failed = await polled(FetchFailed(URL, Reason.TIMEOUT, "slow"))
    plan = await polled(answered(), failed.state)
    assert Arrival.BASELINE in {item.arrival for item in plan.work}


async def test_not_modified_changes_nothing_but_the_ledger() -> None:
    plan = await polled(Response(URL, 304, b""), POLLED)
    assert (plan.ledger.outcome, plan.work, plan.state.validators) == (Outcome.NOT_MODIFIED, (), POLLED.validators)
    assert plan.state.last_success == NOON


async def test_the_same_body_under_new_validators_is_not_read_again() -> None:
    first = await polled(answered())
    plan = await polled(answered(validators=Validators(b'"2"')), first.state)
    assert (plan.ledger.outcome, plan.work, plan.state.validators) == (Outcome.SAME_BODY, (), Validators(b'"2"'))


async def test_a_failure_backs_off_and_keeps_what_was_known() -> None:
    plan = await polled(FetchFailed(URL, Reason.CONNECTION, "refused"), replace(POLLED, failures=3))
    assert (plan.state.failures, plan.state.validators, plan.next_due) == (
        4,
        POLLED.validators,
        NOON + timedelta(minutes=40),
    )
    assert (plan.ledger.outcome, plan.ledger.message, plan.pause) == (Outcome.FAILED, "refused", None)


async def test_success_forgets_the_failures() -> None:
    plan = await polled(answered(), replace(POLLED, failures=3))
    assert plan.state.failures == 0


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_is_overrun_is_left_alone_as_a_whole(status: int) -> None:
    plan = await polled(FetchFailed(URL, Reason.STATUS, "slow down", status, NOON + 2 * HOUR), POLLED)
    assert plan.next_due == NOON + 2 * HOUR
    assert plan.pause is not None
    assert (plan.pause.host, plan.pause.until) == ("herald.example.org", NOON + 2 * HOUR)


async def test_a_host_that_is_overrun_without_saying_for_how_long_is_left_alone_for_the_back_off() -> None:
    plan = await polled(FetchFailed(URL, Reason.STATUS, "slow down", 429), POLLED)
    assert plan.pause is not None
    assert plan.pause.until == NOON + OCCASION.cadence.first_backoff


async def test_how_often_one_address_failed_keeps_no_host_closed_for_longer() -> None:
    plan = await polled(FetchFailed(URL, Reason.STATUS, "slow down", 503), replace(POLLED, failures=9))
    assert plan.pause is not None
    assert plan.pause.until == NOON + OCCASION.cadence.first_backoff


async def test_a_host_that_wants_to_be_left_alone_is_not_asked_and_has_not_failed() -> None:
    plan = await polled(FetchFailed(URL, Reason.PAUSED, "not asked", retry_at=NOON + HOUR), POLLED)
    assert (plan.ledger.outcome, plan.state, plan.next_due) == (Outcome.POSTPONED, POLLED, NOON + HOUR)


async def test_an_empty_first_document_does_not_make_the_old_stock_of_the_next_one_live() -> None:
    empty = await polled(answered(feed()))
    plan = await polled(answered(feed(("old", LAST_WEEK))), empty.state)
    assert [item.arrival for item in plan.work] == [Arrival.BASELINE]


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"<!doctype html><title>Front page</title><p>Hello", "Front page"), (b"", "empty"), (b'{"a": 1}', "JSON")],
)
async def test_a_document_that_is_no_feed_is_a_named_failure(body: bytes, reason: str) -> None:
    plan = await polled(answered(body), POLLED)
    assert (plan.ledger.outcome, plan.state.failures, plan.work) == (Outcome.NOT_A_FEED, 1, ())
    assert reason in plan.ledger.message
    assert plan.state.validators == POLLED.validators


async def test_a_document_that_costs_its_process_too_much_is_set_aside() -> None:
    async def slow(body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:  # noqa: ARG001 - the port's names
        raise WorkerFailed(WorkerFailure.TIMED_OUT, "reading it took longer than 20 s")

    plan = await poll(POLLED, OCCASION, FakeWeb({URL: answered()}), replace(PARSERS, feed=slow), FakeMemory())
    assert (plan.ledger.outcome, plan.state.body_hash) == (Outcome.UNREADABLE, None)
    assert "longer than 20 s" in plan.ledger.message


async def test_a_poison_document_is_set_aside_after_two_tries_until_another_comes() -> None:
    tried = []

    async def deadly(body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:  # noqa: ARG001 - the port's names
        tried.append(body)
        raise WorkerFailed(WorkerFailure.DIED, "the process reading it died (exit -9)")

    parsers, state = replace(PARSERS, feed=deadly), POLLED
    for body in (BODY, BODY, BODY, BODY + b" "):
        plan = await poll(state, OCCASION, FakeWeb({URL: answered(body)}), parsers, FakeMemory())
        state = plan.state
        assert plan.ledger.outcome is Outcome.UNREADABLE
    assert tried == [BODY, BODY, BODY + b" "]


async def test_what_the_end_of_the_service_broke_off_is_no_poison() -> None:
    async def stopped(body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:  # noqa: ARG001 - the port's names
        raise WorkerFailed(WorkerFailure.STOPPED, "the service is stopping")

    plan = await poll(POLLED, OCCASION, FakeWeb({URL: answered()}), replace(PARSERS, feed=stopped), FakeMemory())
    assert plan.state.poison is None


async def test_entries_of_an_address_found_shared_before_are_told_apart() -> None:
    memory = FakeMemory(crowded={"herald.example.org/new"})
    plan = await polled(answered(feed(("new", TODAY))), replace(POLLED, crowded=True), memory=memory)
    assert [item.page for item in plan.work] == [False]


async def test_what_the_operator_set_is_sent_along() -> None:
    web = FakeWeb({URL: answered()})
    own = (("Accept-Language", "ru"),)
    await poll(FRESH, replace(OCCASION, headers=own), web, PARSERS, FakeMemory())
    assert [request.headers for request in web.asked] == [own]


async def test_another_charset_makes_the_same_document_another() -> None:
    body = BODY.replace(b"<title>new</title>", "<title>новый</title>".encode("cp1251"))
    occasion = replace(OCCASION, encoding="koi8_r")
    before = await polled(answered(body), POLLED, occasion)
    known = replace(before.state, body_hash="", validators=Validators())
    after = await polled(answered(body), known, replace(OCCASION, encoding="cp1251"), remembering(before))
    assert "новый" in {item.entry.title for item in after.work}
    again = await polled(answered(body), known, occasion, remembering(before))
    assert again.ledger.outcome is Outcome.NOTHING_NEW


async def test_the_outlet_s_zone_reads_dates_without_one() -> None:
    body = feed(("new", "2026-03-02T09:00:00"))
    plan = await polled(answered(body), occasion=replace(OCCASION, zone="Europe/Moscow"))
    assert plan.work[0].entry.published == NOON - 6 * HOUR
