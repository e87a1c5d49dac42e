"""Every row of the table through the production wiring: as an address, behind a name, at the end of a redirect."""

from __future__ import annotations

import asyncio
import contextlib
import os
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.engine import Engine
from crawlers.errors import CrawlError, RefusedAddress
from crawlers.guard import check_url, join
from crawlers.hostmap import HostMap
from crawlers.limits import FetchLimits
from crawlers.public import is_public
from crawlers.resolver import GuardedResolver, SystemLookup
from crawlers.web import Purpose, Reason, Request
from crawlers.wire import Ask, NoAnswer
from tests.crawlers.fetch.conftest import Names
from tests.crawlers.servers import redirect, reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.crawlers.fetch.conftest import OpenWeb, Web
    from tests.crawlers.servers import Server

PORTS = frozenset({80, 443})
ROWS = [
    line.split("\t")[0]
    for line in (Path(__file__).parent / "hostile_addresses.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
ADDRESSES = [row for row in ROWS if ":/" not in row and not row.startswith("data:")]


def as_url(row: str) -> str:
    if row not in ADDRESSES:
        return row
    return f"http://[{row}]/" if ":" in row else f"http://{row}/"


URLS = [as_url(row) for row in ROWS]


def test_the_table_is_whole() -> None:
    assert (len(ROWS), len(ADDRESSES)) == (40, 27)


@pytest.mark.parametrize("url", URLS)
async def test_a_hostile_url_is_refused_before_anything_is_asked(web: Web, server: Server, url: str) -> None:
    await web.fail(url, Reason.REFUSED_ADDRESS)
    assert server.requests == []


@pytest.mark.parametrize("url", URLS)
async def test_a_redirect_to_a_hostile_url_is_refused(web: Web, server: Server, url: str) -> None:
    server.pages["/feed"] = redirect(url.encode())
    await web.fail("http://example.org/feed", Reason.REFUSED_ADDRESS)
    assert [request.path for request in server.requests] == ["/robots.txt", "/feed"]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_name_that_leads_to_a_hostile_address_is_refused(open_web: OpenWeb, address: str) -> None:
    names = Names({"outlet.example": ["8.8.8.8", address]})
    async with open_web(names=names, map_hosts={}) as web:
        failed = await web.fail("http://outlet.example/feed", Reason.REFUSED_ADDRESS)
    assert failed.url == "http://outlet.example/feed"
    assert "is not a public address" in failed.message
    assert names.asked == 1


@pytest.mark.parametrize("url", URLS)
async def test_the_resolver_alone_stops_what_url_checks_might_let_through(engine: Engine, url: str) -> None:
    if url.startswith("http://") and "@" not in url and ":25" not in url and url.isascii() and "\\" not in url:
        answer = await engine.download(Ask(url, (), 1000))
        assert isinstance(answer, NoAnswer)
        assert answer.reason is Reason.REFUSED_ADDRESS


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    """An engine with the resolver of the system, which knows localhost and the odd spellings of 127.0.0.1."""
    system = SystemLookup(2)
    running = await Engine(FetchLimits("treatywatch/0.1"), GuardedResolver(system, frozenset())).start()
    yield running
    await running.stop()
    system.close()


async def test_loopback_behind_a_name_is_never_asked(open_web: OpenWeb, server: Server) -> None:
    names = Names({"rebind.example": ["127.0.0.1"]})
    async with open_web(names=names, map_hosts={}, ports=frozenset({80, server.port})) as web:
        await web.fail(f"http://rebind.example:{server.port}/", Reason.REFUSED_ADDRESS)
        await web.fail(f"http://127.0.0.1:{server.port}/", Reason.REFUSED_ADDRESS)
    assert server.requests == []


async def test_a_mapped_address_is_open_only_to_the_hosts_mapped_to_it(open_web: OpenWeb, server: Server) -> None:
    server.pages["/feed"] = redirect(f"http://127.0.0.1:{server.port}/secret")
    names = Names({"rebind.example": ["127.0.0.1"]})
    ports = frozenset({80, server.port})
    async with open_web(names=names, map_hosts={"outlet.example": server.address}, ports=ports) as web:
        await web.fail("http://outlet.example/feed", Reason.REFUSED_ADDRESS)
        await web.fail(f"http://rebind.example:{server.port}/secret", Reason.REFUSED_ADDRESS)
    assert server.asked("/secret") == []


async def test_a_proxy_of_the_environment_is_not_used(open_web: OpenWeb, server: Server) -> None:
    server.pages["/feed"] = reply("<rss/>")
    before = os.environ.get("http_proxy")
    os.environ["http_proxy"] = "http://127.0.0.1:9/"
    try:
        async with open_web() as web:
            assert (await web.get("http://example.org/feed")).status == 200
    finally:
        del os.environ["http_proxy"]
        if before is not None:
            os.environ["http_proxy"] = before


class Receiver:
    """Takes what a resolver finds."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []
        self.done = asyncio.Event()

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802 - Twisted's interface
        pass

    def addressResolved(self, address: object) -> None:  # noqa: N802 - Twisted's interface
        self.found.append((address.host, address.port))  # type: ignore[attr-defined]

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's interface
        self.done.set()


async def test_the_connection_gets_just_the_addresses_that_were_checked() -> None:
    names = Names({"outlet.example": ["8.8.8.8", "2606:4700::1111"]})
    receiver = Receiver()
    GuardedResolver(names, frozenset()).resolveHostName(receiver, "outlet.example", 443)
    await receiver.done.wait()
    assert receiver.found == [("8.8.8.8", 443), ("2606:4700::1111", 443)]
    assert names.asked == 1


async def test_only_so_many_refusals_are_remembered() -> None:
    names = Names({f"n{number}.example": ["10.0.0.1"] for number in range(1001)})
    resolver = GuardedResolver(names, frozenset())
    for name in names.known:
        receiver = Receiver()
        resolver.resolveHostName(receiver, name, 80)
        await receiver.done.wait()
    assert resolver.refusal("n0.example") is None
    assert resolver.refusal("n1.example") == "n1.example leads to 10.0.0.1, which is not a public address"


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", ["2002:808:808::", "fe80::1%eth0", "2606:4700::1%eth0", "::", "2001:db8::1"])
def test_retired_and_scoped_addresses_are_not(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/feed",
        "http:///feed",
        "http://",
        "http://a..b/",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://127.0.0.1./",
        "http://1.2.3.4.5/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://%31%32%37.0.0.1/",
        "http://localhost./",
        "http://printer.localhost/",
        "http://ip6-localhost/",
        "http://exa\u00admple\u2024.org/a\tb",
        "http://example.org/\x00",
        "http://example.org/\ud800",
        "http://" + "ä" * 70 + ".example/",
        "http://" + "a." * 130 + "example/",
        "http://-a.example/",
    ],
)
def test_odd_urls_are_refused(url: str) -> None:
    with pytest.raises(RefusedAddress):
        check_url(url, PORTS)


def test_a_password_is_not_repeated_in_the_message() -> None:
    with pytest.raises(RefusedAddress, match=r"^http://…@example\.com/: refused, it carries user information$"):
        check_url("http://user:secret@example.com/", PORTS)


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTP://Example.ORG:80/A?b=C#d", "http://example.org/A?b=C"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://Пример.example/путь сюда?q=ж", "http://xn--e1afmkfd.example/%D0%BF%D1%83%D1%82%D1%8C%20%D1%81%D1%8E%D0%B4%D0%B0?q=%D0%B6"),
        ("https://[2606:4700::1111]/a;b?c=%20", "https://[2606:4700::1111]/a;b?c=%20"),
        ("http://8.8.8.8:443/", "http://8.8.8.8:443/"),
        ("http://example.org./", "http://example.org./"),
        ("http://under_score.example/", "http://under_score.example/"),
    ],
)  # fmt: skip
def test_a_url_has_one_reading(url: str, read: str) -> None:
    assert check_url(url, PORTS).url == read


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            location = check_url(url, PORTS)
        except RefusedAddress:
            continue
        assert location.url.isascii()
        assert check_url(location.url, PORTS) == location


@given(st.text(max_size=60))
def test_any_reference_is_joined_or_refused(reference: str) -> None:
    with contextlib.suppress(RefusedAddress):
        assert "#" not in join("http://example.org/a", reference)


@pytest.mark.parametrize("target", ["127.0.0.1", "localhost:80", ":80", "127.0.0.1:x", "127.0.0.1:99999", ""])
def test_a_target_that_is_no_address_and_port_is_refused_by_name(target: str) -> None:
    with pytest.raises(CrawlError, match=r"map_hosts: 'example.org': .* is not address:port"):
        HostMap({"example.org": target})


def test_a_target_may_be_an_ipv6_address() -> None:
    hosts = HostMap({"Example.org": "[::1]:8081"})
    assert hosts.wire_url(check_url("https://example.org/a?b", PORTS)) == "http://[::1]:8081/a?b"
    assert hosts.open == {("::1", 8081)}


async def test_named_hosts_are_mapped_and_others_are_not(open_web: OpenWeb, server: Server) -> None:
    server.pages["outlet.example/feed"] = reply("<rss/>")
    async with open_web(names=Names({}), map_hosts={"outlet.example": server.address}) as web:
        assert (await web.get("https://outlet.example/feed")).url == "https://outlet.example/feed"
        failed = await web.fail("http://other.example/feed", Reason.CONNECTION)
    assert failed.message == "http://other.example/robots.txt: the name has no address"


async def test_a_mapped_host_is_asked_under_its_own_name(open_web: OpenWeb, server: Server) -> None:
    async with open_web(ports=frozenset({80, 443, 8443})) as web:
        for url in ("http://a.example/", "https://a.example/", "https://a.example:8443/"):
            await web.fetch(Request(url, Purpose.PAGE))
    assert [seen.host for seen in server.asked("/")] == ["a.example", "a.example", "a.example:8443"]
