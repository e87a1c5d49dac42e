from __future__ import annotations

import doctest
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import urls
from pipeline.dedupe import keys
from pipeline.urls import canonical_key, registrable_domain, url_key

if TYPE_CHECKING:
    from types import ModuleType

SAME = {
    "scheme": [("http://herald.example.org/a", "https://herald.example.org/a"), ("//example.org/a", "https://example.org/a")],
    "host": [
        ("https://HERALD.example.org/a", "https://herald.example.org/a"),
        ("https://herald.example.org./a", "https://herald.example.org/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://пример.рф/a", "https://xn--e1afmkfd.xn--p1ai/a"),
        ("https://ПРИМЕР.рф/a", "https://xn--e1afmkfd.xn--p1ai/a"),
        ("https://www.bücher.example/a", "https://XN--bcher-kva.example/a"),
        ("https://exam\uff50le.org/a", "https://example.org/a"),
    ],
    "default ports": [
        ("https://herald.example.org:443/a", "https://herald.example.org/a"),
        ("http://herald.example.org:80/a", "https://herald.example.org/a"),
        ("http://herald.example.org:/a", "https://herald.example.org/a"),
    ],
    "mobile hosts": [
        ("https://www.example.org/a", "https://example.org/a"),
        ("https://www2.example.org/a", "https://example.org/a"),
        ("https://m.example.org/a", "https://www.example.org/a"),
        ("https://mobile.example.org/a", "https://example.org/a"),
        ("https://mobil.example.de/a", "https://www.example.de/a"),
        ("https://touch.example.org/a", "https://example.org/a"),
        ("https://wap.example.org/a", "https://example.org/a"),
        ("https://www.m.example.org/a", "https://example.org/a"),
        ("https://ru.m.example.org/a", "https://ru.example.org/a"),
        ("https://m.example.co.uk/a", "https://www.example.co.uk/a"),
    ],
    "AMP hosts": [
        ("https://amp.example.org/a", "https://www.example.org/a"),
        ("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a", "https://www.example.org/a"),
        ("https://www-example-org.cdn.ampproject.org/v/s/www.example.org/a?amp_js_v=0.1&usqp=mq331", "https://example.org/a"),
        ("https://cdn.ampproject.org/c/www.example.org/a", "http://www.example.org/a"),
        ("https://example-org.cdn.ampproject.org/wp/s/example.org/a?id=1", "https://example.org/a?id=1"),
        ("https://www.google.com/amp/s/www.example.org/a", "https://www.example.org/a"),
        ("https://www.google.co.uk/amp/s/m.example.org/a/amp/", "https://www.example.org/a"),
        ("https://www.google.de/amp/www.example.org/a", "https://www.example.org/a"),
        ("https://www.bing.com/amp/s/www.example.org/a", "https://www.example.org/a"),
    ],
    "AMP paths": [
        ("https://example.org/a/amp", "https://example.org/a"),
        ("https://example.org/a/amp/", "https://example.org/a"),
        ("https://example.org/amp/a", "https://example.org/a"),
        ("https://example.org/news/amp/a-7", "https://example.org/news/a-7"),
        ("https://example.org/a.amp", "https://example.org/a"),
        ("https://example.org/a.amp.html", "https://example.org/a.html"),
        ("https://example.org/a/amp.html", "https://example.org/a"),
    ],
    "AMP parameters": [
        ("https://example.org/a?amp=1", "https://example.org/a"),
        ("https://example.org/a?amp", "https://example.org/a"),
        ("https://example.org/a?outputType=amp", "https://example.org/a"),
        ("https://example.org/a?isAmp=true&id=3", "https://example.org/a?id=3"),
    ],
    "fragments": [
        ("https://example.org/a#top", "https://example.org/a"),
        ("https://example.org/a#xtor=RSS-1", "https://example.org/a"),
        ("https://example.org/a#:~:text=talks", "https://example.org/a"),
        ("https://example.org/a#!", "https://example.org/a"),
        ("https://example.org/#!/a/", "https://example.org#!/a"),
    ],
    "query": [
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/a?&&", "https://example.org/a"),
        ("https://example.org/a?y=1&x=2", "https://example.org/a?x=2&y=1"),
        ("https://example.org/a?id=1&id=1", "https://example.org/a?id=1"),
        ("https://example.org/a?id=1&print=", "https://example.org/a?print&id=1"),
        ("https://example.org/a?q=new+start", "https://example.org/a?q=new%20start"),
        ("https://example.org/a?q=%d0%bf", "https://example.org/a?q=п"),
        ("https://example.org/a?%69d=1", "https://example.org/a?id=1"),
        ("https://example.org/a?id=1&amp;page=2", "https://example.org/a?id=1&page=2"),
    ],
    "path": [
        ("https://example.org/a/", "https://example.org/a"),
        ("https://example.org/", "https://example.org"),
        ("https://example.org/b/../a", "https://example.org/a"),
        ("https://example.org/./a/.", "https://example.org/a"),
        ("https://example.org//a", "https://example.org/a"),
        ("https://example.org/a/index.html", "https://example.org/a/"),
        ("https://example.org/index.php?id=7", "https://example.org/?id=7"),
        ("https://example.org/a;jsessionid=0A1B", "https://example.org/a"),
        ("https://example.org/%7ea", "https://example.org/~a"),
        ("https://example.org/путь", "https://example.org/%D0%BF%D1%83%D1%82%D1%8C"),
        ("https://example.org/%d0%bf", "https://example.org/%D0%BF"),
        ("https://example.org/100%", "https://example.org/100%25"),
        (" https://example.org/a\n", "https://example.org/a"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(*pair, id=f"{clause}: {pair[0]}") for clause in SAME for pair in SAME[clause]]
)
def test_two_spellings_of_one_address_share_a_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


DIFFERENT = {
    "host": [
        ("https://news.example.org/a", "https://example.org/a"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://m.org/a", "https://org/a"),
        ("https://amp.com.au/a", "https://com.au/a"),
        ("https://www.amp.com.au/a", "https://www.com.au/a"),
        ("https://amplifier.example.org/a", "https://example.org/a"),
        ("https://www.google.com/search/s/www.example.org/a", "https://www.example.org/a"),
    ],
    "path": [
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/revamp", "https://example.org/rev"),
        ("https://example.org/camp/a", "https://example.org/c/a"),
        ("https://example.org/index/a", "https://example.org/a"),
        ("https://example.org/a.html", "https://example.org/a"),
        ("https://example.org/a;id=1", "https://example.org/a;id=2"),
    ],
    "query": [
        ("https://example.org/a?q=1&q=2", "https://example.org/a?q=1"),
        ("https://example.org/?1234", "https://example.org/?1235"),
        ("https://example.org/a?q=1%262", "https://example.org/a?q=1&2"),
        ("https://example.org/a?ref=chapter-2", "https://example.org/a"),
        ("https://example.org/a?source=42", "https://example.org/a"),
        ("https://example.org/a?amp=60", "https://example.org/a"),
        ("https://example.org/a?utm=33", "https://example.org/a"),
        ("https://example.org/a?Id=1", "https://example.org/a?id=1"),
    ],
    "routes": [
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://example.org/#/news/1", "https://example.org/#/news/2"),
        ("https://example.org/#!a", "https://example.org"),
    ],
}


@pytest.mark.parametrize(
    ("one", "other"),
    [pytest.param(*pair, id=f"{clause}: {pair[0]}") for clause in DIFFERENT for pair in DIFFERENT[clause]],
)
def test_different_addresses_keep_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "broken", ["https://[bad", "no address at all", "", "mailto:desk@example.org", "http://x:port/"]
)
def test_what_is_no_web_address_is_its_own_key(broken: str) -> None:
    assert url_key(broken) == broken


PIECES = st.sampled_from(
    [
        "a",
        "/",
        "//",
        ".",
        "..",
        "amp",
        ".amp",
        ".html",
        "index.html",
        "%2F",
        "%41",
        "%",
        "%%34%31",
        "?",
        "&",
        "=",
        "amp;",
        "+",
        "#",
        "#!",
        "#/",
        "utm_source",
        "id",
        "ü",
        "m.",
        "www.",
        "google.com",
        "/amp/s/",
        "cdn.ampproject.org",
        "/c/s/",
        "example.org",
        "co.uk",
        ":80",
        ":8080",
        "@",
        "[",
        "]",
        "::1",
        "xn--",
        ";jsessionid=2",
    ]
)
ADDRESSES = st.text(max_size=40) | st.lists(PIECES | st.just("\ud800"), max_size=12).map("".join)


@settings(max_examples=400)
@given(st.sampled_from(["", "https://", "https://example.org/", "https://m.google.com"]), ADDRESSES)
def test_a_key_is_never_an_error_and_stays_the_same_when_applied_again(start: str, rest: str) -> None:
    url = f"{start}{rest}"
    key = url_key(url)
    assert key == url.strip() or url_key(f"https://{key}") == key


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
        ("https://www.example.org", "example.org/a"),
        ("https://news.example.org/real", "news.example.org/real"),
        ("/real?id=1&utm_source=x", "example.org/real?id=1"),
        ("https://example.org/?p=1", "example.org?p=1"),
        (" https://example.org/real\n", "example.org/real"),
        ("https://[bad", "example.org/a"),
        (None, "example.org/a"),
    ],
)
def test_a_canonical_link_counts_only_within_the_domain_and_not_for_the_front_page(
    canonical: str | None, key: str
) -> None:
    assert canonical_key("https://example.org/a", canonical) == key


@pytest.mark.parametrize(
    ("url", "canonical", "key"),
    [
        ("https://herald.example.co.uk/a", "https://gazette.example.co.uk/b", "gazette.example.co.uk/b"),
        ("https://herald.co.uk/a", "https://gazette.co.uk/b", "herald.co.uk/a"),
        ("https://www-example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/b", "example.org/b"),
        ("https://[bad", "https://example.org/a", "https://[bad"),
        ("https://[bad", "https://[worse", "https://[bad"),
        ("https://127.0.0.1/a", "https://127.0.0.1/b", "127.0.0.1/b"),
    ],
)
def test_the_domain_is_the_one_that_somebody_registered(url: str, canonical: str, key: str) -> None:
    assert canonical_key(url, canonical) == key


@pytest.mark.parametrize("module", [urls, keys])
def test_the_examples_of_the_public_keys_hold(module: ModuleType) -> None:
    failed, tried = doctest.testmod(module)
    assert tried >= 2
    assert not failed
