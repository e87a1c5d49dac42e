from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.site import MOST_FEEDS, Site, read_site, sitemaps_in

URL = "https://herald.example.org/en/"


def read(markup: str) -> Site:
    return read_site(markup.encode(), URL, "text/html; charset=utf-8")


def test_a_page_declares_its_feeds_and_links_to_more() -> None:
    site = read(
        """<html lang="en-GB"><head><link rel="alternate" type="application/rss+xml" href="/rss/all">
        <link rel="ALTERNATE feed" type="application/atom+xml; charset=utf-8" href="atom.xml">
        <link rel="alternate" type="text/html" hreflang="de" href="/de/">
        <link rel="alternate" type="application/rss+xml" href="javascript:no">
        <link rel="stylesheet" type="application/rss+xml" href="/x"></head>
        <a href="/rss/all#top">All</a><a href="https://feeds.example.net/herald/feed/">Elsewhere</a>
        <a href="/en/feedback">Write to us</a><a href="/press/atomic-agency">Atoms</a><a>RSS</a></html>"""
    )
    assert site.language == "en"
    assert site.feeds == (
        "https://herald.example.org/rss/all",
        "https://herald.example.org/en/atom.xml",
        "https://feeds.example.net/herald/feed/",
    )


def test_a_base_counts_and_no_more_than_some_feeds_are_taken() -> None:
    links = "".join(f"<a href=rss{n}>{n}</a>" for n in range(30))
    site = read(f'<base href="https://other.example.org/a/">{links}')
    assert site.feeds[0] == "https://other.example.org/a/rss0"
    assert len(site.feeds) == MOST_FEEDS


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta property="og:site_name" content="The Herald"><meta property="og:site_name" content="X">', "The Herald"),
        ('<meta name="application-name" content=" The\n Herald ">', "The Herald"),
        ("<title>World news and analysis – The Herald</title>", "The Herald"),
        ("<title>Ex Ample Times | News</title>", "Ex Ample Times"),
        ("<title>The Herald</title>", "The Herald"),
        ('<meta property="og:site_name" content="The Herald | RSS feed">', "The Herald"),
        (f"<title>{'long ' * 50}</title>", ("long " * 16).strip()),
        ("", ""),
    ],
)
def test_a_site_is_named_as_it_names_itself(head: str, name: str) -> None:
    assert read(f"<html><head>{head}</head><body>x</body></html>").name == name


def test_of_what_is_no_page_nothing_is_known() -> None:
    assert read("") == read("<!-- -->") == Site()


@given(st.binary(max_size=300))
def test_whatever_comes_is_read(body: bytes) -> None:
    assert len(read_site(body, URL).feeds) <= MOST_FEEDS


def test_robots_txt_names_sitemaps_and_those_of_news_come_first() -> None:
    robots = "User-agent: *\nDisallow: /x\nSitemap: https://a.example.org/s.xml\nsitemap: /relative.xml\n"
    robots += "Sitemap: https://a.example.org/news.xml\nSitemap: https://a.example.org/s.xml\n"
    assert sitemaps_in(robots) == ("https://a.example.org/news.xml", "https://a.example.org/s.xml")
