"""Outlets that serve what no outlet should, and what the ledger is to say of each."""

from __future__ import annotations

import gzip
import socket
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from tests.crawlers.servers import Server, drop, gzip_bomb, hang, raw, redirect, reply
from tests.end_to_end.installation import host

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping

    from tests.crawlers.servers import Exchange

    Answer = Callable[[Exchange], Awaitable[None]]

RSS = "application/rss+xml; charset=utf-8"
HTML = "text/html; charset=utf-8"
FIFTY_MEGABYTES = 50_000_000
PIECE = bytes(100_000)
PORTAL = """<!doctype html><html><head><title>Portal</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body><p>Welcome.</p></body></html>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "laughter ">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><rss version="2.0"><channel><title>&i;</title></channel></rss>'
)


def item(title: str, link: str) -> str:
    """One of a feed, published now."""
    now = format_datetime(datetime.now(UTC))
    said = "Delegations spoke about the INF Treaty."
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><pubDate>{now}</pubDate>"
        f"<description>{said}</description></item>"
    )


def feed(items: Iterable[str]) -> str:
    """An RSS document."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'


def page(title: str, said: str) -> str:
    """An article's page."""
    paragraphs = "".join(f"<p>On day {day} it was said again: {said}</p>" for day in range(1, 7))
    head = f"<head><title>{title}</title></head>"
    return f"<html lang=en>{head}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"


def broken_off(whole: bytes, head: str = "HTTP/1.1 200 OK") -> Answer:
    """Half of a body whose length is announced in full."""
    return raw(f"{head}\r\nContent-Length: {len(whole)}\r\n\r\n".encode() + whole[: len(whole) // 2])


def flood(size: int) -> Answer:
    """A body of this size whose length nobody announces."""

    async def answer(exchange: Exchange) -> None:
        exchange.keep = False
        await exchange.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(size // len(PIECE)):
            await exchange.write(PIECE)

    return answer


@asynccontextmanager
async def healthy_web(*names: str) -> AsyncIterator[Server]:
    """Outlets in good health, with an article each."""
    async with Server() as server:
        for name in names:
            link = f"https://{host(name)}/1"
            title = f"INF Treaty: {name} reports"
            server.pages[f"{host(name)}/feed"] = reply(feed([item(title, link)]), content_type=RSS)
            said = "Inspectors will count the launchers that the INF Treaty once banned."
            server.pages[f"{host(name)}/1"] = reply(page(title, said), content_type=HTML)
        yield server


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port of loopback at which nothing listens, as long as the block runs."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        yield nobody.getsockname()[1]


ROUNDS = feed([item(f"Round {number}", f"https://rounds.example.org/{number}") for number in range(20)])
PACKED = gzip.compress(ROUNDS.encode())


@dataclass(frozen=True, slots=True)
class Sick:
    """A feed that can't be had or read."""

    feed: Answer
    outcome: str
    says: str
    """A regular expression for the message of the ledger."""
    more: Mapping[str, Answer] = field(default_factory=dict)
    """Other paths of its host."""


def failed(feed: Answer, says: str, **more: Answer) -> Sick:
    return Sick(feed, "failed", says, {f"/{name.replace('_', '.')}": answer for name, answer in more.items()})


def no_feed(body: str | bytes, says: str, content_type: str = RSS) -> Sick:
    return Sick(reply(body, content_type=content_type), "not_a_feed", says)


SICK = {
    "web_page": no_feed(PORTAL, "a web page titled 'Portal', not a feed; it names its feed '/rss.xml'", HTML),
    "empty": no_feed("", "the document is empty"),
    "picture": no_feed(b"\x89PNG\r\n\x1a\n" + bytes(5000), "no feed format known to us; it begins '.PNG'", "image/png"),
    "entity_bomb": no_feed(BOMB, "declares entities, which feeds never need and attacks do; it was not read"),
    "gzip_cut": failed(reply(PACKED[:-50], content_encoding="gzip", content_type=RSS), "the gzip body is cut short"),
    "gzip_bare_cut": failed(reply(PACKED[:-50], content_type="application/gzip"), "the gzip body is cut short"),
    "gzip_feigned": failed(reply(ROUNDS, content_encoding="gzip"), "the body is not the gzip it claims to be"),
    "gzip_huge": failed(reply(gzip_bomb(50), content_encoding="gzip"), "larger than 10 MiB once decoded"),
    "huge": failed(reply(bytes(FIFTY_MEGABYTES)), "the body is larger than 10 MiB"),
    "flood": failed(flood(FIFTY_MEGABYTES), "the body is larger than 10 MiB"),
    "broken_off": failed(broken_off(ROUNDS.encode()), "the connection broke off before the body was whole"),
    "hung": failed(hang(), "no whole answer within 3 s"),
    "dropped": failed(drop(), r"no usable answer \(the connection was closed\)"),
    "dead": failed(hang(), "the connection was refused"),  # never asked: nothing listens at its port
    "down": failed(reply("later", 503, retry_after="3600"), r"answered 503 \(Service Unavailable\)"),
    "forbidding": failed(reply("no", 403), r"answered 403 \(Forbidden\)"),
    "led_home": failed(
        redirect("http://127.0.0.1/feed"),
        "feed: redirected; http://127.0.0.1/feed: refused, 127.0.0.1 is not a public address",
    ),
    "led_home_by_name": failed(redirect("http://localhost:80/feed"), "redirected; .* refused, it names this machine"),
    "circle": failed(redirect("/feed"), "redirected in a circle"),
    "robots_down": failed(
        reply(ROUNDS), r"robots.txt of .* could not be read \(.*500.*\); nothing is fetched", robots_txt=reply("", 500)
    ),
    "robots_closed": failed(
        reply(ROUNDS), "robots.txt of .* forbids it", robots_txt=reply("User-agent: *\nDisallow: /\n")
    ),
}  # fmt: skip
"""By the name of the outlet."""

HALF = feed([item("INF Treaty: whole in a cut feed", "https://cut.example.org/1")]).partition("</channel>")[0]
MENDED = {
    "cut": (
        reply(f"{HALF}<item><title>Half of", content_type=RSS),
        "INF Treaty: whole in a cut feed",
        "malformed XML, read as far as it goes (line 1: ",
    ),
    "unknown_charset": (
        reply(
            feed([item("Договор INF Treaty", "https://unknown-charset.example.org/1")]).encode("cp1251"),
            content_type="text/xml; charset=x-nowhere",
        ),
        "Договор INF Treaty",
        "the charset 'x-nowhere' does not exist; read as cp1251",
    ),
}
"""Feeds that are read all the same: answer, a title of theirs, and the note of the ledger."""

CYRILLIC = "Стороны обсудили договор INF Treaty и согласились встретиться вновь весной в том же городе."
PAGES = {
    "unknown_charset": (
        reply(page("Rounds", CYRILLIC).encode("cp1251"), content_type="text/html; charset=x-nowhere"),
        "page",
        "the charset 'x-nowhere' does not exist; read as cp1251",
    ),
    "file": (reply(b"%PDF-1.7", content_type="application/pdf"), "feed", "application/pdf .* not a web page"),
    "absent": (reply("gone", 404), "feed", "answered 404"),
    "gzip_cut": (reply(PACKED[:-50], content_encoding="gzip"), "feed", "the gzip body is cut short"),
    "huge": (reply(bytes(FIFTY_MEGABYTES)), "feed", "the body is larger than"),
    "led_home": (redirect("http://127.0.0.1:80/admin"), "feed", "127.0.0.1 is not a public address"),
    "empty": (reply("", content_type=HTML), "feed", "no article text was found"),
}  # fmt: skip
"""Pages of one feed's entries: answer, whose text the article then has, and its problem."""
