from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from pipeline.errors import StoryError
from pipeline.placing import Window
from pipeline.ruling import merge, split
from pipeline.store import stories
from pipeline.store.story_tables import story_articles
from tests.builders import NOON
from tests.pipeline.dedupe.newsroom import OTHER, REPORT, RETOLD, prose
from tests.pipeline.test_placing import folder, fresh, item, probes, settled

if TYPE_CHECKING:
    from pipeline.store.database import Connection, Database

__all__ = ["folder"]


def places(conn: Connection) -> dict[int, int]:
    """The story that each article belongs to now."""
    rows = conn.execute(select(story_articles.c.article_id, story_articles.c.story_id)).all()
    return {row.article_id: stories.resolved(conn, row.story_id) for row in rows}


@pytest.fixture
def three(store: Database) -> Database:
    settled(store, [item(REPORT), item(OTHER, "gazette"), item(prose(4), "courier")], Window())
    return store


def test_a_merge_keeps_the_older_id_and_the_younger_one_leads_to_it(three: Database) -> None:
    assert three.write_now(lambda conn: merge(conn, 3, 1, NOON)) == 1
    assert three.read_now(places) == {1: 1, 2: 2, 3: 1}
    assert three.read_now(lambda conn: stories.resolved(conn, 3)) == 1


def test_later_articles_follow_a_merge(three: Database) -> None:
    window = Window()
    settled(three, [item(REPORT, "echo", hours=1)], window)
    three.write_now(lambda conn: merge(conn, 1, 2, NOON))
    (found,) = settled(three, [item(OTHER, "mirror", hours=2)], window)
    assert found.grouping
    assert found.grouping.story == 1


def test_what_copied_a_story_while_it_was_merged_goes_with_it_when_it_leaves(three: Database) -> None:
    window = Window()
    three.write_now(lambda conn: merge(conn, 1, 2, NOON))
    settled(three, [item(OTHER, "mirror", hours=2), item(REPORT, "echo", hours=3)], window)
    three.write_now(lambda conn: split(conn, 2, (), NOON))
    assert three.read_now(places) == {1: 1, 2: 2, 3: 3, 4: 2, 5: 1}
    (found,) = settled(three, [item(OTHER, "herald-two", hours=4)], window)
    assert found.grouping
    assert found.grouping.story == 2


@settings(max_examples=20)
@given(st.permutations([1, 2, 3, 4]))
def test_a_split_restores_what_a_merge_joined(folder, order) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - hypothesis and a fixture
    store = fresh(folder)
    texts = [REPORT, OTHER, prose(4), prose(4, 2)]
    settled(store, [item(text, f"outlet-{place}") for place, text in enumerate(texts)], Window())
    before = store.read_now(places)
    one, other, *_ = order
    store.write_now(lambda conn: merge(conn, one, other, NOON))
    assert store.read_now(places) != before
    store.write_now(lambda conn: split(conn, max(one, other), (), NOON))
    assert store.read_now(places) == before
    store.close()


PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=6)


@settings(max_examples=20)
@given(PAIRS)
def test_many_merges_taken_back_in_turn_leave_what_there_was(folder, pairs) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - hypothesis and a fixture
    store, window = fresh(folder), Window()
    texts = [REPORT, OTHER, prose(4), prose(4, 2), prose(4, 3), REPORT]
    settled(store, [item(text, f"outlet-{place}") for place, text in enumerate(texts)], window)
    before, merged = store.read_now(lambda conn: (places(conn), probes(conn, window))), []
    for pair in pairs:
        with suppress(StoryError):  # they are one story already
            merged.append(store.write_now(partial(joined, pair=pair)))
    for former in reversed(merged):
        store.write_now(partial(split, story=former, addresses=(), at=NOON))
    assert store.read_now(lambda conn: (places(conn), probes(conn, window))) == before
    store.close()


def joined(conn: Connection, pair: tuple[int, int]) -> int:
    """Merge two stories; the id that leads elsewhere then."""
    former = max(stories.resolved(conn, story) for story in pair)
    merge(conn, *pair, NOON)
    return former


def test_articles_leave_a_story_with_their_copies_and_nothing_brings_them_back(three: Database) -> None:
    window = Window()
    settled(three, [item(REPORT, "echo", hours=1), item(RETOLD, "mirror", hours=1)], window)
    three.write_now(lambda conn: merge(conn, 1, 2, NOON))
    assert three.write_now(lambda conn: split(conn, 2, ["https://herald.example.org/0"], NOON)) > 3
    settled(three, [item(OTHER, "globe", hours=2), item(REPORT, "star", hours=2)], window)
    found = three.read_now(places)
    assert found[1] == found[4] == found[7]
    assert found[1] != found[2] == found[6] == 1


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (lambda conn: merge(conn, 1, 99, NOON), "story 99: there is no such story"),
        (lambda conn: merge(conn, 1, 1, NOON), "one story already"),
        (lambda conn: split(conn, 1, (), NOON), "was not merged"),
        (lambda conn: split(conn, 1, ["https://herald.example.org/9"], NOON), "has no article https://herald"),
        (lambda conn: split(conn, 1, ["https://herald.example.org/0"], NOON), "no article left"),
    ],
)
def test_what_can_t_be_done_is_refused_in_a_sentence(three: Database, said, message: str) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - a table of cases
    before = three.read_now(places)
    with pytest.raises(StoryError, match=message):
        three.write_now(said)
    assert three.read_now(places) == before
