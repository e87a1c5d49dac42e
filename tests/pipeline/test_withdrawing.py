from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.matching.matcher import Matcher
from pipeline.model.article import Arrival
from pipeline.model.change import Difference, Matter
from pipeline.model.rule import Name, Rule
from pipeline.model.withdrawal import Withdrawal
from pipeline.process import read, settle
from pipeline.store import withdrawals
from pipeline.store.archive import archived
from pipeline.store.news import newest_seq, news
from pipeline.withdrawing import withdraw
from tests.builders import HOUR, NOON, article

if TYPE_CHECKING:
    from pipeline.model.article import Article
    from pipeline.model.news import News
    from pipeline.store.database import Database

MATCHER = Matcher([Rule("inf", "INF Treaty", (Name("INF", exact=True),))])
KEY = "herald.example.org/a"
GONE = Withdrawal(NOON + HOUR, NOON + 2 * HOUR, 404, "answered 404")


class Archive:
    """An archive with one article whose page may go."""

    def __init__(self, store: Database) -> None:
        self.store = store
        self.settle(article())

    def settle(self, item: Article) -> None:
        self.store.write_now(lambda conn: settle(conn, read(item, MATCHER)))

    def withdraw(self, key: str = KEY) -> bool:
        return self.store.write_now(lambda conn: withdraw(conn, "herald", key, GONE))

    def back(self) -> bool:
        return self.store.write_now(lambda conn: withdrawals.back(conn, 1, NOON + 3 * HOUR))

    def records(self) -> tuple[Withdrawal, ...]:
        return self.store.read_now(lambda conn: withdrawals.of(conn, "herald", KEY))

    def news(self, after: int) -> tuple[News, ...]:
        return self.store.read_now(lambda conn: news(conn, after, newest_seq(conn), ["inf"]))


@pytest.fixture
def archive(store: Database) -> Archive:
    return Archive(store)


def test_a_withdrawal_is_recorded_and_announced_with_the_newest_version(archive: Archive) -> None:
    archive.settle(article(text="The envoys left Geneva. They did not speak about INF."))
    assert archive.withdraw()
    assert archive.records() == (GONE,)
    (told,) = archive.news(after=2)
    assert (told.kind, told.version_id, told.changes) == ("withdrawn", 2, (Difference(Matter.WITHDRAWN, None, None),))
    assert [match.rule for match in told.matches] == ["inf"]


def test_an_edit_differs_by_what_others_say_of_it_and_not_by_its_withdrawal(archive: Archive) -> None:
    archive.settle(article(text="The envoys left Geneva. They did not speak about INF."))
    assert Difference(Matter.WITHDRAWN, None, None) not in archive.news(after=1)[0].changes


def test_what_is_not_in_the_archive_is_not_withdrawn(archive: Archive) -> None:
    assert not archive.withdraw("herald.example.org/other")
    assert archive.news(after=1) == ()


def test_nobody_is_told_of_an_article_whose_newest_version_does_not_match(archive: Archive) -> None:
    archive.settle(article(title="Harbour reopens", text="Its cranes were painted."))
    archive.withdraw()
    assert archive.news(after=2) == ()


def test_nobody_is_told_of_a_baseline_article_that_is_gone(store: Database) -> None:
    archive = Archive(store)
    other = article(url="https://herald.example.org/b", arrival=Arrival.BASELINE, title="INF, day two")
    archive.settle(other)
    assert archive.withdraw("herald.example.org/b")
    assert archive.news(after=1) == ()


def test_a_page_is_back_once_and_may_go_again(archive: Archive) -> None:
    assert not archive.back()
    archive.withdraw()
    assert (archive.back(), archive.back()) == (True, False)
    archive.withdraw()
    assert [record.back for record in archive.records()] == [NOON + 3 * HOUR, None]


def test_the_archive_lists_what_was_said_and_no_withdrawal(archive: Archive) -> None:
    archive.withdraw()
    listed = archive.store.read_now(lambda conn: list(archived(conn)))
    assert [one.kind for one in listed] == ["new"]


def test_a_page_that_went_and_is_back_by_then_has_not_been_withdrawn(archive: Archive) -> None:
    archive.withdraw()
    archive.back()
    assert [each.changes for each in archive.news(after=1)] == [()]
