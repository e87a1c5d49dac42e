from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.articles import extract_page
from crawlers.errors import PageUnreadable

if TYPE_CHECKING:
    from crawlers.page import Page

RECORDINGS = Path(__file__).parents[1] / "recordings"
URL = "https://courier.example.com/world/talks?utm_source=rss"
SENTENCE = "Стороны договорились продолжить переговоры о сокращении стратегических вооружений в следующем месяце. "
BODY = f"<article><p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p></article>"


def page(head: str = "", body: str = BODY) -> Page:
    return extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), URL, "text/html")


def test_a_recorded_page_reads_as_expected() -> None:
    read = asdict(extract_page((RECORDINGS / "page.html").read_bytes(), URL, "text/html"))
    expected = json.loads((RECORDINGS / "page.html.expected.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(read, default=lambda date: date.isoformat())) == expected


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "text/html; charset=x-klingon"),
        ("cp1251", "text/html; charset=x-klingon"),
        ("cp1251", "text/html; charset=utf-8"),
        ("cp1251", "text/html; charset=windows-1251"),
        ("koi8-r", "text/html; charset=koi8-r"),
        ("utf-16", "text/html"),
    ],
)
def test_a_page_in_a_wrong_or_unknown_charset_still_gives_its_text(encoding: str, content_type: str) -> None:
    document = f"<html><body>{BODY}</body></html>".encode(encoding)
    assert "Стороны договорились" in extract_page(document, URL, content_type).text


def test_a_wrong_charset_is_said_so() -> None:
    document = f"<html><body>{BODY}</body></html>".encode()
    assert extract_page(document, URL, "text/html; charset=koi8-r").problem == "declared as koi8-r, read as utf-8"


@pytest.mark.parametrize(
    ("body", "content_type", "what"),
    [
        (b"%PDF-1.7", "application/pdf", "application/pdf (8 bytes)"),
        (b"%PDF-1.7", "text/html", "a file (8 bytes)"),
        (b"\x89PNG\r\n", "image/png; q=1", "image/png (6 bytes)"),
        (b"{}", "application/json", "application/json (2 bytes)"),
    ],
)
def test_what_is_no_page_is_refused_with_its_name(body: bytes, content_type: str, what: str) -> None:
    with pytest.raises(PageUnreadable) as refused:
        extract_page(body, URL, content_type)
    assert refused.value.what.startswith(f"{what}, not a web page")


BARE = [b"", b" \n", b"\x00", b"<html></html>", b"<html><body><nav>Home</nav></body></html>", b"Enable JavaScript"]


@pytest.mark.parametrize("body", BARE)
def test_a_page_without_an_article_has_no_text(body: bytes) -> None:
    assert extract_page(body, URL, "text/html").text == ""


def test_an_xhtml_page_with_a_declaration_is_read() -> None:
    document = f'<?xml version="1.0" encoding="utf-8"?><html><head><title>T</title></head><body>{BODY}</body></html>'
    assert "Стороны" in extract_page(document.encode(), URL, "application/xhtml+xml").text


def test_control_characters_do_not_reach_the_text() -> None:
    assert "\x0b" not in page(body=BODY.replace("Стороны", "Стор\x0bоны")).text


@pytest.mark.parametrize(
    ("head", "reserved"),
    [
        ('<meta name="robots" content="index, noarchive">', True),
        ('<meta name="ROBOTS" content="NOARCHIVE">', True),
        ('<meta name="tdm-reservation" content="1">', True),
        ('<meta name="tdm-reservation" content="0">', False),
        ('<meta name="robots" content="index, follow">', False),
        ("", False),
    ],
)
def test_a_reservation_is_seen(head: str, reserved: bool) -> None:  # noqa: FBT001 - a column of the table
    assert page(head).reserved is reserved


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ('<meta property="og:title" content="Talks &amp;amp; more">', "", "Talks & more"),
        ('<meta property="og:title" content="Talks resume | Courier">', "<h1>Talks resume</h1>", "Talks resume"),
        ("", "<h1>Talks <em>resume</em></h1>", "Talks resume"),
        ("<title>Talks resume | The Courier</title>", "", "Talks resume"),
        ("<title>Arms-control talks</title>", "<h1>One</h1><h1>Two</h1>", "Arms-control talks"),
        ("", "", ""),
    ],
)
def test_a_title_is_the_articles_without_the_site(head: str, heading: str, title: str) -> None:
    assert page(head, heading + BODY).title == title


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ('<meta name="author" content="Ada Example, Ben Sample">', ("Ada Example", "Ben Sample")),
        ('<meta name="author" content="Ada Example (Vienna)">', ("Ada Example",)),
        ('<meta property="article:author" content="https://social.example.net/ada">', ()),
    ],
)
def test_authors_are_persons(head: str, authors: tuple[str, ...]) -> None:
    assert page(head).authors == authors


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-03-03T09:15:00+03:00">',
        '<meta itemprop="datePublished" content="2026-03-03 06:15:00">',
        '<meta name="date" content="nonsense"><time datetime="2026-03-03T06:15Z"></time>',
    ],
)
def test_a_date_is_found_in_the_markup(head: str) -> None:
    assert page(head).published == datetime(2026, 3, 3, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ('<link rel="canonical" href="/world/talks">', "https://courier.example.com/world/talks"),
        ('<meta property="og:url" content="https://courier.example.com/b">', "https://courier.example.com/b"),
        ('<link rel="canonical" href="javascript:0">', None),
        ("", None),
    ],
)
def test_a_canonical_address_is_absolute(head: str, canonical: str | None) -> None:
    assert page(head).canonical_url == canonical


LD = '<script type="application/ld+json">{}</script>'


BLOCKS = [
    "{",
    "[" * 100_000,
    "null",
    "[1, {}]",
    '{"@type": 7}',
    '{"@type": "NewsArticle", "headline": {"a": 1}}',
    '{"@type": "NewsArticle", "headline": "H", "author": [7, null, {"name": ["Ada Example"]}]}',
]


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_json_ld_of_any_shape_leaves_the_page_readable(block: str) -> None:
    assert page(LD.format(block)).text


def test_json_ld_wins_over_meta_elements() -> None:
    ld = LD.format(r'{"@type": "Article", "headline": "From\nJSON", "inLanguage": "ru-RU", "author": "Ada"}')
    read = page(ld + '<meta property="og:title" content="From meta"><meta name="author" content="Ben">')
    assert (read.title, read.authors, read.language) == ("From JSON", ("Ada",), "ru")


def test_json_ld_nested_beyond_reason_is_not_followed() -> None:
    nested = '{"@graph": ' * 50 + '{"@type": "Article", "headline": "Deep"}' + "}" * 50
    assert page(LD.format(nested) + "<title>Window</title>").title == "Window"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/=\"'! abdehilmnoprtyv\x00\ud800&;", max_size=200))
def test_any_markup_gives_a_page(markup: str) -> None:
    read = extract_page(f"<html><body>{markup}".encode("utf-8", "surrogatepass"), URL, "text/html")
    assert "\x00" not in read.text
