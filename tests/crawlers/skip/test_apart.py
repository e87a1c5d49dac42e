"""An item may be read without its neighbours only where feedparser carries nothing from one to the next."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.errors import NotAFeed
from crawlers.feeds import parse_feed
from crawlers.prepass import sketch
from tests.crawlers.skip.markup import ROOT, feeds

URL = "https://courier.example.com/rss"
SUMMARIES = "<title>t</title><description>A</description><itunes:summary>B</itunes:summary>"
TITLE = '<title xml:lang="ru">Real</title>'
LEAKS = {
    "a base": ("", '<category xml:base="https://other.example.org/">x</category>', "<link>/b</link>"),
    "a prefix of another namespace": (
        "",
        '<p:z xmlns:slash="http://purl.org/dc/elements/1.1/"/>',
        "<slash:creator>x</slash:creator>",
    ),
    "a prefix feedparser has code for": (
        "",
        '<dcterms:z xmlns:dcterms="urn:t">x</dcterms:z>',
        '<t:modified xmlns:t="urn:t">2026-01-01</t:modified>',
    ),
    "a title in running text": ("", "<description>x <b><title>y</title></b></description>", TITLE),
    "a text in a text": ("", "<description>x <description>y</description></description>", TITLE),
    "a summary before a description in the head": (
        "<itunes:summary>s</itunes:summary><description>d</description>",
        SUMMARIES,
        SUMMARIES,
    ),
    "content in the head": ("<content:encoded>s</content:encoded>", SUMMARIES, SUMMARIES),
    "a picture with elements of its own": (
        "<image><title>I</title></image>",
        "<image><content:encoded>x</content:encoded></image>",
        "<image><description>A</description></image>",
    ),
}


def rss(head: str, *items: str) -> bytes:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"{ROOT}><channel><title>C</title>{head}{listed}</channel></rss>'.encode()


@pytest.mark.parametrize("leak", LEAKS)
def test_what_leaks_from_item_to_item_puts_a_document_in_doubt(leak: str) -> None:
    head, first, second = LEAKS[leak]
    together = parse_feed(rss(head, first, second), URL).entries[1]
    alone = parse_feed(rss(head, second), URL).entries[0]
    assert together != alone
    assert sketch(rss(head, first, second), "") is None


@pytest.mark.parametrize(
    "item",
    [
        "<description>a <b>b</b></description>",
        "<body>a</body>",
        "<item><title>b</title></item>",
        "<channel/>",
        '<p:mood xmlns:p="urn:other"/>',
        '<n:mood xmlns:n="urn:new"/>',
        '<mood xmlns="urn:new"/>',
        "<image><url>/u</url></image>",
        '<title type="xhtml"><b>b</b></title>',
        '<x:div xml:base="/relative"/>',
    ],
)
def test_what_might_leak_puts_a_document_in_doubt(item: str) -> None:
    assert sketch(rss("", item), "") is None


@pytest.mark.parametrize(
    "item",
    [
        "<title>a</title><p:mood>b</p:mood><p:mood at='1'/>",
        '<media:group><media:content url="/u"><media:title>b</media:title></media:content></media:group>',
        '<description type="xhtml"><x:div lang="de"><x:p>b</x:p></x:div></description>',
        '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">b</dc:creator>',
        '<m:credit xmlns:m="http://search.yahoo.com/mrss/">b</m:credit>',
        '<p:mood xmlns:p="urn:mood"/><b xmlns="">b</b>',
        '<site xmlns="com-wordpress:feed-additions:1">1</site>',
        "<title><!-- aside -->a</title><image>/u</image><source url='/s'>b</source>",
    ],
)
def test_ordinary_items_leave_no_doubt(item: str) -> None:
    assert sketch(rss("<image><title>I</title><url>/u</url></image>", item, "<title>b</title>"), "") is not None


def test_a_base_is_no_doubt_where_the_root_has_one_to_fall_back_to() -> None:
    body = rss("", '<title xml:base="/a/">x</title>')
    assert sketch(body, "") is None
    based = body.replace(b"<rss ", b'<rss xml:base="https://courier.example.com/" ')
    assert sketch(based, "") is not None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(feeds(), st.data())
def test_items_read_apart_are_what_they_are_in_the_whole_document(document: str, data: st.DataObject) -> None:
    now = sketch(document.encode(), "")
    if now is None or not now.items:
        return
    try:
        whole = parse_feed(document.encode(), URL).entries
    except NotAFeed:
        return
    chosen = sorted(data.draw(st.sets(st.integers(0, len(now.items) - 1), min_size=1)))
    assert [whole[position] for position in chosen] == [*parse_feed(now.document(chosen), URL).entries]
    assert len(whole) == len(now.items)
