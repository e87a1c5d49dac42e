from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.pauses import Pauses
from crawlers.web import FetchFailed, Purpose, Reason, Request
from crawlers.wire import Answer
from tests.builders import HOUR, NOON
from tests.crawlers.servers import reply

if TYPE_CHECKING:
    from tests.crawlers.fetch.conftest import Web
    from tests.crawlers.servers import Server

BUSY = Answer(429, ((b"retry-after", b"3600"),), b"")
HOST, URL = "herald.example.org", "https://herald.example.org/feed"


def test_a_host_is_left_alone_for_as_long_as_it_asked() -> None:
    now = [NOON]
    pauses = Pauses(lambda: now[0])
    pauses.heed(HOST, BUSY)
    refusal = pauses.refusal(HOST, URL)
    assert refusal is not None
    assert (refusal.reason, refusal.retry_at, refusal.status) == (Reason.PAUSED, NOON + HOUR, None)
    now[0] += timedelta(hours=1)
    assert pauses.refusal(HOST, URL) is None


def test_a_host_that_does_not_say_how_long_is_left_alone_for_a_minute() -> None:
    now = [NOON]
    pauses = Pauses(lambda: now[0])
    pauses.heed(HOST, Answer(503, (), b""))
    refusal = pauses.refusal(HOST, URL)
    assert refusal is not None
    assert refusal.retry_at == NOON + timedelta(minutes=1)


def test_other_hosts_and_other_answers_are_not_concerned() -> None:
    pauses = Pauses(lambda: NOON)
    pauses.heed(HOST, Answer(200, BUSY.headers, b""))
    pauses.heed("other.example.org", BUSY)
    assert pauses.refusal(HOST, URL) is None


async def test_fetches_that_wait_for_a_host_heed_what_it_told_the_first(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply("busy", 429, retry_after="3600")
    request = Request("http://example.org/feed", Purpose.FEED)
    first, second = await web.fetch(request), await web.fetch(request)
    assert isinstance(first, FetchFailed)
    assert isinstance(second, FetchFailed)
    assert (first.status, second.reason, len(server.asked("/feed"))) == (429, Reason.PAUSED, 1)
