from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from pipeline.matching.matcher import Matcher
from pipeline.model.article import Arrival, TextBy
from pipeline.model.outlet import Use
from pipeline.model.placement import Kind
from pipeline.model.rule import Name, Rule
from pipeline.process import read, settle
from pipeline.store.news import newest_seq, news
from pipeline.store.story_tables import story_articles
from pipeline.store.tables import articles, events, sightings, versions
from pipeline.store.versions import forget_texts
from tests.builders import HOUR, NOON, article
from tests.pipeline.dedupe.newsroom import prose

if TYPE_CHECKING:
    from sqlalchemy import Column

    from pipeline.model.article import Article
    from pipeline.model.news import News
    from pipeline.model.placement import Placement
    from pipeline.store.database import Database

RULES = [Rule("inf", "INF Treaty", (Name("INF", exact=True),)), Rule("ctbt", "CTBT", (Name("CTBT", exact=True),))]
MATCHER = Matcher(RULES)


class Archive:
    """The production path from a settled article to what a digest would see, on a real database."""

    def __init__(self, store: Database) -> None:
        self.store = store

    def settle(self, item: Article) -> Placement:
        return self.store.write_now(lambda conn: settle(conn, read(item, MATCHER)))

    def news(self, after: int = 0, *rules: str) -> tuple[News, ...]:
        return self.store.read_now(lambda conn: news(conn, after, newest_seq(conn), rules or ("inf", "ctbt")))

    def column(self, column: Column[Any]) -> list[Any]:
        return self.store.read_now(lambda conn: list(conn.execute(select(column)).scalars()))


@pytest.fixture
def archive(store: Database) -> Archive:
    return Archive(store)


EDITED = article(text="The envoys met in Geneva. They did not speak about the INF Treaty.", seen_at=NOON + HOUR)


def test_a_new_article_is_an_event_with_its_evidence(archive: Archive) -> None:
    archive.settle(article())
    (item,) = archive.news()
    assert (item.seq, item.kind, item.title) == (1, "article", "Envoys meet over the INF Treaty")
    assert item.matches[0].quotation.text == "They spoke about the INF Treaty for two hours."


def test_the_same_article_again_is_a_sighting_and_no_event(archive: Archive) -> None:
    archive.settle(article())
    again = archive.settle(article(source="https://herald.example.org/world/feed"))
    assert (again.kind, len(archive.news())) == (Kind.KNOWN, 1)
    assert len(archive.column(sightings.c.source)) == 2


def test_an_edited_article_is_a_version_and_no_second_item(archive: Archive) -> None:
    archive.settle(article())
    assert archive.settle(EDITED).kind is Kind.VERSION
    (item,) = archive.news()
    assert (item.seq, item.kind, len(archive.column(articles.c.id))) == (2, "version", 1)


def test_a_later_version_of_a_baseline_article_is_live(archive: Archive) -> None:
    archive.settle(article(arrival=Arrival.BASELINE))
    assert archive.news() == ()
    archive.settle(replace(EDITED, arrival=Arrival.BASELINE))
    assert [item.kind for item in archive.news()] == ["version"]


@pytest.mark.parametrize("arrival", [Arrival.BASELINE, Arrival.BACKFILL, Arrival.RETAG])
def test_only_live_events_are_news(archive: Archive, arrival: Arrival) -> None:
    archive.settle(article(arrival=arrival))
    assert (archive.news(), archive.column(events.c.seq)) == ((), [1])


def test_news_are_those_after_a_seq_and_under_the_rules_asked_for(archive: Archive) -> None:
    archive.settle(article())
    archive.settle(article(url="https://herald.example.org/b", title="CTBT talks", text="CTBT."))
    assert [item.title for item in archive.news(1)] == ["CTBT talks"]
    assert [item.title for item in archive.news(0, "inf")] == ["Envoys meet over the INF Treaty"]


def test_one_address_of_two_outlets_is_two_articles(archive: Archive) -> None:
    archive.settle(article())
    assert archive.settle(article(outlet="gazette")).kind is Kind.NEW


def test_an_article_that_moved_is_found_by_the_feed_s_id(archive: Archive) -> None:
    archive.settle(article(aliases=("id:42",)))
    moved = archive.settle(article(url="https://herald.example.org/moved", aliases=("id:42",)))
    assert (moved.kind, moved.of and moved.of.url_key) == (Kind.KNOWN, "herald.example.org/a")


def test_an_id_used_again_for_another_article_swallows_nothing(archive: Archive) -> None:
    archive.settle(article(aliases=("id:42",)))
    other = article(url="https://herald.example.org/b", title="CTBT talks", text="CTBT.", aliases=("id:42",))
    assert archive.settle(other).kind is Kind.NEW


def test_daily_formula_stories_are_different_articles(archive: Archive) -> None:
    for day in range(6):
        url = f"https://herald.example.org/briefing/{day}"
        on = NOON + day * 24 * HOUR
        story = article(url=url, title="Daily briefing", text=f"INF {day}.", aliases=("id:briefing",), published=on)
        assert archive.settle(story).kind is Kind.NEW
    assert len(archive.news()) == 6


SITE = "https://herald.example.org"


@pytest.mark.parametrize("name", ["id:1", "herald.example.org/news", "herald.example.org/world/geneva"])
def test_an_id_or_canonical_link_that_articles_share_swallows_none_of_them(archive: Archive, name: str) -> None:
    """Ids that count anew in each feed, and canonical links to a section's page."""
    for number, title in enumerate(("INF talks begin", "CTBT talks begin", "INF talks end", "CTBT talks end")):
        item = article(
            url=f"{SITE}/{number}", title=title, text=f"{title}, said {number}.", aliases=(name, f"id:{number}")
        )
        assert archive.settle(item).kind is Kind.NEW
    assert len(archive.news()) == 4


def test_an_article_at_the_address_that_others_name_as_theirs_is_one_of_its_own(archive: Archive) -> None:
    archive.settle(article(url=f"{SITE}/news", title="All news on the INF Treaty", text="INF, all of it."))
    linked = article(url=f"{SITE}/news/talks", aliases=("herald.example.org/news",))
    assert archive.settle(linked).kind is Kind.NEW
    assert archive.settle(linked).kind is Kind.KNOWN


@pytest.mark.parametrize("dated", [True, False])
def test_a_headline_used_every_day_with_one_id_and_no_page_of_its_own_swallows_nothing(
    archive: Archive,
    dated: bool,  # noqa: FBT001 - two cases
) -> None:
    for day in range(3):
        on = NOON + day * 24 * HOUR if dated else None
        item = article(
            url=f"{SITE}/?day={day}", title="INF in brief", text=f"INF {day}.", aliases=("id:1",), published=on
        )
        assert archive.settle(item).kind is Kind.NEW


def test_a_name_that_many_articles_carry_is_nobody_s(archive: Archive) -> None:
    site = "https://herald.example.org"
    for day in range(4):
        archive.settle(article(url=f"{site}/{day}", title=f"Day {day}", text=f"{day}", aliases=("id:x",)))
    again = archive.settle(article(url=f"{site}/9", title="Day 0", text="0", aliases=("id:x",)))
    assert again.kind is Kind.NEW


def test_of_two_articles_with_one_id_the_one_that_agrees_is_found(archive: Archive) -> None:
    archive.settle(article(aliases=("id:42",)))
    archive.settle(article(url="https://herald.example.org/b", title="CTBT talks", text="CTBT.", aliases=("id:42",)))
    moved = archive.settle(article(url="https://herald.example.org/c", aliases=("id:42",)))
    assert moved.of is not None
    assert moved.of.url_key == "herald.example.org/a"


@pytest.mark.parametrize(("use", "kept"), [(Use.FULLTEXT, True), (Use.MATCH, False), (Use.HEADLINE, False)])
def test_text_is_kept_only_where_the_outlet_lets_us(archive: Archive, use: Use, kept: bool) -> None:  # noqa: FBT001 - a table
    archive.settle(article(use=use))
    (text,), (facts,) = archive.column(versions.c.text), archive.column(versions.c.facts)
    assert (text is not None, facts is None) == (kept, kept)
    assert archive.news()[0].matches[0].quotation.text == "They spoke about the INF Treaty for two hours."


def test_texts_past_their_time_go_and_titles_and_matches_stay(archive: Archive, store: Database) -> None:
    archive.settle(article())
    store.write_now(lambda conn: forget_texts(conn, NOON + HOUR))
    assert archive.column(versions.c.text) == [None]
    assert len(archive.news()) == 1


def test_with_a_text_go_the_passages_that_tell_its_changes_and_their_kinds_stay(
    archive: Archive, store: Database
) -> None:
    archive.settle(article())
    archive.settle(EDITED)
    archive.settle(replace(EDITED, text="They did not meet.", seen_at=NOON + 3 * HOUR))
    said = archive.column(versions.c.changes)
    assert store.write_now(lambda conn: forget_texts(conn, NOON + 2 * HOUR)) == 2
    first, second, third = archive.column(versions.c.changes)
    assert (first, third) == (None, said[2])
    assert [each["matter"] for each in second] == [each["matter"] for each in said[1]]
    assert {each[side] for each in second for side in ("before", "after")} <= {"…", None}
    assert store.write_now(lambda conn: forget_texts(conn, NOON + 2 * HOUR)) == 0


def test_feed_text_says_where_it_is_from_and_why(archive: Archive) -> None:
    archive.settle(article(text_by=TextBy.FEED, problem="404"))
    assert archive.column(versions.c.problem) == ["404"]
    assert archive.news()[0].text_by == TextBy.FEED


def test_a_seq_is_never_allotted_twice(archive: Archive, store: Database) -> None:
    archive.settle(article())
    store.write_now(lambda conn: conn.execute(events.delete()))
    archive.settle(EDITED)
    assert archive.column(events.c.seq) == [2]


DAY = 24 * HOUR
TALKS = article(text=f"{prose(5, seed=3)} They spoke about the INF Treaty.", published=NOON)
FLOOD = article(
    text=f"{prose(5, seed=4)} The CTBT was not spoken of.",
    title="Rivers rise in the north",
    published=NOON + DAY,
    seen_at=NOON + DAY,
)


@pytest.mark.parametrize("use", [Use.FULLTEXT, Use.MATCH])
def test_another_article_at_a_known_address_is_a_new_one_with_its_own_story_and_is_told(
    archive: Archive, use: Use
) -> None:
    archive.settle(replace(TALKS, use=use))
    placement = archive.settle(replace(FLOOD, use=use))
    assert (placement.kind, placement.instead and placement.instead.url_key) == (Kind.NEW, TALKS.url_key)
    assert placement.why.startswith("another article stood at its address; of the shorter text's ")
    assert [(item.kind, item.title) for item in archive.news()] == [("article", TALKS.title), ("article", FLOOD.title)]
    assert len(set(archive.column(story_articles.c.story_id))) == 2
    assert len(set(archive.column(articles.c.url_key))) == 2


def test_of_articles_at_one_address_each_is_edited_for_itself(archive: Archive) -> None:
    archive.settle(TALKS)
    archive.settle(FLOOD)
    for one in (FLOOD, TALKS):
        assert archive.settle(one).kind is Kind.KNOWN
        edited = archive.settle(replace(one, text=f"{one.text} It is known since Monday.", seen_at=NOON + 2 * DAY))
        assert (edited.kind, edited.instead) == (Kind.VERSION, None)
    assert len(archive.column(articles.c.id)) == 2
    assert sorted(archive.column(versions.c.number)) == [1, 1, 2, 2]


def test_an_address_used_daily_swallows_nothing_and_remembers_what_comes_back(archive: Archive) -> None:
    days = [
        replace(TALKS, text=prose(5, seed=day), title=f"Day {day}", published=NOON + day * DAY) for day in range(1, 13)
    ]
    assert {archive.settle(day).kind for day in days} == {Kind.NEW}
    assert [archive.settle(day).kind for day in (days[11], days[5], days[1], days[0])] == [Kind.KNOWN] * 4
    assert len(archive.column(articles.c.id)) == 12


def test_an_edited_article_that_comes_back_after_many_others_is_told_once(archive: Archive) -> None:
    edited = replace(TALKS, text=f"{TALKS.text} It is known since Monday.")
    others = [
        replace(TALKS, text=prose(5, seed=day), title=f"Day {day}", published=NOON + day * DAY) for day in range(11, 22)
    ]
    for one in (TALKS, edited, *others):
        archive.settle(one)
    assert archive.settle(edited).kind is Kind.KNOWN
    assert archive.settle(TALKS).kind is Kind.VERSION
    assert len(archive.column(articles.c.id)) == 12
    assert [item.title for item in archive.news()] == [TALKS.title]


def test_an_address_used_again_when_its_text_is_kept_no_longer_swallows_nothing(archive: Archive) -> None:
    archive.settle(TALKS)
    archive.store.write_now(lambda conn: forget_texts(conn, NOON + HOUR))
    assert archive.settle(FLOOD).kind is Kind.NEW
    assert [item.title for item in archive.news()] == [TALKS.title, FLOOD.title]


def test_what_a_look_read_stays_the_article_that_stood_there(archive: Archive) -> None:
    archive.settle(TALKS)
    archive.settle(FLOOD)
    said = replace(read(replace(TALKS, text=prose(5, seed=9), published=NOON + DAY), MATCHER), stays=True)
    placement = archive.store.write_now(lambda conn: settle(conn, said))
    assert (placement.kind, placement.of and placement.of.url_key) == (Kind.VERSION, TALKS.url_key)
