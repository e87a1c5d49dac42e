from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.outlet import Outlet, Source, SourceKind
from treatywatch.errors import BadOpml
from treatywatch.opml.exporting import opml_of
from treatywatch.opml.importing import Imported, import_outlines
from treatywatch.opml.reading import LARGEST, Outline, read_opml

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>Mine</title></head><body>
<outline text="World">
  <outline text="Agencies"><outline type="rss" text="Wire &amp; Co" xmlUrl="https://wire.example.org/rss"/></outline>
  <outline type="rss" text="x" title="The Herald" xmlURL=" https://herald.example.org/a " language="en-us"/>
  <outline type="rss" text="the herald" xmlUrl="feed://herald.example.org/b"/>
</outline>
<outline text="A link" type="link" url="https://herald.example.org/"/>
<outline type="rss" text="Вестник" xmlUrl="feed:https://vestnik.example.net/rss"/>
</body></opml>"""


def imported(text: str, sources: dict[str, str] | None = None) -> Imported:
    return import_outlines(read_opml(text.encode(), "list.opml"), sources or {}, {"wire_co"}, {80, 443})


def test_feeds_are_found_in_whatever_folders_they_are() -> None:
    assert read_opml(LIST.encode(), "list.opml") == (
        Outline("Wire & Co", "https://wire.example.org/rss", None, 4),
        Outline("The Herald", "https://herald.example.org/a", "en", 5),
        Outline("the herald", "http://herald.example.org/b", None, 6),
        Outline("Вестник", "https://vestnik.example.net/rss", None, 9),
    )


def test_feeds_of_one_title_and_domain_are_one_outlet() -> None:
    found = imported(LIST)
    assert [(outlet["id"], len(outlet["sources"])) for outlet in found.outlets] == [
        ("wire_co_2", 1),
        ("the_herald", 2),
        ("example", 1),
    ]
    assert found.outlets[1]["languages"] == ["en"]
    assert found.outlets[2]["name"] == "Вестник"


def test_what_is_configured_or_stands_there_twice_is_left_out_and_told() -> None:
    text = LIST.replace("https://vestnik.example.net/rss", "http://www.herald.example.org/a/")
    found = imported(text, {"http://wire.example.org/rss": "wire"})
    assert found.left_out == (
        "line 4: https://wire.example.org/rss: is a source of wire already; left out",
        "line 9: http://www.herald.example.org/a/: stands there twice, first in line 5; left out",
    )


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://a.example.org/rss", "must begin with http:// or https://"),
        ("https://a.example.org:8443/rss", "port 8443 is not among crawl.ports of service.yaml"),
        ("https://me:secret@a.example.org/rss", "user name and password have no place in an address"),
    ],
)
def test_an_address_that_the_configuration_would_refuse_is_left_out(url: str, why: str) -> None:
    found = imported(f'<opml><outline xmlUrl="{url}"/></opml>')
    assert (found.outlets, [why in sentence for sentence in found.left_out]) == ((), [True])
    assert "secret" not in found.left_out[0]


BOMB = '<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><opml><outline text="&b;" xmlUrl="x"/></opml>'
FILE = '<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/hostname">]><opml><outline text="&f;" xmlUrl="x"/></opml>'
ENTITIES = "declares entities, which lists of feeds never need and attacks do; it was not read"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (BOMB, ENTITIES),
        (FILE, ENTITIES),
        ("", "is no well-formed XML (line 1: "),
        ("<opml><outline></opml>", "is no well-formed XML (line 1: Opening and ending tag mismatch"),
        ("<opml>\n<outline text='&nbsp;'/></opml>", "is no well-formed XML (line 2: Entity 'nbsp' not defined"),
        ("<opml>" + "<outline>" * 5000, "is no well-formed XML (line 1: "),
        ("<rss version='2.0'/>", "is an XML document <rss>, not OPML"),
        (" " * (LARGEST + 1), "is larger than 10 MiB"),
    ],
    ids=["bomb", "file", "empty", "torn", "html", "deep", "rss", "large"],
)
def test_what_is_no_list_is_refused_in_one_sentence(body: str, why: str) -> None:
    with pytest.raises(BadOpml) as refused:
        read_opml(body.encode(), "list.opml")
    assert str(refused.value).startswith(f"list.opml: {why}")
    assert "\n" not in str(refused.value)


NAMES = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)


@given(
    st.lists(st.tuples(NAMES.filter(str.strip), st.integers(1, 3)), max_size=5, unique_by=lambda one: one[0].casefold())
)
def test_what_is_exported_is_imported_again(named: list[tuple[str, int]]) -> None:
    outlets = [
        Outlet(
            f"outlet_{number}",
            name,
            tuple(Source("", f"https://site{number}.example/feed/{n}") for n in range(feeds)),
            languages=("en",),
        )
        for number, (name, feeds) in enumerate(named)
    ]
    again = import_outlines(read_opml(opml_of(outlets), "x"), {}, (), {443}).outlets
    assert [[source["url"] for source in outlet["sources"]] for outlet in again] == [
        [source.url for source in outlet.sources] for outlet in outlets
    ]
    assert [outlet["languages"] for outlet in again] == [["en"]] * len(outlets)


def test_sitemaps_and_listings_are_no_feeds() -> None:
    sources = tuple(Source("herald", f"https://herald.example.org/{kind}", kind=kind) for kind in SourceKind)
    document = opml_of([Outlet("herald", "The Herald", sources)])
    assert [outline.url for outline in read_opml(document, "x")] == ["https://herald.example.org/feed"]
