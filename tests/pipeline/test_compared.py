"""A version is compared before the transaction that writes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.matching.matcher import Matcher
from pipeline.model.change import Difference, Matter
from pipeline.model.placement import Kind
from pipeline.process import Read, compared, followed, read, settle
from tests.builders import HOUR, NOON, article
from tests.pipeline.test_grading import CTBT, INF, MORE_WARHEADS, POLISHED, TEXT, Archive

if TYPE_CHECKING:
    from pipeline.store.database import Database


@pytest.fixture
def archive(store: Database) -> Archive:
    return Archive(store)


def beforehand(archive: Archive, text: str) -> Read:
    """As the service reads an article before it writes it."""
    it = read(article(text=text, seen_at=NOON + 9 * HOUR), Matcher((INF, CTBT)))
    return archive.store.read_now(lambda conn: compared(it, followed(conn, it)))


def test_what_was_compared_before_the_transaction_is_not_compared_again(archive: Archive) -> None:
    archive.settle(TEXT)
    it = beforehand(archive, MORE_WARHEADS)
    assert it.compared
    found = (Difference(Matter.NAME, "as found", "before"),)
    marked = replace(it, compared=replace(it.compared, changes=found))
    assert archive.store.write_now(lambda conn: settle(conn, marked)).changes == found


def test_what_another_name_tells_is_compared_before_the_transaction_too(archive: Archive) -> None:
    archive.settle(TEXT, aliases=("id:7",), published=NOON)
    moved = article(
        url="https://herald.example.org/moved",
        text=MORE_WARHEADS,
        aliases=("id:7",),
        published=NOON,
        seen_at=NOON + HOUR,
    )
    it = read(moved, Matcher((INF, CTBT)))
    it = archive.store.read_now(lambda conn: compared(it, followed(conn, it)))
    assert it.compared
    assert [each.matter for each in it.compared.changes] == [Matter.NUMBER]
    marked = replace(it, compared=replace(it.compared, changes=()))
    placement = archive.store.write_now(lambda conn: settle(conn, marked))
    assert (placement.kind, placement.of and placement.of.article_id, placement.changes) == (Kind.VERSION, 1, ())


def test_what_was_compared_with_a_version_that_was_overtaken_is_compared_anew(archive: Archive) -> None:
    archive.settle(TEXT)
    it = beforehand(archive, POLISHED)
    archive.settle(MORE_WARHEADS)
    placement = archive.store.write_now(lambda conn: settle(conn, it))
    assert [each.matter for each in placement.changes or ()] == [Matter.NUMBER]


def test_a_new_article_and_a_known_one_are_compared_with_nothing(archive: Archive) -> None:
    assert beforehand(archive, TEXT).compared is None
    archive.settle(TEXT)
    assert beforehand(archive, TEXT).compared is None
