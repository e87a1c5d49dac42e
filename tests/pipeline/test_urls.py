from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.urls import canonical_key, registrable_domain, url_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://herald.example.org/a", "https://herald.example.org/a"),
        ("https://HERALD.example.org/a", "https://herald.example.org/a"),
        ("https://herald.example.org:443/a", "https://herald.example.org/a"),
        ("http://herald.example.org:80/a", "https://herald.example.org/a"),
        ("https://herald.example.org./a", "https://herald.example.org/a"),
        ("https://www.example.org/a", "https://example.org/a"),
        ("https://m.example.org/a", "https://www.example.org/a"),
        ("https://amp.example.org/a", "https://www.example.org/a"),
        ("https://example.org/a/amp", "https://example.org/a"),
        ("https://example.org/a/amp/", "https://example.org/a"),
        ("https://example.org/a.amp.html", "https://example.org/a.html"),
        ("https://example.org/a?amp=1", "https://example.org/a"),
        ("https://example.org/a/", "https://example.org/a"),
        ("https://example.org/", "https://example.org"),
        ("https://example.org/a#top", "https://example.org/a"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/b/../a", "https://example.org/a"),
        ("https://example.org//a", "https://example.org/a"),
        ("https://example.org/%7ea", "https://example.org/~a"),
        ("https://example.org/путь", "https://example.org/%D0%BF%D1%83%D1%82%D1%8C"),
        ("https://example.org/%d0%bf", "https://example.org/%D0%BF"),
        ("https://пример.рф/a", "https://xn--e1afmkfd.xn--p1ai/a"),
        ("https://example.org/a?y=1&x=2", "https://example.org/a?x=2&y=1"),
        ("https://example.org/a?utm_source=rss&utm_medium=feed", "https://example.org/a"),
        ("https://example.org/a?UTM_Source=rss", "https://example.org/a"),
        ("https://example.org/a?fbclid=1&gclid=2&yclid=3&ysclid=4&igshid=5", "https://example.org/a"),
        ("https://example.org/a?ref=rss", "https://example.org/a"),
        ("https://example.org/a?at_medium=RSS&at_campaign=KARANGA", "https://example.org/a"),
        (" https://example.org/a\n", "https://example.org/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
    ],
)
def test_two_spellings_of_one_address_share_a_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org/a?ref=chapter-2", "https://example.org/a"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://news.example.org/a", "https://example.org/a"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/a?q=1&q=2", "https://example.org/a?q=1"),
        ("https://m.org/a", "https://org/a"),
        ("https://example.org/revamp", "https://example.org/rev"),
    ],
)
def test_different_addresses_keep_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "broken", ["https://[bad", "no address at all", "", "mailto:desk@example.org", "http://x:port/"]
)
def test_what_is_no_web_address_is_its_own_key(broken: str) -> None:
    assert url_key(broken) == broken


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_key_is_never_an_error_and_stays_the_same_when_applied_again(path: str, query: str) -> None:
    key = url_key(f"https://example.org/{path}?{query}")
    assert url_key(f"https://{key}") == key


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.bbc.example.co.uk/a", "example.co.uk"),
        ("https://www.example.org/a", "example.org"),
        ("http://127.0.0.1/a", "127.0.0.1"),
        ("http://localhost/a", "localhost"),
        ("https://[bad", ""),
    ],
)
def test_the_registrable_domain_is_what_somebody_registered(url: str, domain: str) -> None:
    assert registrable_domain(url) == domain


@pytest.mark.parametrize(
    ("canonical", "key"),
    [
        ("https://example.org/real", "example.org/real"),
        ("https://elsewhere.example.net/real", "example.org/a"),
        ("https://example.org/", "example.org/a"),
        ("https://[bad", "example.org/a"),
        (None, "example.org/a"),
    ],
)
def test_a_canonical_link_counts_only_within_the_domain_and_not_for_the_front_page(
    canonical: str | None, key: str
) -> None:
    assert canonical_key("https://example.org/a", canonical) == key
