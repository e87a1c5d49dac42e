from __future__ import annotations

import pytest

from bench.generate import Size, generate
from bench.moving import LISTED, NEW, Feed
from crawlers.feeds import parse_feed


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Feed:
    web = generate(tmp_path_factory.mktemp("web"), Size(outlets=1, entries=LISTED, pages=False))
    return Feed(web.feeds[0])


def ids(feed: Feed, kind: str, times: int) -> list[str | None]:
    read = parse_feed(feed.served(kind, times), "https://outlet-0.example.org/feed", "application/rss+xml", 500, None)
    assert read.problems == ()
    return [entry.id for entry in read.entries]


def test_a_moving_feed_lists_the_newest_first_and_a_few_are_new_each_time(feed: Feed) -> None:
    before, after = ids(feed, "moving", 0), ids(feed, "moving", 1)
    assert len(before) == len(after) == LISTED
    assert after[NEW:] == before[:-NEW]
    assert not set(after[:NEW]) & set(before)


def test_a_reordered_feed_lists_the_same_in_another_order(feed: Feed) -> None:
    before, after = ids(feed, "reordered", 0), ids(feed, "reordered", 1)
    assert before != after
    assert set(before) == set(after)


def test_a_fresh_feed_lists_nothing_that_it_listed_before(feed: Feed) -> None:
    assert not set(ids(feed, "fresh", 0)) & set(ids(feed, "fresh", 1))


@pytest.mark.parametrize("kind", ["unchanged", "same"])
def test_an_unchanged_feed_has_the_same_bytes(feed: Feed, kind: str) -> None:
    assert feed.served(kind, 0) == feed.served(kind, 1)


def test_a_retitled_feed_lists_the_same_under_another_title(feed: Feed) -> None:
    assert feed.served("retitled", 0) != feed.served("retitled", 1)
    assert ids(feed, "retitled", 0) == ids(feed, "retitled", 1)
