from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pipeline import process
from pipeline.matching.matcher import Matcher
from pipeline.model.rule import Name, Rule, keyword_rule
from pipeline.store import versions
from pipeline.store.archive import Archived, archived
from tests.builders import HOUR, NOON, article

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.article import Article
    from pipeline.store.database import Database

MATCHER = Matcher(
    [Rule("inf", "INF", (Name("INF Treaty"),)), Rule("geneva", "Geneva", (Name("Geneva"),)), keyword_rule("envoys")]
)


def settle(store: Database, *settled: Article) -> None:
    for one in settled:
        store.write_now(partial(process.settle, read_=process.read(one, MATCHER)))


def read(store: Database, since: datetime | None = None) -> list[Archived]:
    return store.read_now(lambda conn: list(archived(conn, since)))


def test_each_new_article_and_each_version_is_a_line_in_the_order_they_came(store: Database) -> None:
    later = NOON + HOUR
    settle(
        store,
        article(published=NOON - HOUR),
        article(url="https://herald.example.org/b", text="Nothing of note."),
        article(text="Changed words.", title="Talks end", seen_at=later),
    )
    first, second, version = read(store)
    assert first == Archived(
        url="https://herald.example.org/a",
        title="Envoys meet over the INF Treaty",
        outlet="herald",
        published=NOON - HOUR,
        first_seen=NOON,
        kind="new",
        of=None,
        story="1",
        concepts=("geneva", "inf"),
        arrival="live",
    )
    assert (second.kind, second.published, second.concepts) == ("new", None, ("inf",))
    assert (version.kind, version.of, version.story) == ("version", first.url, first.story)
    assert (version.title, version.first_seen, version.concepts) == ("Talks end", later, ())


def test_only_what_was_seen_since_a_moment_is_read_when_asked(store: Database) -> None:
    settle(store, article(), article(text="Other words.", seen_at=NOON + HOUR))
    assert [item.kind for item in read(store, NOON + HOUR)] == ["version"]
    assert [item.kind for item in read(store, NOON)] == ["new", "version"]


def test_a_match_under_two_versions_of_a_rule_is_one_concept(store: Database) -> None:
    settle(store, article())
    newer = Matcher([Rule("inf", "INF", (Name("INF Treaty"), Name("INF")))])
    found = process.read(article(), newer).matches
    store.write_now(lambda conn: versions.add_matches(conn, 1, found, article().arrival))
    assert [item.concepts for item in read(store)] == [("geneva", "inf")]


def test_an_empty_archive_has_no_lines(store: Database) -> None:
    assert read(store) == []
