from __future__ import annotations

import asyncio
import gc
import ssl
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from OpenSSL import SSL
from scrapy.exceptions import NotSupported
from service_identity import VerificationError
from twisted.internet import tcp
from twisted.internet.error import NoRouteError

from crawlers.engine import Engine
from crawlers.failures import explain
from crawlers.limits import FetchLimits
from crawlers.reactor import running_reactor
from crawlers.resolver import GuardedResolver, SystemLookup
from crawlers.web import FetchFailed, Purpose, Reason, Request
from crawlers.wire import Ask, NoAnswer
from tests.crawlers.fetch.conftest import Names
from tests.crawlers.servers import Server, drop, hang, raw, reply, trickle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from tests.crawlers.fetch.conftest import OpenWeb, Web

FEED = "http://example.org/feed"


@pytest.mark.parametrize("page", [hang(), trickle()], ids=["silent", "trickling"])
async def test_a_hop_ends_with_its_time(open_web: OpenWeb, server: Server, page: Callable[..., object]) -> None:
    server.pages["/feed"] = page  # type: ignore[assignment]
    async with open_web(timeout=timedelta(seconds=0.3)) as web:
        began = asyncio.get_running_loop().time()
        failed = await web.fail(FEED, Reason.TIMEOUT)
        assert asyncio.get_running_loop().time() - began < 5
    assert failed.message == f"{FEED}: no whole answer within 0.3 s"


async def test_a_connection_is_cut_when_its_time_is_up(open_web: OpenWeb, server: Server) -> None:
    ended = asyncio.Event()
    silent = hang()

    async def noted(exchange: object) -> None:
        try:
            await silent(exchange)  # type: ignore[arg-type]
        finally:
            ended.set()

    server.pages["/feed"] = noted
    async with open_web(timeout=timedelta(seconds=0.2)) as web:
        await web.fail(FEED, Reason.TIMEOUT)
        await asyncio.wait_for(ended.wait(), 10)


async def test_a_connection_is_cut_when_nobody_waits_any_more(open_web: OpenWeb, server: Server) -> None:
    server.pages["/feed"] = hang()
    async with open_web() as web:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(web.fetch(Request(FEED, Purpose.FEED)), 0.2)
        server.pages["/feed"] = reply("<rss/>")
        assert (await web.get(FEED)).status == 200


@pytest.mark.parametrize(
    "page", [drop(), raw(b"SSH-2.0-OpenSSH\r\n"), raw(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n")]
)
async def test_what_is_no_http_is_a_connection_failure(web: Web, server: Server, page: Callable[..., object]) -> None:
    server.pages["/feed"] = page  # type: ignore[assignment]
    failed = await web.fail(FEED, Reason.CONNECTION)
    assert failed.message.startswith(f"{FEED}: no usable answer (")
    assert "\n" not in failed.message


async def test_a_body_without_a_length_ends_with_the_connection(web: Web, server: Server) -> None:
    server.pages["/feed"] = raw(b"HTTP/1.0 200 OK\r\n\r\n<rss/>")
    assert (await web.get(FEED)).body == b"<rss/>"


async def test_a_refused_connection_is_one_clear_sentence(open_web: OpenWeb, server: Server) -> None:
    async with Server() as closed:
        address = closed.address
    async with open_web(map_hosts={"*": address}) as web:
        failed = await web.fail(FEED, Reason.CONNECTION)
        assert failed.message == "http://example.org/robots.txt: the connection was refused"
        assert (failed.url, failed.retry_at) == (FEED, web.clock() + timedelta(minutes=30))
    assert server.requests == []


async def test_a_name_that_idna_does_not_know_is_a_connection_failure(open_web: OpenWeb) -> None:
    async with open_web(map_hosts={}) as web:
        failed = await web.fetch(Request("http://xn--a.example/", Purpose.PAGE))
    assert isinstance(failed, FetchFailed)
    assert failed.reason in {Reason.CONNECTION, Reason.ROBOTS}


async def test_the_systems_resolver_says_when_there_can_be_no_such_name() -> None:
    lookup = SystemLookup(1)
    with pytest.raises(OSError, match="label"):
        await lookup("a" * 64 + ".example")
    lookup.close()


@pytest.mark.parametrize(
    ("error", "said", "connected"),
    [
        (
            NoRouteError(),  # type: ignore[no-untyped-call]
            "No route to host",
            False,
        ),
        (VerificationError([]), "TLS failed (the certificate is for another host)", False),
        (SSL.Error([("SSL routines", "", "wrong version number")]), "TLS failed (wrong version number)", False),
        (SSL.Error(), "TLS failed (Error)", False),
    ],
)
def test_failures_are_named(error: Exception, said: str, connected: bool) -> None:  # noqa: FBT001 - a column
    found = explain(error, 10)
    assert found.reason is Reason.CONNECTION
    assert said in found.message
    assert found.connected is connected


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@asynccontextmanager
async def engine(*opened: Server) -> AsyncIterator[Engine]:
    pairs = frozenset(("127.0.0.1", server.port) for server in opened)
    limits = FetchLimits("treatywatch/0.1", timeout=timedelta(seconds=2))
    running = await Engine(limits, GuardedResolver(Names({}), pairs)).start()
    try:
        yield running
    finally:
        await running.stop()


async def test_a_self_signed_certificate_is_refused(self_signed: ssl.SSLContext) -> None:
    async with Server({"/": reply("secret")}, tls=self_signed) as server, engine(server) as running:
        answer = await running.download(Ask(f"https://127.0.0.1:{server.port}/", (), 1000))
        assert isinstance(answer, NoAnswer)
        assert answer == NoAnswer(Reason.CONNECTION, "TLS failed (certificate verify failed)", connected=False)
        assert server.requests == []


@pytest.mark.parametrize("url", ["file:///etc/hostname", "data:,hello", "ftp://example.org/", "s3://bucket/key"])
async def test_only_http_and_https_have_a_handler(server: Server, url: str) -> None:
    async with engine(server) as running:
        with pytest.raises(NotSupported, match="Unsupported URL scheme"):
            await running.download(Ask(url, (), 1000))


async def test_the_engine_listens_on_no_port(server: Server) -> None:
    async with engine(server):
        assert not [reader for reader in running_reactor().getReaders() if isinstance(reader, tcp.Port)]


async def test_stopping_is_prompt_and_pending_fetches_say_so(open_web: OpenWeb, server: Server) -> None:
    server.pages["/feed"] = hang()
    loop = asyncio.get_running_loop()
    async with open_web(per_host=2, robots=None) as web:
        pending = [asyncio.create_task(web.fetch(Request(FEED, Purpose.FEED))) for _ in range(4)]
        await server.saw("/feed", 2)
        began = loop.time()
    assert loop.time() - began < 4
    for failed in await asyncio.gather(*pending):
        assert isinstance(failed, FetchFailed)
        assert failed.reason is Reason.STOPPED
    later = await web.fetch(Request(FEED, Purpose.FEED))
    assert isinstance(later, FetchFailed)
    assert later.message == f"{FEED}: the service is shutting down"


async def test_a_fetch_that_its_caller_cancels_is_cancelled_even_while_stopping(
    open_web: OpenWeb, server: Server
) -> None:
    server.pages["/feed"] = hang()
    async with open_web() as web:
        pending = asyncio.create_task(web.fetch(Request(FEED, Purpose.FEED)))
        await server.saw("/feed")
        pending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await pending


async def test_an_engine_that_stops_under_a_download_says_so(server: Server) -> None:
    server.pages["/"] = hang()
    async with engine(server) as running:
        pending = asyncio.create_task(running.download(Ask(f"http://127.0.0.1:{server.port}/", (), 1000)))
        await server.saw("/")
    assert await pending == NoAnswer(Reason.STOPPED, "the service is shutting down")


async def test_a_download_cut_before_it_began_never_begins(server: Server) -> None:
    async with engine(server) as running:
        pending = asyncio.create_task(running.download(Ask(f"http://127.0.0.1:{server.port}/", (), 1000)))
        await asyncio.sleep(0)
    assert await pending == NoAnswer(Reason.STOPPED, "the service is shutting down")
    assert server.requests == []


async def test_nothing_is_left_over_when_the_fetcher_is_closed(open_web: OpenWeb, server: Server) -> None:
    server.pages["/feed"] = reply("<rss/>")
    before = asyncio.all_tasks()
    resolver = running_reactor().nameResolver
    async with open_web() as web:
        await web.get(FEED)
    assert {task for task in asyncio.all_tasks() - before if "_connected" not in repr(task)} == set()
    assert running_reactor().nameResolver is resolver
    gc.collect()


async def test_a_crawl_that_cannot_start_says_why_and_leaves_the_resolver_alone() -> None:
    before = running_reactor().nameResolver
    limits = FetchLimits("treatywatch/0.1", at_once="many")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="many"):
        await Engine(limits, GuardedResolver(Names({}), frozenset())).start()
    assert running_reactor().nameResolver is before


class SilentNames(Names):
    """A name service that never answers."""

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked += 1
        await asyncio.Event().wait()
        return [host]


async def test_a_silent_name_service_costs_a_hop_its_time_and_holds_up_no_stop(open_web: OpenWeb) -> None:
    before = asyncio.all_tasks()
    names = SilentNames({})
    async with open_web(map_hosts={}, names=names, timeout=timedelta(seconds=0.2)) as web:
        failed = await web.fail(FEED, Reason.ROBOTS)
        assert "no whole answer within 0.2 s" in failed.message
    await asyncio.sleep(0)
    assert names.asked == 1
    assert asyncio.all_tasks() <= before
