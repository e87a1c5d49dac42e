"""Feeds as nobody should write them: whatever feedparser has code for, anywhere."""

from __future__ import annotations

from hypothesis import strategies as st

HOLDERS = [
    "title", "description", "summary", "content", "content:encoded", "dc:title", "media:title", "media:description",
    "itunes:summary", "abstract", "subtitle", "rights",
]  # fmt: skip
LEAVES = [
    "link", "guid", "id", "author", "name", "email", "dc:creator", "dc:language", "dc:date", "pubDate", "updated",
    "published", "category", "url", "media:thumbnail", "itunes:author", "slash:comments", "language", "p:mood",
    "enclosure", "x:title", "cc:license",
]  # fmt: skip
CONTAINERS = [
    "author",
    "source",
    "image",
    "textinput",
    "media:content",
    "media:group",
    "itunes:owner",
    "where",
    "p:mood",
]
MARKUP = ["div", "b", "x:div", "x:b", "x:body", "body", "svg", "item", "channel"]
ROOT = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:p="urn:mood" xmlns:x="http://www.w3.org/1999/xhtml"'
    ' xmlns:cc="http://web.resource.org/cc/"'
)
KIND = [
    "", "", "", ' type="html"', ' type="xhtml"', ' type="text"', ' href="/h"', ' isPermaLink="false"', ' url="/u"',
    ' rel="alternate" href="/r"', ' mode="base64"', ' src="/s"', ' xml:lang="ru"',
]  # fmt: skip
ODD = [
    ' lang="de"', ' xml:base="https://base.example.org/"', ' xmlns=""', ' xmlns="urn:x"', ' xmlns:p="urn:other"',
    ' xmlns="http://www.w3.org/1999/xhtml"', ' xmlns="http://www.w3.org/2005/Atom"', ' xmlns:q="urn:mood"',
    ' xmlns:m="http://search.yahoo.com/mrss/"', ' xmlns:dc="http://purl.org/dc/elements/1.1/"', ' p:type="xhtml"',
    ' xmlns:dc="urn:odd"', ' xmlns:new="urn:new"', ' xmlns:slash="http://purl.org/dc/elements/1.1/"',
]  # fmt: skip
TEXTS = st.sampled_from(
    [
        "", " ", "One", "Two words", "https://courier.example.com/a", "/b?x=1&amp;y=2", "Mon, 02 Mar 2026 09:00:00 GMT",
        "&lt;b&gt;bold&lt;/b&gt;", "<![CDATA[<p>in &amp; out</p>]]>", "<!-- aside -->", "en", "aGVsbG8=", "a &#8217; b",
        "<![CDATA[ ]&#0;]> ]]>", "<![CDATA[&#1;]]>",
    ]
)  # fmt: skip


def _element(
    names: list[str], inside: st.SearchStrategy[str], kinds: tuple[str, ...] | list[str] = KIND
) -> st.SearchStrategy[str]:
    return st.builds("<{0}{1}>{2}</{0}>".format, st.sampled_from(names), st.sampled_from(kinds), inside)


def _several(one: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(one, max_size=most).map("".join)


SIMPLE = _element(HOLDERS + LEAVES, TEXTS)
XHTML = st.builds("<{0} type='xhtml'>{1}</{0}>".format, st.sampled_from(HOLDERS), _element(["x:div", "x:b"], TEXTS))
NESTED = _element(CONTAINERS, _several(SIMPLE, 3))
TAME = st.one_of(SIMPLE, SIMPLE, SIMPLE, XHTML, NESTED)
ODD_NAME = _element(HOLDERS + LEAVES + CONTAINERS + MARKUP, _element(HOLDERS + MARKUP, TEXTS))
ODD_ATTRIBUTE = _element(HOLDERS + LEAVES + CONTAINERS, TEXTS | SIMPLE, ODD)
HEAD = st.just("<title>Courier</title><link>https://courier.example.com/</link>")
DATED = HEAD.map(lambda head: head + "<lastBuildDate>Mon, 02 Mar 2026 09:00:00 GMT</lastBuildDate>")
PICTURED = HEAD.map(lambda head: head + "<image><url>/i.png</url><title>Courier</title></image>")


@st.composite
def feeds(draw: st.DrawFn) -> str:
    """A well-formed document, mostly, with at most two elements that are out of place."""
    head = draw(st.one_of(HEAD, DATED, PICTURED, _several(TAME, 3)))
    items = draw(
        st.lists(st.tuples(st.sampled_from(["", "", "", " p:x='1'"]), _several(TAME, 5)), min_size=1, max_size=5)
    )
    for odd in draw(st.lists(ODD_NAME | ODD_ATTRIBUTE, max_size=2)):
        place = draw(st.integers(0, len(items) - 1))
        items[place] = (items[place][0], odd + items[place][1] if draw(st.booleans()) else items[place][1] + odd)
    tail = draw(st.just("") | TAME)
    base = draw(st.sampled_from(["", "", ' xml:base="https://root.example.org/"', ' xml:lang="fr"']))
    if draw(st.booleans()):
        listed = "\n".join(f"<item{said}>{children}</item>" for said, children in items)
        return f'<rss version="2.0"{ROOT}{base}><channel>{head}{listed}{tail}</channel></rss>'
    listed = "\n".join(f"<entry{said}>{children}</entry>" for said, children in items)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{ROOT}{base}>{head}{listed}{tail}</feed>'
