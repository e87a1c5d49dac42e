from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.links import safe_link


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c&d=%20e#f", "https://example.org/a?b=c&d=%20e#f"),
        (" http://example.org:8080/a\n", "http://example.org:8080/a"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        (
            "https://example.org/договор?q=мир",
            "https://example.org/%D0%B4%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80?q=%D0%BC%D0%B8%D1%80",
        ),
        ('https://example.org/"><b>', "https://example.org/%22%3E%3Cb%3E"),
        ("https://пример.рф/a", "https://пример.рф/a"),
        ("https://münchen.example/a", "https://münchen.example/a"),
        ("https://日本のニュース/a", "https://日本のニュース/a"),
        ("https://[2001:db8::1]:8443/a", "https://[2001:db8::1]:8443/a"),
        ("https://example.org/a?utm_source=rss&id=7&fbclid=x#f", "https://example.org/a?id=7#f"),
        ("https://example.org/a?utm_source=rss", "https://example.org/a"),
    ],
)
def test_a_web_address_becomes_one_run_of_printable_characters(url: str, link: str) -> None:
    assert safe_link(url) == link


@pytest.mark.parametrize("host", ["аpple.com", "www.пример.example", "pаypal.example"])
def test_a_host_that_mixes_scripts_is_shown_encoded(host: str) -> None:
    assert "xn--" in safe_link(f"https://{host}/")
    assert safe_link(f"https://{host}/").isascii()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,hello",
        "file:///etc/hostname",
        "ftp://example.org/a",
        "//example.org/a",
        "/a",
        "https://",
        "https:///a",
        "https://user:pw@example.org/",
        "https://example.org@example.net/",
        "http://127.0.0.1:8888\\@example.com/",
        "https://example.org/a b",
        "https://example.org/a\nb",
        "https://example.org/a\x00b",
        "https://example.org/\u202eb",
        "https://example.org:port/",
        "https://[::1/",
        "https://[::zz]/",
        "https://exa<mple.org/",
        "https://" + "a" * 70 + ".org/",
        "https://example.org/" + "a" * 2048,
        "https://example.org/" + "ж" * 1000,
        "https://ex\ud800ample.org/",
    ],
)
def test_a_mail_leads_nowhere_else(url: str) -> None:
    assert safe_link(url) == ""


@given(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.sampled_from(["", "https://", "https://example.org/"]),
)
def test_what_is_left_of_any_text_is_a_web_address_or_nothing(text: str, start: str) -> None:
    link = safe_link(start + text)
    assert not link or (urlsplit(link).scheme in {"http", "https"} and urlsplit(link).hostname)
    assert link.isprintable()
    assert not set(link) & set(' "<>\\')
    assert len(link) <= 2048
