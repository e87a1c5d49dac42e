from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from feedparser.mixin import _FeedParserMixin
from hypothesis import given
from hypothesis import strategies as st

from crawlers.feed_names import NAMESPACES
from crawlers.prepass import LARGEST, Sketch, sketch

ROOT = Path(__file__).parents[3]
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
HEAD = "<title>Courier</title><lastBuildDate>Mon, 02 Mar 2026 09:00:00 GMT</lastBuildDate>"
ITEMS = ("<item><title>One</title></item>", "<item><title>Two</title></item>")
BULB = "<!-- cached -->"


def rss(*items: str, head: str = HEAD, tail: str = "", joint: str = "\n") -> bytes:
    return f'<rss version="2.0"><channel>{head}{joint.join(items)}{tail}</channel></rss>'.encode()


def rdf(listed: str, *items: str) -> str:
    spaces = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    list_ = f'<items><r:li r:resource="{listed}"/></items>'
    return f"<r:RDF {spaces}><channel>{list_}</channel>{''.join(items)}</r:RDF>"


def of(body: bytes, content_type: str = "", *context: str) -> Sketch:
    found = sketch(body, content_type, context)
    assert found is not None
    return found


PLAIN = of(rss(*ITEMS))


def test_items_are_told_by_their_bytes() -> None:
    edited = of(rss(ITEMS[0], ITEMS[1].replace("Two", "Too")))
    assert (edited.head, edited.items[0]) == (PLAIN.head, PLAIN.items[0])
    assert edited.items[1] != PLAIN.items[1]


def test_a_document_of_chosen_items_keeps_all_that_is_around_them() -> None:
    assert of(rss(*ITEMS, tail="<ttl>5</ttl>")).document([1]) == b"\xef\xbb\xbf" + rss(ITEMS[1], tail="<ttl>5</ttl>")


@pytest.mark.parametrize(
    "body",
    [
        rss(*ITEMS, head=HEAD.replace("09:00", "10:00")),
        rss(*ITEMS, joint="\n\n  "),
        rss(*ITEMS, joint=BULB),
        rss(*ITEMS, head=HEAD + BULB),
        rss(*ITEMS, tail=BULB),
        rss(*ITEMS, tail="\n"),
        b"\xef\xbb\xbf\n" + rss(*ITEMS),
        rss(*ITEMS).decode().encode("utf-16"),
    ],
)
def test_what_no_entry_depends_on_is_no_change(body: bytes) -> None:
    assert (of(body).head, of(body).items) == (PLAIN.head, PLAIN.items)


@pytest.mark.parametrize(
    "body",
    [
        rss(*ITEMS, head=HEAD + "<language>ru</language>"),
        rss(*ITEMS, tail="<language>ru</language>"),
        rss(*ITEMS).replace(b"<rss ", b'<rss xml:lang="ru" '),
        rss(*ITEMS).replace(b"2.0", b"0.92"),
    ],
)
def test_a_changed_head_is_a_change(body: bytes) -> None:
    assert of(body).head != PLAIN.head
    assert of(body).items == PLAIN.items


@pytest.mark.parametrize("context", ["https://courier.example.com/rss", "Europe/Moscow"])
def test_what_entries_depend_on_beside_the_document_is_part_of_the_head(context: str) -> None:
    assert of(rss(*ITEMS), "", context).head != PLAIN.head


@pytest.mark.parametrize(
    "idle",
    [
        '<c xmlns="http://purl.org/rss/1.0/modules/slash/" />',
        '<s:comments xmlns:s="http://purl.org/rss/1.0/modules/slash/">{}</s:comments>',
        '<t:total xmlns:t="http://purl.org/rss/1.0/modules/threading/">{}</t:total>',
        "<!-- {} -->",
        '<s:comments xmlns:s="http://purl.org/rss/1.0/modules/slash/"><!-- a -->{}</s:comments>',
    ],
)
def test_a_count_of_comments_is_no_change(idle: str) -> None:
    before, after = (of(rss(f"<item><title>One</title>{idle.format(count)}</item>")) for count in (1, 27))
    assert before.items == after.items


def test_a_date_in_an_item_is_a_change() -> None:
    before, after = (of(rss(f"<item><pubDate>{hour}:00</pubDate></item>")) for hour in (1, 27))
    assert before.items != after.items


@pytest.mark.parametrize(
    "body",
    [
        f"<feed {ATOM}><title>C</title><entry><title>One</title></entry></feed>",
        rdf("/a", "<item><title>One</title></item>"),
        rss("<item><title>One</title></item >").decode(),
    ],
)
def test_each_format_has_its_place_for_items(body: str) -> None:
    assert len(of(body.encode()).items) == 1


def test_the_list_of_items_in_rss_1_is_no_change() -> None:
    before, after = (of(rdf(name).encode()) for name in "ab")
    assert before.head == after.head


IN_DOUBT = {
    "nothing": b"",
    "a page": b"<!doctype html><html><body>Hello</body></html>",
    "a sitemap": b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
    "malformed": rss(*ITEMS)[:-3],
    "a document type": b"<!DOCTYPE rss>" + rss(*ITEMS),
    "a document type in a comment": b"<!-- \n<!DOCTYPE netscape> -->" + rss(*ITEMS),
    "an entity without declaration": rss("<item><title>a&nbsp;b</title></item>"),
    "a control character": rss("<item><title>a\x01b</title></item>"),
    "an undeclared prefix": rss("<item><dc:date/></item>"),
    "an impossible reference that hides the end of a section": rss("<item><title><![CDATA[a]&#0;]>b]]></title></item>"),
    "an empty item": rss("<item/>"),
    "text between items": rss(*ITEMS, joint="<ttl>5</ttl>"),
    "a second channel": rss(*ITEMS, tail="</channel><channel>"),
    "an item out of place": rss(*ITEMS, head="<x>", tail="</x>"),
    "a charset that must be guessed": "<rss><channel><title>Договор</title></channel></rss>".encode("koi8_r"),
    "too many items": rss(*["<item>a</item>"] * 501),
    "too many comments": rss(*ITEMS, head=BULB * 1001),
    "too large": rss(*ITEMS, tail=" " * LARGEST),
    "a gzip file": gzip.compress(rss(*ITEMS)),
    "too deep": rss("<item>" + "<p>" * 80 + "</p>" * 80 + "</item>"),
    "too deep in markup": (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://www.w3.org/1999/xhtml"><entry><title type="xhtml">'
        + b"<x:b>" * 80 + b"</x:b>" * 80 + b"</title></entry></feed>"
    ),
    "too deep among frames": b"<a>" * 65 + b'<c xmlns="http://www.w3.org/1999/xhtml"/>',
    "half a character": b"\xff\xfe<\x00r\x00s\x00s\x00>\x00\x00\xd8",
}  # fmt: skip


@pytest.mark.parametrize("what", IN_DOUBT)
def test_in_doubt_is(what: str) -> None:
    assert sketch(IN_DOUBT[what], "text/xml") is None


def json_feed(*items: object, **said: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items} | said).encode()


def test_the_items_of_a_json_feed_are_told_apart() -> None:
    before, after = of(json_feed({"id": "1"}, {"id": "2"})), of(json_feed({"id": "3"}, {"id": "1"}))
    assert (before.head, before.items[0]) == (after.head, after.items[1])
    assert json.loads(after.document([0]).decode("utf-8-sig"))["items"] == [{"id": "3"}]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{}",
        b'{"a": ' * 2000,
        json_feed("text"),
        json_feed(items={}),
        json_feed(version="https://example.org/version/1"),
        json_feed({"title": "\ud800"}),
        json_feed({"title": "a\ufffeb"}),
        json_feed({"title": "&#0;"}).replace(b"&", rb"\u0026"),
        json_feed(*[{}] * 501),
    ],
)
def test_an_odd_json_document_is_in_doubt(body: bytes) -> None:
    assert sketch(body, "application/feed+json") is None


def test_the_charset_declared_wrongly_is_told() -> None:
    body = b'<?xml version="1.0" encoding="windows-1251"?>' + rss("<item><title>Договор</title></item>")
    assert of(body).problem == "declared as windows-1251, read as utf-8"


def test_a_declared_charset_is_read() -> None:
    said = '<?xml version="1.0" encoding="{}"?><rss><channel><item><title>Договор</title></item></channel></rss>'
    cyrillic, unicode = (of(said.format(name).encode(name)) for name in ("windows-1251", "utf-8"))
    assert cyrillic.items == unicode.items


@given(st.binary() | st.text().map(str.encode) | st.text().map(lambda text: rss(f"<item>{text}</item>")))
def test_any_bytes_are_taken_apart_or_in_doubt(body: bytes) -> None:
    found = sketch(body, "")
    assert found is None or len(found.pieces) == len(found.items)


def test_namespaces_are_those_of_feedparser() -> None:
    theirs = {uri.lower(): prefix.lower() for uri, prefix in _FeedParserMixin.namespaces.items()}
    assert {uri: theirs.get(uri) for uri in NAMESPACES} == NAMESPACES


BOMBS = {
    "entities": '"<!DOCTYPE r [<!ENTITY a \'" + "x" * 9000 + "\'>]><rss>" + "&a;" * 90000',
    "nesting": '"<rss>" + "<a>" * 349000',
    "json": '"[{" * 260000',
    "objects": '"{" + "\\"a\\":{" * 170000',
    "elements": '"<rss><channel>" + "<a/>" * 260000',
    "items": '"<rss><channel>" + "<item>a</item>" * 74000',
    "attributes": '"<rss " + " ".join(f"a{n}=\'\'" for n in range(100000)) + ">"',
    "comments": '"<rss><channel>" + "<item>a</item><!---->" * 40000 + "</channel></rss>"',
    "references": '"<rss>" + "]&#0;" * 200000',
    "size": '"<rss>" * 4000000',
}
LIMITED = """
import resource, sys
from crawlers.prepass import sketch
before = resource.getrusage(resource.RUSAGE_SELF)
document = ({}).encode()
sketch(document, "")
after = resource.getrusage(resource.RUSAGE_SELF)
status = open("/proc/self/status").read()  # as ru_maxrss begins with the parent's
peak = status.partition("VmHWM:")[2].split()[0]
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(peak) / 1024)
"""


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_within_a_second_and_200_mb(bomb: str) -> None:
    program = LIMITED.format(BOMBS[bomb])
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # a trace takes time, too
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert (seconds < 1, megabytes < 200) == (True, True), (seconds, megabytes)
