from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.entry import Entry
from crawlers.identity import MARK, identify

FEED = "https://courier.example.com/rss"
PAGE = "https://courier.example.com/a?utm_source=rss"
KEY = "courier.example.com/a"
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def entry(title: str = "Talks", id_: str | None = None, url: str | None = PAGE, **said: str) -> Entry:
    return Entry(id=id_, url=url, title=title, **said)  # type: ignore[arg-type]


def keys(*entries: Entry, shared: frozenset[str] = frozenset()) -> list[str]:
    return [one.url_key for one in identify(FEED, entries, shared)]


def test_an_entry_is_its_address() -> None:
    (one,) = identify(FEED, [entry()])
    assert (one.url, one.url_key, one.page) == (PAGE, KEY, True)


@pytest.mark.parametrize(
    "url", ["https://courier.example.com/a?utm_source=feed&utm_term=7", "http://courier.example.com/a"]
)
def test_what_counts_readers_in_an_address_makes_no_other_entry(url: str) -> None:
    before, after = entry(id_=PAGE), entry(id_=url, url=url)
    assert identify(FEED, [before])[0].fingerprint == identify(FEED, [after])[0].fingerprint


def test_entries_that_differ_in_their_fragment_only_are_told_apart() -> None:
    assert len(identify(FEED, [entry(url=f"{PAGE}#1"), entry(url=f"{PAGE}#2")])) == 2


@pytest.mark.parametrize(
    "other",
    [
        entry(title="Talks, edited", id_="1"),
        entry(title="T\N{ZERO WIDTH SPACE}alks", id_="2"),
        entry(title=" TALKS ", id_=None),
        entry(id_="1", url=PAGE + "#comments"),
    ],
)
def test_entries_of_one_address_with_one_id_or_title_are_one_article(other: Entry) -> None:
    assert keys(entry(id_="1"), other) == [KEY, KEY]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (entry("One", "1"), entry("Two", "2")),
        (entry("One"), entry("Two")),
        (entry("", None, PAGE + "#one"), entry("", None, PAGE + "#two")),
        (entry("", summary="one"), entry("", summary="two")),
        (entry("One", "1"), entry("Two", None)),
    ],
)
def test_an_address_of_several_entries_swallows_none(first: Entry, second: Entry) -> None:
    found = identify(FEED, [first, second])
    assert len({one.url_key for one in found}) == 2
    assert all(one.url_key.startswith(KEY + "#e-") and not one.page for one in found)
    assert {one.url for one in found} == {first.url, second.url}


def test_an_address_once_shared_stays_shared() -> None:
    both = identify(FEED, [entry("One", "1"), entry("Two", "2")])
    shared = frozenset(one.url_key.partition(MARK)[0] for one in both)
    assert keys(entry("One", "1"), shared=shared) == [one.url_key for one in both if one.entry.id == "1"]


def test_an_id_on_two_addresses_makes_two_articles() -> None:
    other = "https://courier.example.com/b"
    assert keys(entry(id_="1"), entry(id_="1", url=other)) == ["courier.example.com/b", KEY]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (entry("", url=None, summary="one"), entry("", url=None, summary="two")),
        (entry("", url=None, content="one"), entry("", url=None, content="two")),
        (entry("One", url=None), entry("Two", url=None)),
        (entry("Same", "1", url=None), entry("Same", "2", url=None)),
        (entry("One", "same", url=None), entry("Two", "same", url=None)),
    ],
)
def test_entries_without_an_address_are_told_apart_and_have_no_page(first: Entry, second: Entry) -> None:
    found = identify(FEED, [first, second])
    assert len({one.url_key for one in found}) == 2
    assert all(one.url == FEED and not one.page for one in found)


def test_an_entry_without_an_address_keeps_its_key_when_its_title_is_edited() -> None:
    assert keys(entry("Talks", "1", url=None)) == keys(entry("Talks!", "1", url=None))


def test_an_entry_repeated_word_for_word_counts_once() -> None:
    assert len(identify(FEED, [entry(), entry()])) == 1


@pytest.mark.parametrize(
    "changed",
    [
        entry("Other"),
        entry(id_="1"),
        entry(url=PAGE + "#x"),
        entry(summary="s"),
        entry(content="c"),
        Entry(id=None, url=PAGE, title="Talks", updated=NOON),
    ],
)
def test_whatever_a_feed_changes_changes_the_fingerprint(changed: Entry) -> None:
    assert identify(FEED, [entry()])[0].fingerprint != identify(FEED, [changed])[0].fingerprint


def dated(title: str, hours: int) -> Entry:
    return Entry(
        id=title, url=f"https://courier.example.com/{title}", title=title, published=NOON + timedelta(hours=hours)
    )


def test_articles_come_oldest_first_where_all_are_dated() -> None:
    found = identify(FEED, [dated("b", 2), dated("c", 3), dated("a", 1)])
    assert [one.entry.title for one in found] == ["a", "b", "c"]


def test_articles_come_last_first_where_one_has_no_date() -> None:
    found = identify(FEED, [dated("a", 1), entry("x"), dated("c", 3)])
    assert [one.entry.title for one in found] == ["c", "x", "a"]


ENTRIES = st.lists(
    st.builds(
        entry,
        title=st.sampled_from(["", "One", "Two"]),
        id_=st.sampled_from([None, "1", "2"]),
        url=st.sampled_from([None, PAGE, PAGE + "#1", "https://courier.example.com/b"]),
        summary=st.sampled_from(["", "s", "t"]),
    ),
    max_size=8,
)


@given(ENTRIES)
def test_no_entry_is_lost_and_each_comes_once(entries: list[Entry]) -> None:
    assert sorted(map(repr, set(entries))) == sorted(repr(one.entry) for one in identify(FEED, entries))


@given(ENTRIES, st.randoms())
def test_keys_do_not_depend_on_the_order_of_a_document(entries: list[Entry], random: object) -> None:
    before = {one.fingerprint: one.url_key for one in identify(FEED, entries)}
    random.shuffle(entries)  # type: ignore[attr-defined]
    assert {one.fingerprint: one.url_key for one in identify(FEED, entries)} == before
