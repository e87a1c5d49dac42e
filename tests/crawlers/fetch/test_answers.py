from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.headers import retry_at
from crawlers.web import Hop, Purpose, Reason, Request, Validators
from tests.crawlers.servers import Server, redirect, reply

if TYPE_CHECKING:
    from tests.crawlers.fetch.conftest import OpenWeb, Web

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = "http://example.org/feed"


async def test_a_body_comes_with_what_the_outlet_said_of_it(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply(
        "<rss/>", content_type="text/xml; charset=koi8-r", etag=b'W/"\xe9 1"', last_modified="whenever", x_name="v\xe9"
    )
    response = await web.get(FEED)
    assert (response.url, response.status, response.body) == (FEED, 200, b"<rss/>")
    assert response.content_type == "text/xml; charset=koi8-r"
    assert response.validators == Validators(b'W/"\xe9 1"', b"whenever")
    assert dict(response.headers)["etag"] == 'W/"é 1"'
    assert response.hops == ()


async def test_validators_go_back_byte_for_byte(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply(status=304)
    response = await web.get(FEED, etag=b'W/"\xe9  1"', last_modified=b"Sun, 01 mar 2026")
    assert (response.status, response.body) == (304, b"")
    (seen,) = server.asked("/feed")
    assert seen.headers["if-none-match"] == b'W/"\xe9  1"'
    assert seen.headers["if-modified-since"] == b"Sun, 01 mar 2026"


async def test_validators_go_along_a_chain_as_they_belong_to_its_end(web: Web, server: Server) -> None:
    server.pages["/feed"] = redirect("http://feeds.example.net/all")
    server.pages["/all"] = reply(status=304)
    response = await web.get(FEED, etag=b'"1"')
    assert (response.status, response.url) == (304, "http://feeds.example.net/all")
    assert [seen.headers["if-none-match"] for seen in server.requests if seen.path != "/robots.txt"] == [b'"1"', b'"1"']
    assert all("if-none-match" not in seen.headers for seen in server.asked("/robots.txt"))


async def test_a_request_says_who_asks_for_what_and_nothing_more(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply("<rss/>", set_cookie="id=1")
    await web.get(FEED)
    await web.get(FEED)
    for seen in server.asked("/feed"):
        assert set(seen.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"} - {"connection"}
        assert seen.headers["user-agent"] == b"treatywatch/0.1 (+https://example.org/contact)"
        assert seen.headers["accept-encoding"] == b"gzip, deflate, br, zstd"


@pytest.mark.parametrize(("purpose", "accepts"), [(Purpose.FEED, b"rss+xml"), (Purpose.PAGE, b"text/html")])
async def test_what_is_accepted_follows_the_purpose(web: Web, server: Server, purpose: Purpose, accepts: bytes) -> None:
    await web.fetch(Request("http://example.org/", purpose))
    assert accepts in server.asked("/")[0].headers["accept"]
    assert b"text/plain" in server.asked("/robots.txt")[0].headers["accept"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(web: Web, server: Server, status: int) -> None:
    server.pages["/feed"] = redirect("/news/../all?x=1#top", status)
    server.pages["/all?x=1"] = reply("<rss/>")
    response = await web.get(FEED)
    assert response.url == "http://example.org/all?x=1"
    assert response.hops == (Hop(status, "http://example.org/all?x=1"),)


@pytest.mark.parametrize(
    ("location", "path"),
    [("/új".encode(), "/%C3%BAj"), (b"/caf\xe9", "/caf%E9"), (b"//\xc3\xbcber.example/", "/"), (b"a b", "/a%20b")],
)
async def test_a_location_may_have_any_bytes(web: Web, server: Server, location: bytes, path: str) -> None:
    server.pages["/feed"] = redirect(location)
    server.pages[path] = reply("<rss/>")
    assert (await web.get(FEED)).body == b"<rss/>"
    assert server.requests[-1].path == path


async def test_five_redirects_are_followed_and_a_sixth_is_not(web: Web, server: Server) -> None:
    for number in range(6):
        server.pages[f"/{number}"] = redirect(f"/{number + 1}")
    server.pages["/6"] = reply("<rss/>")
    assert len((await web.get("http://example.org/1")).hops) == 5
    failed = await web.fail("http://example.org/0", Reason.REDIRECTS)
    assert failed.message == "http://example.org/5: redirected after 5 redirects"
    assert failed.status == 302


@pytest.mark.parametrize("to", ["/feed", "/feed#again", "http://EXAMPLE.org/a"])
async def test_a_circle_is_left(web: Web, server: Server, to: str) -> None:
    server.pages["/feed"] = redirect(to if to != "http://EXAMPLE.org/a" else "/a")
    server.pages["/a"] = redirect("/feed")
    assert "in a circle" in (await web.fail(FEED, Reason.REDIRECTS)).message


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (reply(status=302), "redirected without an address"),
        (reply(status=300), "answered 300 (Multiple Choices) and leads nowhere"),
        (reply(status=399), "answered 399 and leads nowhere"),
    ],
)
async def test_a_redirect_without_an_address_is_a_failure(web: Web, server: Server, page: object, said: str) -> None:
    server.pages["/feed"] = page  # type: ignore[assignment]
    assert (await web.fail(FEED, Reason.REDIRECTS)).message == f"{FEED}: {said}"


async def test_a_location_that_cannot_be_read_is_refused(web: Web, server: Server) -> None:
    server.pages["/feed"] = redirect("http://[::1")
    assert "can't be read" in (await web.fail(FEED, Reason.REFUSED_ADDRESS)).message


async def test_a_status_of_400_and_above_is_a_failure(web: Web, server: Server) -> None:
    server.pages["/feed"] = redirect("/gone")
    server.pages["/gone"] = reply("no", 410)
    failed = await web.fail(FEED, Reason.STATUS)
    assert (failed.url, failed.status) == ("http://example.org/gone", 410)
    assert failed.message == "http://example.org/gone: answered 410 (Gone)"


async def test_retry_after_is_told_by_the_clock_of_the_fetch(open_web: OpenWeb, server: Server) -> None:
    server.pages["/feed"] = reply("later", 503, retry_after="120")
    async with open_web() as web:
        failed = await web.fail(FEED, Reason.STATUS)
        assert failed.retry_at == web.clock() + timedelta(seconds=120)
    assert len(server.asked("/feed")) == 1


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (b"90", timedelta(seconds=90)),
        (b" 90 ", timedelta(seconds=90)),
        (b"Sun, 01 Mar 2026 13:00:00 GMT", timedelta(hours=1)),
        (b"Sun, 01 Mar 2026 13:00:00", timedelta(hours=1)),
        (b"Sun, 01 Mar 2026 13:00:00 -0000", timedelta(hours=1)),
        (b"Sun, 01 Mar 2026 13:00:00 +0100", None),
        (b"99999999", timedelta(days=7)),
        (b"9" * 5000, timedelta(days=7)),
        (b"Sun, 01 Mar 2099 13:00:00 GMT", timedelta(days=7)),
        (b"Sun, 01 Mar 2020 13:00:00 GMT", None),
        (b"0", None),
        (b"-5", None),
        (b"1.5", None),
        ("٣".encode(), None),
        (b"soon", None),
        (b"", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_week(value: bytes | None, wait: timedelta | None) -> None:
    assert retry_at(value, NOW) == (wait and NOW + wait)


@given(st.binary(max_size=40))
def test_any_retry_after_is_a_moment_of_the_coming_week_or_none(value: bytes) -> None:
    found = retry_at(value, NOW)
    assert found is None or NOW < found <= NOW + timedelta(days=7)
