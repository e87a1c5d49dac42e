from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.treatywatch.settings.examples import faults_in, service, write

if TYPE_CHECKING:
    from pathlib import Path

GAZETTE = """\
outlets:
  - id: gazette
    name: The Gazette
    sources: [{url: "https://gazette.example.com/feed"}]
"""
KEYS = "id, name, country, languages, ownership, kind, zone, headers, encoding, enabled, terms, use, extract, sources"
UNREADABLE = "the host or port of this address can't be read"

URLS = [
    ("ftp://a.example.com/", "must begin with http:// or https://"),
    ("htps://a.example.com/", "must begin with http:// or https://, did you mean 'https'?"),
    ("a.example.com/feed", "must begin with http:// or https://"),
    ("https:///feed", UNREADABLE),
    ("https://a.example.com:x/", UNREADABLE),
    ("https://a.example.com:0/", UNREADABLE),
    ("https://[::1/", UNREADABLE),
    ("https://a b.example.com/", UNREADABLE),
    ("https://a.example.com/a b", "an address has no spaces: write %20"),
    ("https://user:hunter2@a.example.com/", "user name and password have no place in an address"),
    ("https://a.example.com:8080/feed", "port 8080 is not among crawl.ports of service.yaml"),
]


@pytest.mark.parametrize(("url", "what"), URLS)
def test_an_address_that_could_never_be_polled_is_refused(tmp_path: Path, url: str, what: str) -> None:
    text = GAZETTE.replace("https://gazette.example.com/feed", url)
    assert faults_in(write(tmp_path, {"outlets.yaml": text})) == [
        f"outlets.yaml:4:21: outlets[0].sources[0].url: {what}"
    ]


@pytest.mark.parametrize(
    "url", ["http://a.example.com", "https://[2001:db8::1]/feed", "https://münchen.example.com/f?a=b#c"]
)
def test_other_addresses_of_the_web_are_taken(tmp_path: Path, url: str) -> None:
    text = GAZETTE.replace("https://gazette.example.com/feed", url)
    assert faults_in(write(tmp_path, {"outlets.yaml": text})) == []


def test_a_port_that_the_crawler_may_use_is_taken(tmp_path: Path) -> None:
    crawl = "{user_agent: watch/1 a@example.org, ports: [443, 8080]}"
    text = GAZETTE.replace("https://gazette.example.com", "http://gazette.example.com:8080")
    assert faults_in(write(tmp_path, {"outlets.yaml": text, "service.yaml": service(crawl=crawl)})) == []


DETAILS = [
    ("evry: 3", f"5: outlets[0].evry: unknown key; there are {KEYS}"),
    ("langauges: [en]", "5: outlets[0].langauges: unknown key, did you mean 'languages'?"),
    ("country: nl", "14: outlets[0].country: 'nl' is no country: write the two capitals of ISO 3166, such as NL"),
    (
        "languages: [en, eng]",
        "21: outlets[0].languages[1]: 'eng' is no language: write the two letters of ISO 639-1, such as en",
    ),
    ("languages: en", "16: outlets[0].languages: must be a list"),
    ("ownership: sate", "16: outlets[0].ownership: unknown value 'sate', did you mean 'state'?"),
    ("kind: agencies", "11: outlets[0].kind: unknown value 'agencies', did you mean 'agency'?"),
    ("zone: Europe/Berln", "11: outlets[0].zone: unknown time zone 'Europe/Berln', did you mean 'Europe/Berlin'?"),
    ("zone: X", "11: outlets[0].zone: unknown time zone 'X': write an IANA name such as Europe/Berlin"),
    (
        "zone: ../etc/passwd",
        "11: outlets[0].zone: unknown time zone '../etc/passwd': write an IANA name such as Europe/Berlin",
    ),
    ("enabled: yes", "14: outlets[0].enabled: must be true or false"),
    ("use: full", "10: outlets[0].use: unknown value 'full', did you mean 'fulltext'?"),
    ("use: 7", "10: outlets[0].use: unknown value '7': write fulltext, match or headline"),
    ("terms: forbids", "12: outlets[0].terms: must be a mapping: keys with values"),
    ("terms: {status: forbid}", "21: outlets[0].terms.status: unknown value 'forbid', did you mean 'forbids'?"),
    ("terms: {checked: 2026}", "22: outlets[0].terms.checked: '2026' is no date: write it such as 2026-11-21"),
    (
        "terms: {checked: 2026-13-01}",
        "22: outlets[0].terms.checked: '2026-13-01' is no date: write it such as 2026-11-21",
    ),
    ("terms: {url: x}", "18: outlets[0].terms.url: must begin with http:// or https://"),
    (
        "extract: {drop: ['p[']}",
        "22: outlets[0].extract.drop[0]: 'p[' is no CSS selector: Expected ident or '*', got <EOF at 2>",
    ),
    ("extract: {body: ''}", "21: outlets[0].extract.body: must not be empty"),
    (
        "headers: {User-Agent: Mozilla/5.0}",
        (
            "27: outlets[0].headers.User-Agent: who asks is said once, by crawl.user_agent in service.yaml, "
            "and never in a browser's name"
        ),
    ),
    ("headers: {host: other.example.org}", "21: outlets[0].headers.host: the host is that of the address"),
    ("headers: {Cookie: id=1}", "23: outlets[0].headers.Cookie: no cookie is sent: every request stands for itself"),
    (
        "headers: {AUTHORIZATION: Basic dTpw}",
        "30: outlets[0].headers.AUTHORIZATION: no password is sent: what stands behind a login is not read",
    ),
    (
        "headers: {If-None-Match: x}",
        (
            "30: outlets[0].headers.If-None-Match: asking for changes only is the program's part: "
            "it keeps what the server gave"
        ),
    ),
    (
        "headers: {X-Forwarded-For: 192.0.2.1}",
        (
            "32: outlets[0].headers.X-Forwarded-For: may not be set; "
            "there are Accept, Accept-Language, Cache-Control, From"
        ),
    ),
    ("headers: {Accept: ж}", "23: outlets[0].headers.Accept: a header is written in ASCII"),
    ("headers: {From: a@example.org, from: b}", "14: outlets[0].headers: 'from' and 'From' are one header"),
    ("headers: text/xml", "14: outlets[0].headers: must be a mapping: keys with values"),
    (
        "encoding: cp-1251-ru",
        "15: outlets[0].encoding: 'cp-1251-ru' is no charset: write its name, such as windows-1251 or koi8-r",
    ),
    (
        "encoding: utf-7",
        "15: outlets[0].encoding: 'utf-7' is no charset: write its name, such as windows-1251 or koi8-r",
    ),
    (
        "encoding: rot13",
        "15: outlets[0].encoding: 'rot13' is no charset: write its name, such as windows-1251 or koi8-r",
    ),
    ("terms: {permission: ''}", "25: outlets[0].terms.permission: must not be empty"),
]


@pytest.mark.parametrize(("line", "what"), DETAILS)
def test_a_wrong_detail_of_an_outlet_is_refused_at_its_place(tmp_path: Path, line: str, what: str) -> None:
    text = f"{GAZETTE}    {line}\n"
    assert faults_in(write(tmp_path, {"outlets.yaml": text})) == [f"outlets.yaml:5:{what}"]


WHOLES = [
    ("outlets: 5\n", ["1:10: outlets: must be a list"]),
    ("outlets:\n", ["1:1: outlets: is missing"]),
    ("{}\n", ["1:1: outlets: is missing"]),
    ("outlets: [gazette]\n", ["1:11: outlets[0]: must be a mapping: keys with values"]),
    (
        "outlets:\n  -\n",
        [
            "2:4: outlets[0].id: is missing",
            "2:4: outlets[0].name: is missing",
            "2:4: outlets[0].sources: is missing",
        ],
    ),
    ("outlets:\n  - {id: a, name: A, sources: []}\n", ["2:31: outlets[0].sources: must not be empty"]),
    (
        GAZETTE.replace("id: gazette", "id: The Gazette"),
        ["2:9: outlets[0].id: an id has only a-z, 0-9, _ and -, did you mean 'the_gazette'?"],
    ),
    (GAZETTE.replace("id: gazette", "id: Ж"), ["2:9: outlets[0].id: an id has only a-z, 0-9, _ and -"]),
    (
        GAZETTE + GAZETTE.removeprefix("outlets:\n").replace("feed", "other"),
        ["5:9: outlets[1].id: stands twice, first in line 2"],
    ),
    (
        GAZETTE + GAZETTE.removeprefix("outlets:\n").replace("id: gazette", "id: b").replace("gazette.", "GAZETTE."),
        ["7:21: outlets[1].sources[0].url: stands twice, first in line 4"],
    ),
]


@pytest.mark.parametrize(("text", "lines"), WHOLES)
def test_a_wrong_list_of_outlets_is_refused_with_the_place(tmp_path: Path, text: str, lines: list[str]) -> None:
    assert faults_in(write(tmp_path, {"outlets.yaml": text})) == [f"outlets.yaml:{line}" for line in lines]
