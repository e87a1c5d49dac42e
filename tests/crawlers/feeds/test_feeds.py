from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.errors import NotAFeed
from crawlers.feeds import UNPACKED_BYTES, parse_feed

if TYPE_CHECKING:
    from pathlib import Path

    from crawlers.entry import Entry, Feed

URL = "https://courier.example.com/rss"


def rss(items: str, prolog: str = "") -> str:
    return f'{prolog}<rss version="2.0"><channel><title>Test</title>{items}</channel></rss>'


def read(document: str, content_type: str = "application/xml", **options: object) -> Feed:
    return parse_feed(document.encode(), URL, content_type, **options)  # type: ignore[arg-type]


def only(items: str) -> Entry:
    (entry,) = read(rss(f"<item>{items}</item>")).entries
    return entry


REFUSED = {
    "": "empty",
    " \n\x00\x1f": "empty",
    "<!DOCTYPE html><html><head><title>Front &amp; page</title></head><body></body></html>": "titled 'Front & page'",
    "<html><link rel=alternate type='application/rss+xml' href='/rss.xml'></html>": "names its feed '/rss.xml'",
    "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>": "a sitemap",
    "<?xml version='1.0'?><!-- note --><catalogue><book/></catalogue>": "<catalogue>",
    "Service unavailable": "begins 'Service unavailable'",
    '{"version": ': "broken",
    '{"items": []}': "no JSON Feed",
    '["version"]': "no JSON Feed",
    "[" * 100_000: "nested too deeply",
}


@pytest.mark.parametrize("document", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_feed_is_refused_with_a_sentence_that_says_what_it_is(document: str) -> None:
    with pytest.raises(NotAFeed) as refused:
        read(document)
    assert REFUSED[document] in refused.value.what
    assert str(refused.value) == f"{URL}: {refused.value.what}"


@pytest.mark.parametrize("content_type", ["", "text/html", "application/octet-stream", "text/xml; charset=us-ascii"])
def test_a_feed_is_a_feed_under_any_content_type(content_type: str) -> None:
    feed = read(rss("<item><title>Ä</title></item>"), content_type)
    assert [entry.title for entry in feed.entries] == ["Ä"]


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss("")).entries == ()


def test_a_body_that_is_a_path_does_not_open_the_file(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss("<item><title>Secret</title></item>"), encoding="utf-8")
    with pytest.raises(NotAFeed):
        parse_feed(os.fsencode(file), URL)


ENTITIES = '<!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "prolog",
    [
        ENTITIES,
        "<?xml version='1.0'?>\n" + ENTITIES.lower(),
        "<!-- <rss> -->" + ENTITIES,
        '<!DOCTYPE rss SYSTEM "<!--" [<!ENTITY a "boom">]><!-- -->',
        "<!DOCTYPE rss><!-- <rss> -->" + ENTITIES,
        "<![CDATA[" + ENTITIES,
    ],
)
def test_a_document_that_declares_entities_is_refused(prolog: str) -> None:
    with pytest.raises(NotAFeed, match="entities"):
        read(rss("<item><title>&b;</title></item>", prolog))


def test_an_article_about_entities_is_read() -> None:
    item = f"<item><title>Bombs</title><description><![CDATA[Do not write {ENTITIES}]]></description></item>"
    assert read(rss(item)).entries[0].title == "Bombs"


def test_named_entities_of_html_are_read_without_a_declaration() -> None:
    assert only("<title>Caf&eacute;&nbsp;talks</title>").title == "Café talks"


def test_characters_xml_forbids_are_removed_and_said_so() -> None:
    feed = read(rss("<item><title>Ta\x08lks\x0b</title></item>"))
    assert feed.entries[0].title == "Talks"
    assert feed.problems == ("control characters were removed",)


@pytest.mark.parametrize(
    "reference", ["&#0;", "&#x8;", "&#xD800;", "&#1114112;", "&#x110000;", "&#99999999999;", "&#;"]
)
def test_a_reference_to_no_character_costs_only_itself(reference: str) -> None:
    assert only(f"<title>Talks{reference} & more</title>").title == "Talks & more"


def test_a_reference_to_a_character_is_read_in_any_spelling() -> None:
    assert only("<title>&#0000000084;&#x00061;lks</title>").title == "Talks"


def test_markup_that_breaks_feedparser_is_refused() -> None:
    with pytest.raises(NotAFeed, match="beyond what feedparser can read"):
        read("<rss version='2.0'><channel><item><link></entry></link>")


def test_malformed_xml_is_read_and_said_so() -> None:
    feed = read(rss("<item><title>Talks & more</title></item><item><title>Second</title>"))
    assert [entry.title for entry in feed.entries] == ["Talks & more", "Second"]
    assert feed.problems[0].startswith("malformed XML")


def test_entries_beyond_the_limit_are_left_out_and_said_so() -> None:
    feed = read(rss("".join(f"<item><title>{n}</title></item>" for n in range(5))), limit=2)
    assert [entry.title for entry in feed.entries] == ["0", "1"]
    assert feed.problems == ("5 entries; only the first 2 were read",)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>/a b</link>", "https://courier.example.com/a%20b"),
        ("<link>//other.example.org/a</link>", "https://other.example.org/a"),
        ("<link>ftp://other.example.org/a</link>", None),
        ("<link>https://[bad/a</link>", None),
        ("<link>mailto:desk@example.org</link>", None),
        ("<guid>https://courier.example.com/p</guid>", "https://courier.example.com/p"),
        ("<guid isPermaLink='false'>https://courier.example.com/p</guid>", None),
        ("<guid>tag-17</guid>", None),
        (
            "<guid>https://courier.example.com/p</guid><link>https://courier.example.com/l</link>",
            "https://courier.example.com/l",
        ),
    ],
)
def test_links_are_absolute_addresses_of_the_web_or_none(item: str, url: str | None) -> None:
    assert only(item).url == url


def test_an_element_with_attributes_in_place_of_text_says_nothing() -> None:
    item = "<feedburner:origLink at='x'/><link>https://courier.example.com/l</link>"
    document = rss(f"<item>{item}</item>").replace(
        "<rss ", '<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    )
    assert read(document).entries[0].url == "https://courier.example.com/l"


def test_an_id_is_kept_as_written() -> None:
    assert only("<guid>  tag-17 </guid>").id == "tag-17"


def test_dates_without_a_zone_are_read_in_the_zone_given() -> None:
    feed = read(rss("<item><pubDate>2026-07-01 12:00:00</pubDate></item>"), zone="Europe/Moscow")
    assert feed.entries[0].published == datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_an_author_without_a_name_is_named_by_the_address() -> None:
    assert only("<author>desk@example.org</author>").authors == ("desk@example.org",)


def test_categories_are_tags_each_once() -> None:
    item = "<category>Arms  control</category><category domain='x'>Europe</category><category>Europe</category>"
    assert only(f"{item}<category/>").tags == ("Arms control", "Europe")


def test_the_label_of_an_atom_category_stands_before_its_term() -> None:
    categories = "<category term='ac' label='Arms control'/><category term='europe'/>"
    document = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title>{categories}</entry></feed>"
    assert read(document).entries[0].tags == ("Arms control", "europe")


def test_an_entry_has_fifty_tags_at_most() -> None:
    assert len(only("".join(f"<category>{number}</category>" for number in range(60))).tags) == 50


def test_a_document_without_a_version_but_with_items_is_rss() -> None:
    feed = read("<channel><title>T</title><item><title>One</title></item></channel>")
    assert (feed.format, len(feed.entries)) == ("rss", 1)


def test_a_gzip_file_is_unpacked_and_said_so() -> None:
    feed = parse_feed(gzip.compress(rss("").encode()), URL)
    assert "gzip" in feed.problems[0]


@pytest.mark.parametrize(
    ("body", "what"),
    [(b"\x1f\x8bbroken", "broken gzip"), (gzip.compress(b" " * (UNPACKED_BYTES + 10)), "more than 10 MiB")],
    ids=["broken", "bomb"],
)
def test_a_gzip_file_that_is_broken_or_too_large_is_refused(body: bytes, what: str) -> None:
    with pytest.raises(NotAFeed, match=what):
        parse_feed(body, URL)


def test_a_wrong_charset_is_mended_and_said_so() -> None:
    document = rss("<item><title>Переговоры о сокращении ядерных вооружений</title></item>")
    feed = parse_feed(document.encode("cp1251"), URL, "application/xml; charset=utf-8")
    assert feed.entries[0].title == "Переговоры о сокращении ядерных вооружений"
    assert feed.problems == ("declared as utf-8, read as cp1251",)


FRAGMENTS = st.sampled_from(
    [
        "<rss>",
        "<channel>",
        "<item>",
        "<title>",
        "</title>",
        "<link>",
        "&amp;",
        "&#0;",
        "&x;",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE",
        "<!ENTITY",
        "</item>",
        "</rss>",
        "<pubDate>",
        "9999-99-99",
        "http://[",
        "<feed>",
        "<entry>",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["", "<rss version='2.0'><channel><item>"]), st.lists(st.one_of(FRAGMENTS, st.text(max_size=8))))
def test_any_text_gives_a_feed_or_is_refused(start: str, pieces: list[str]) -> None:
    document = start + "".join(pieces)
    try:
        feed = parse_feed(document.encode("utf-8", "surrogatepass"), URL)
    except NotAFeed:
        return
    for entry in feed.entries:
        assert not any(character in entry.title + entry.content for character in "\x00\x08\ud800")


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://herald.example.org/?id=1&lang=ru&copy=2", "https://herald.example.org/?id=1&lang=ru&copy=2"),
        ("<![CDATA[https://herald.example.org/?id=1&lang=ru]]>", "https://herald.example.org/?id=1&lang=ru"),
        ("https://herald.example.org/?id=1&amp;lang=ru", "https://herald.example.org/?id=1&lang=ru"),
    ],
)
def test_a_bare_ampersand_stays_one(link: str, url: str) -> None:
    body = f"<rss version='2.0'><channel><item><title>A & B</title><link>{link}</link></item></channel></rss>"
    feed = parse_feed(body.encode(), "https://herald.example.org/feed")
    assert [(entry.title, entry.url) for entry in feed.entries] == [("A & B", url)]
    assert "malformed XML" in feed.problems[0]
