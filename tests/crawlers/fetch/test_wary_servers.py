"""Servers that look at who asks, and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from crawlers.web import Purpose, Reason, Request, Response
from tests.crawlers.servers import redirect, reply

if TYPE_CHECKING:
    from tests.crawlers.fetch.conftest import Web
    from tests.crawlers.servers import Exchange, Server

FEED = "http://agency.example.org/feed"
CONTACT = re.compile(rb"\(.*(?:https?://|@)[^)]+\)")


async def no_bare_agents(exchange: Exchange) -> None:
    known = CONTACT.search(exchange.request.headers["user-agent"])
    await (reply("<rss/>") if known else reply("who are you?", 403))(exchange)


async def no_feed_readers(exchange: Exchange) -> None:
    feeds = b"rss+xml" in exchange.request.headers["accept"]
    await (reply("not acceptable", 406) if feeds else reply("<rss/>"))(exchange)


async def test_a_server_that_refuses_agents_without_a_contact_answers_ours(web: Web, server: Server) -> None:
    server.pages["/feed"] = no_bare_agents
    assert (await web.get(FEED)).body == b"<rss/>"


async def test_a_refusal_is_reported_and_not_circumvented(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply("browsers only", 403)
    failed = await web.fail(FEED, Reason.STATUS)
    assert (failed.status, len(server.asked("/feed"))) == (403, 1)


async def test_the_operators_accept_takes_the_place_of_ours(web: Web, server: Server) -> None:
    server.pages["/feed"] = no_feed_readers
    assert (await web.fail(FEED, Reason.STATUS)).status == 406
    own = (("accept", "text/xml, */*;q=0.5"), ("Accept-Language", "ru"))
    answer = await web.fetch(Request(FEED, Purpose.FEED, headers=own))
    assert isinstance(answer, Response)
    asked = server.asked("/feed")[-1].headers
    assert (asked["accept"], asked["accept-language"]) == (b"text/xml, */*;q=0.5", b"ru")
    assert asked["user-agent"].startswith(b"treatywatch/")


async def test_the_operators_headers_go_along_redirects_and_not_to_robots_txt(web: Web, server: Server) -> None:
    server.pages["/feed"], server.pages["/all"] = redirect("/all"), reply("<rss/>")
    await web.fetch(Request(FEED, Purpose.FEED, headers=(("Accept-Language", "ru"),)))
    assert [seen.headers.get("accept-language") for seen in server.asked("/all")] == [b"ru"]
    assert all("accept-language" not in seen.headers for seen in server.asked("/robots.txt"))


@pytest.mark.parametrize("purpose", [Purpose.FEED, Purpose.PAGE])
async def test_plain_http_is_asked_for_in_plain_http(web: Web, server: Server, purpose: Purpose) -> None:
    server.pages["/feed"] = reply("<rss/>")
    answer = await web.get(FEED, purpose)
    assert (answer.url, answer.hops) == (FEED, ())
