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
    from random import Random
    from types import ModuleType

VALUES = st.text("0123456789abcXYZ-_.~", min_size=1, max_size=6)

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


TRACKING = [
    "utm_source=rss",
    "UTM_Source=rss",
    "utm_id=1",
    "itm_medium=a",
    "mtm_campaign=a",
    "pk_kwd=a",
    "piwik_campaign=a",
    "hsa_acc=1",
    "fbclid=1",
    "gclid=2",
    "dclid=1",
    "gbraid=1",
    "wbraid=1",
    "yclid=3",
    "ysclid=4",
    "ymclid=1",
    "msclkid=1",
    "twclid=1",
    "ttclid=1",
    "igshid=5",
    "igsh=1",
    "li_fat_id=1",
    "srsltid=1",
    "irclickid=1",
    "gclsrc=aw",
    "gad_source=1",
    "_ga=1",
    "_gl=1",
    "mc_cid=1",
    "mc_eid=1",
    "mkt_tok=1",
    "_hsenc=1",
    "_hsmi=1",
    "__hstc=1",
    "__hssc=1",
    "__hsfp=1",
    "hsCtaTracking=1",
    "vero_id=1",
    "oly_anon_id=1",
    "_openstat=1",
    "_kx=1",
    "_branch_match_id=1",
    "fb_action_ids=1",
    "fb_ref=1",
    "at_medium=RSS",
    "at_campaign=KARANGA",
    "at_bbc_team=editorial",
    "at_ptr_name=x",
    "ns_mchannel=rss",
    "ns_campaign=1490",
    "wt_mc=rss",
    "wt_zmc=x",
    "WT.mc_id=rss",
    "cmpid=rss",
    "CMP=share",
    "xtor=RSS-1",
    "s_cid=rss",
    "ftag=CAD590a51e",
    "ocid=x",
    "smid=tw-share",
    "emc=rss",
    "partner=rss",
    "cid=rss",
    "ncid=rss",
    "rref=world",
    "ref_src=twsrc",
    "ito=1490",
    "mbid=rss",
    "spm=1",
    "soc_src=x",
    "guccounter=1",
    "ref=rss",
    "ref=homepage",
    "ref=twitter",
    "source=newsletter",
    "from=rss",
    "src=rss",
    "via=twitter",
    "feed=rss",
    "_r=1",
    "__twitter_impression=true",
    "PHPSESSID=0a1b",
]


@pytest.mark.parametrize("pair", TRACKING)
def test_how_a_reader_came_is_no_part_of_the_key(pair: str) -> None:
    assert url_key(f"https://example.org/a?id=7&{pair}") == "example.org/a?id=7"


KEPT = [
    "id",
    "p",
    "story",
    "page",
    "article",
    "aid",
    "newsid",
    "nid",
    "sid",
    "cid",
    "tid",
    "pid",
    "post",
    "item",
    "doc",
    "n",
    "v",
    "q",
    "t",
    "lang",
    "date",
    "year",
    "archive",
    "view",
    "ref_id",
    "source_id",
    "utm",
    "at",
    "ns_id",
    "pk_id",
    "mc_id",
    "hs",
    "amp_id",
    "fromage",
    "gid",
    "ids",
]


@pytest.mark.parametrize("name", KEPT)
@given(one=VALUES, other=VALUES)
def test_two_ids_are_never_one_address(name: str, one: str, other: str) -> None:
    keys = {url_key(f"https://example.org/a?{name}={value}") for value in (one, other)}
    assert len(keys) == len({one, other})


@given(st.lists(st.tuples(st.sampled_from(KEPT), VALUES), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_a_query_does_not_matter(pairs: list[tuple[str, str]], chance: Random) -> None:
    query = [f"{name}={value}" for name, value in pairs]
    shuffled = chance.sample([*query, "utm_source=rss"], len(query) + 1)
    assert url_key(f"https://example.org/a?{'&'.join(shuffled)}") == url_key(f"https://example.org/a?{'&'.join(query)}")


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
