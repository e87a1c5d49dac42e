from __future__ import annotations

import contextlib
import gzip
import sys
import zlib
from collections import Counter
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.encodings import decode
from crawlers.errors import BadEncoding, TooLarge
from crawlers.web import Purpose, Reason
from tests.crawlers.servers import endless, gzip_bomb, raw, reply

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.crawlers.fetch.conftest import OpenWeb, Web
    from tests.crawlers.servers import Server

FEED = b"<rss><channel><title>Talks resume in Geneva</title></channel></rss>" * 50


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("coding", PACKERS)
async def test_a_body_comes_decoded(web: Web, server: Server, coding: str) -> None:
    server.pages["/feed"] = reply(PACKERS[coding](FEED), content_encoding=coding)
    assert (await web.get("http://example.org/feed")).body == FEED


@pytest.mark.parametrize("coding", PACKERS)
async def test_a_body_cut_short_is_no_success(web: Web, server: Server, coding: str) -> None:
    server.pages["/feed"] = reply(PACKERS[coding](FEED)[:-9], content_encoding=coding)
    failed = await web.fail("http://example.org/feed", Reason.BAD_ENCODING)
    assert failed.url == "http://example.org/feed"


@pytest.mark.parametrize("coding", PACKERS)
async def test_a_body_that_is_not_what_it_claims_is_a_bad_encoding(web: Web, server: Server, coding: str) -> None:
    server.pages["/feed"] = reply(b"<rss/> in plain words", content_encoding=coding)
    await web.fail("http://example.org/feed", Reason.BAD_ENCODING)


@pytest.mark.parametrize("coding", PACKERS)
def test_a_body_that_grows_beyond_the_limit_is_too_large(coding: str) -> None:
    with pytest.raises(TooLarge, match="1000 bytes"):
        decode(PACKERS[coding](bytes(200_000)), [coding.encode()], 1000)


@pytest.mark.parametrize("coding", PACKERS)
def test_a_long_body_comes_out_whole(coding: str) -> None:
    body = bytes(range(256)) * 2000
    assert decode(PACKERS[coding](body), [coding.encode()], len(body)) == body


@given(body=st.binary(max_size=300_000), coding=st.sampled_from(sorted(PACKERS)))
def test_what_was_packed_comes_out_again(body: bytes, coding: str) -> None:
    if not body.startswith(b"\x1f\x8b"):
        assert decode(PACKERS[coding](body), [coding.encode()], 300_000) == body


@given(body=st.binary(max_size=2000), codings=st.lists(st.sampled_from([b"gzip", b"deflate", b"br", b"zstd"])))
def test_bytes_of_any_kind_give_a_body_or_one_of_two_errors(body: bytes, codings: list[bytes]) -> None:
    with contextlib.suppress(BadEncoding, TooLarge):
        assert len(decode(body, codings, 1000)) <= 2000


async def test_gzip_that_no_header_speaks_of_is_undone(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply(gzip.compress(FEED), content_type="application/gzip")
    assert (await web.get("http://example.org/feed")).body == FEED


async def test_bare_gzip_cut_short_is_a_bad_encoding(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply(gzip.compress(FEED)[:-9])
    await web.fail("http://example.org/feed", Reason.BAD_ENCODING)


@pytest.mark.parametrize("coding", ["gzip", "identity"], ids=["declared", "bare"])
async def test_a_gzip_bomb_is_too_large(open_web: OpenWeb, server: Server, coding: str) -> None:
    server.pages["/feed"] = reply(gzip_bomb(20), content_encoding=coding)
    async with open_web(feed_bytes=1_000_000) as web:
        await web.fail("http://example.org/feed", Reason.TOO_LARGE)


def test_all_members_of_a_gzip_body_count_and_padding_does_not() -> None:
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two") + bytes(8), [b"gzip"], 100) == b"one two"


def test_all_frames_of_a_zstd_body_count() -> None:
    assert decode(zstd.compress(b"one ") + zstd.compress(b"two"), [b"zstd"], 100) == b"one two"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_body_in_countless_parts_is_refused(coding: str) -> None:
    with pytest.raises(BadEncoding, match="more than 100"):
        decode(PACKERS[coding](b"") * 101, [coding.encode()], 100)


def test_codings_are_undone_last_first() -> None:
    assert decode(gzip.compress(zlib.compress(FEED)), [b"deflate, gzip"], 10_000) == FEED


async def test_an_unknown_coding_is_passed_over(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply(FEED, content_encoding="UTF-8")
    assert (await web.get("http://example.org/feed")).body == FEED


async def test_an_empty_body_needs_no_decoding(web: Web, server: Server) -> None:
    server.pages["/feed"] = reply(b"", content_encoding="gzip")
    assert (await web.get("http://example.org/feed")).body == b""


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + bytes(65536) + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", bytes(65536)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n", bytes(65536)),
    ],
    ids=["chunked", "until closed", "announced"],
)
async def test_a_body_beyond_the_limit_is_not_read_to_its_end(
    open_web: OpenWeb, server: Server, head: bytes, piece: bytes
) -> None:
    sent: Counter[str] = Counter()
    server.pages["/feed"] = endless(head, piece, sent)
    async with open_web(feed_bytes=1_000_000) as web:
        await web.fail("http://example.org/feed", Reason.TOO_LARGE)
    assert sent["bytes"] < 10_000_000


async def test_headers_without_end_are_hung_up_on(web: Web, server: Server) -> None:
    sent: Counter[str] = Counter()
    server.pages["/feed"] = endless(b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"y" * 8000 + b"\r\n", sent)
    failed = await web.fail("http://example.org/feed", Reason.CONNECTION)
    assert "headers never end" in failed.message
    assert sent["bytes"] < 10_000_000


async def test_each_purpose_has_its_own_limit(open_web: OpenWeb, server: Server) -> None:
    server.pages["/"] = reply(bytes(2000))
    async with open_web(feed_bytes=1000, page_bytes=3000) as web:
        await web.fail("http://example.org/", Reason.TOO_LARGE, Purpose.FEED)
        assert len((await web.get("http://example.org/", Purpose.PAGE)).body) == 2000


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n",
    ],
    ids=["content-length", "chunked"],
)
async def test_a_connection_that_breaks_off_is_no_success(web: Web, server: Server, sent: bytes) -> None:
    server.pages["/feed"] = raw(sent)
    failed = await web.fail("http://example.org/feed", Reason.CONNECTION)
    assert failed.message == "http://example.org/feed: the connection broke off before the body was whole"
