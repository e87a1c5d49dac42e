"""The window beside the store: whatever happens to either, they agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import groupby
from random import Random
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bench.prose import Prose
from pipeline.matching.matcher import Matcher
from pipeline.placing import LENGTH, Window, article_traits, moment
from pipeline.process import read, settle
from pipeline.store import signatures
from pipeline.store.database import Connection, Database
from pipeline.store.story_tables import stories, story_articles
from pipeline.store.tables import versions
from tests.builders import HOUR, NOON, article
from tests.pipeline.dedupe.newsroom import OTHER, REPORT, RETOLD, prose
from treatywatch.migrations.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.model.article import Article
    from pipeline.model.placement import Placement

NOTHING = Matcher([])
TEXTS = (REPORT, RETOLD, OTHER, f"{REPORT}\n{OTHER}", REPORT[:300])


STATES = (REPORT, f"{REPORT}\nMore is known on Thursday.", REPORT[:300], OTHER, OTHER[:350], prose(5))
"""States of three articles: whatever has words of two would belong to whichever came first."""


def item(
    text: str, outlet: str = "herald", place: int = 0, hours: float = 0, published: datetime | None = None
) -> Article:
    url, at = f"https://{outlet}.example.org/{place}", NOON + hours * HOUR
    return article(url=url, outlet=outlet, text=text, title=text[:40], seen_at=at, published=published)


@st.composite
def some(draw: st.DrawFn, texts: Sequence[str] = TEXTS) -> Article:
    text, outlet = draw(st.sampled_from(texts)), f"outlet-{draw(st.integers(0, 2))}"
    return item(text, outlet, draw(st.integers(0, 5)), draw(st.integers(0, 400)))


def put(conn: Connection, one: Article, window: Window | None = None) -> Placement:
    return settle(conn, read(one, NOTHING), window)


def settled(store: Database, items: Sequence[Article], window: Window) -> list[Placement]:
    return [store.write_now(partial(put, one=one, window=window)) for one in items]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stores")


def fresh(folder: Path) -> Database:
    (folder / "store.db").unlink(missing_ok=True)
    database = Database(folder / "store.db")
    database.write_now(metadata.create_all)
    return database


def probes(conn: Connection, window: Window) -> list[object]:
    """What the window would say of articles that come next."""
    later = [item(text, outlet=outlet, place=9, hours=401) for text in TEXTS for outlet in ("herald", "outlet-1")]
    return [window.grouping(conn, article_traits(one), moment(one)) for one in later]


@settings(max_examples=25)
@given(st.lists(some(), max_size=14))
def test_a_window_made_from_the_store_says_what_the_living_one_says(folder: Path, items: list[Article]) -> None:
    store, window = fresh(folder), Window()
    settled(store, items, window)
    said = store.read_now(lambda conn: (probes(conn, window), probes(conn, Window())))
    store.close()
    assert said[0] == said[1]


@settings(max_examples=15)
@given(st.lists(some(STATES), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_articles_and_their_versions_do_not_depend_on_the_order_of_arrival(
    folder: Path, items: list[Article], chance: Random
) -> None:
    found = []
    for order in (items, chance.sample(items, len(items))):
        store = fresh(folder)
        settled(store, order, Window())
        found.append(store.read_now(identities))
        store.close()
    assert found[0] == found[1]


def identities(conn: Connection) -> set[tuple[str, frozenset[str]]]:
    """Articles by their address, and the words each had; which of an address came first does not matter."""
    from pipeline.store.tables import articles  # noqa: PLC0415 - named like a list of articles above

    rows = conn.execute(
        select(articles.c.url, versions.c.article_id, versions.c.content_key)
        .join(versions, versions.c.article_id == articles.c.id)
        .order_by(versions.c.article_id)
    )
    return {
        (url, frozenset(row.content_key for row in group))
        for (url, _), group in groupby(rows, key=lambda row: (row.url, row.article_id))
    }


@settings(max_examples=15)
@given(st.lists(some(), min_size=1, max_size=8))
def test_an_article_that_comes_twice_changes_nothing(folder: Path, items: list[Article]) -> None:
    store, window = fresh(folder), Window()
    for one in items:
        settled(store, [one], window)
        before = store.read_now(signatures.revision)
        settled(store, [replace(one, seen_at=one.seen_at + HOUR)], window)
        assert store.read_now(signatures.revision) == before
    store.close()


class Killed(Exception):
    pass


class Failing:
    """A connection that breaks at its n-th statement."""

    def __init__(self, conn: Connection, left: int) -> None:
        self._conn, self.left = conn, left

    def execute(self, *arguments: Any) -> object:  # noqa: ANN401 - SQLAlchemy's signature
        if not self.left:
            raise Killed
        self.left -= 1
        return self._conn.execute(*arguments)


@pytest.mark.parametrize("edited", [False, True])
def test_a_kill_at_any_statement_leaves_a_store_with_which_the_window_agrees(store: Database, edited: bool) -> None:  # noqa: FBT001 - two cases
    window, first = Window(), item(REPORT)
    settled(store, [item(OTHER, "courier"), first], window)
    coming = item(RETOLD, hours=2) if edited else item(RETOLD, "gazette", hours=2)
    for statements in range(100):
        try:
            kill_at(store, coming, window, statements)
        except Killed:
            said = store.read_now(lambda conn: (probes(conn, window), probes(conn, Window())))
            assert said[0] == said[1]
        else:
            assert statements > 5
            return
    raise AssertionError


def kill_at(store: Database, one: Article, window: Window, statements: int) -> None:
    store.write_now(lambda conn: put(cast("Connection", Failing(conn, statements)), one, window))


def test_a_transaction_taken_back_after_it_placed_an_article_is_forgotten(store: Database) -> None:
    window = Window()

    def work(conn: Connection) -> None:
        put(conn, item(REPORT), window)
        raise Killed

    with pytest.raises(Killed):
        store.write_now(work)
    (placement,) = settled(store, [item(REPORT, "gazette", hours=1)], window)
    assert placement.grouping
    assert placement.grouping.group == "new"


def test_later_articles_are_compared_with_an_articles_newest_words(store: Database) -> None:
    window = Window()
    settled(store, [item(REPORT, published=NOON), item(OTHER, hours=1, published=NOON)], window)
    copy, new = settled(store, [item(OTHER, "gazette", hours=2), item(REPORT, "courier", hours=2)], window)
    assert copy.grouping
    assert new.grouping
    assert (copy.grouping.group, copy.grouping.of) == ("copy", 1)
    assert new.grouping.group == "new"


def test_an_edited_article_keeps_its_story(store: Database) -> None:
    settled(store, [item(REPORT, published=NOON), item(OTHER, hours=1, published=NOON)], Window())
    assert store.read_now(lambda conn: conn.execute(select(func.count()).select_from(stories)).scalar_one()) == 1
    assert store.read_now(lambda conn: list(conn.execute(select(story_articles.c.kind)).scalars())) == ["new"]


def test_signatures_are_forgotten_with_the_window_and_places_are_not(store: Database) -> None:
    window = Window()
    settled(store, [item(REPORT), item(OTHER, "gazette", hours=15 * 24)], window)
    assert store.write_now(lambda conn: signatures.forget(conn, LENGTH)) == 1
    assert store.read_now(lambda conn: len(list(signatures.window(conn, LENGTH)))) == 1
    (edited,) = settled(store, [item(RETOLD, hours=15 * 24)], window)
    assert edited.kind == "version"
    assert store.read_now(lambda conn: len(list(conn.execute(select(story_articles))))) == 2


def test_nothing_is_forgotten_of_an_empty_store(store: Database) -> None:
    assert store.write_now(lambda conn: signatures.forget(conn, LENGTH)) == 0


def test_an_article_is_placed_when_it_was_published_but_never_later_than_it_was_seen() -> None:
    one = item(REPORT)
    assert moment(one) == NOON
    assert moment(replace(one, published=NOON - HOUR)) == NOON - HOUR
    assert moment(replace(one, published=NOON + timedelta(days=400))) == NOON


def test_a_restart_in_the_middle_of_many_articles_changes_no_placement(store: Database) -> None:
    chance = Random(5)
    before = [REPORT]
    items = []
    for number in range(160):
        text = chance.choice(before) if chance.random() < 0.3 else "\n".join(Prose(Random(number % 40)).article(3))
        before.append(text)
        items.append(item(text, f"outlet-{number % 7}", number, hours=number * 4))
    settled(store, items[:100], Window())
    living = Window()

    def rest(window: Window) -> list[object]:
        said: list[object] = []

        def work(conn: Connection) -> None:
            said.extend(put(conn, one, window) for one in items[100:])
            raise Killed

        with pytest.raises(Killed):
            store.write_now(work)
        return said

    first = rest(living)
    assert rest(Window()) == first
    assert rest(living) == first
