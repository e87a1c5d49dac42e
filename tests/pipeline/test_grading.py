"""What becomes of a later version: an event or not, and what a digest hears of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select, update

from pipeline.matching.matcher import Matcher
from pipeline.model.article import Arrival, TextBy
from pipeline.model.change import Matter
from pipeline.model.outlet import Use
from pipeline.model.placement import Kind
from pipeline.model.rule import Name, Rule
from pipeline.process import read, settle
from pipeline.store.news import newest_seq, news
from pipeline.store.tables import events, matches, versions
from pipeline.store.versions import forget_texts
from tests.builders import HOUR, NOON, article

if TYPE_CHECKING:
    from pipeline.model.article import Article
    from pipeline.model.news import News
    from pipeline.model.placement import Placement
    from pipeline.store.database import Database

INF, CTBT = Rule("inf", "INF Treaty", (Name("INF Treaty"),)), Rule("ctbt", "CTBT", (Name("CTBT", exact=True),))
TEXT = """The envoys met in Geneva on the eve of the conference.
They spoke about the INF Treaty for two hours.
Russia keeps 1,550 warheads, according to the ministry.
The delegations will return in the spring of next year."""
MORE_WARHEADS = TEXT.replace("1,550", "1,600")
WITHOUT_TREATY = TEXT.replace("the INF Treaty", "the old accord")
POLISHED = TEXT.replace("will return in the spring of next year", "will be back next spring")


class Archive:
    """The production path from settled articles to what a digest would see, on a real database."""

    def __init__(self, store: Database) -> None:
        self.store, self.hours = store, 0

    def settle(self, text: str, *rules: Rule, **said: Any) -> Placement:  # noqa: ANN401 - any field
        self.hours += 1
        one = article(**{"text": text, "seen_at": NOON + self.hours * HOUR} | said)
        return self.place(one, *rules)

    def place(self, one: Article, *rules: Rule) -> Placement:
        matcher = Matcher(rules or (INF, CTBT))
        return self.store.write_now(lambda conn: settle(conn, read(one, matcher)))

    def news(
        self, after: int = 0, upto: int | None = None, rules: tuple[str, ...] = ("inf", "ctbt")
    ) -> tuple[News, ...]:
        return self.store.read_now(lambda conn: news(conn, after, upto or newest_seq(conn), rules))

    def kinds(self) -> list[str]:
        return self.store.read_now(lambda conn: list(conn.execute(select(events.c.kind)).scalars()))


@pytest.fixture
def archive(store: Database) -> Archive:
    return Archive(store)


def told(item: News) -> list[str]:
    return [each.matter.value for each in item.changes]


BOTH = pytest.mark.parametrize("use", [Use.FULLTEXT, Use.MATCH])


@BOTH
def test_a_cosmetic_version_is_stored_with_its_matches_and_is_no_event(archive: Archive, use: Use) -> None:
    archive.settle(TEXT, use=use)
    placement = archive.settle(POLISHED, use=use)
    assert (placement.kind, placement.changes, archive.kinds()) == (Kind.VERSION, (), ["article"])
    stored = archive.store.read_now(lambda conn: conn.execute(select(versions.c.number, versions.c.changes)).all())
    found = archive.store.read_now(lambda conn: conn.execute(select(matches.c.version_id)).scalars().all())
    assert ([tuple(row) for row in stored], found) == ([(1, None), (2, [])], [1, 2])


@BOTH
def test_a_material_version_is_an_event_that_says_what_differs(archive: Archive, use: Use) -> None:
    archive.settle(TEXT, use=use)
    archive.settle(MORE_WARHEADS, use=use)
    (item,) = archive.news(after=1)
    assert (item.kind, item.lost, told(item)) == ("version", (), ["number"])
    shown = (
        ("1550", "1600")
        if use is Use.MATCH
        else ("Russia keeps 1,550 warheads, according to the…", "Russia keeps 1,600 warheads, according to the…")
    )
    assert (item.changes[0].before, item.changes[0].after) == shown


@BOTH
def test_of_a_text_that_is_not_kept_no_difference_holds_words_of_it(archive: Archive, use: Use) -> None:
    archive.settle(TEXT, use=use)
    shorter = TEXT.replace(
        "The delegations will return in the spring of next year.", "“It was not easy for any of us,” one said."
    )
    changes = archive.settle(shorter, use=use).changes or ()
    words = " ".join(f"{each.before} {each.after}" for each in changes)
    assert {each.matter for each in changes} == {Matter.QUOTATION, Matter.DELETION}
    assert ("easy" in words, "delegations" in words) == (use is Use.FULLTEXT, use is Use.FULLTEXT)


@BOTH
def test_a_passage_taken_out_reaches_who_was_told_by_it(archive: Archive, use: Use) -> None:
    archive.settle(TEXT, use=use, title="Envoys meet")
    archive.settle(WITHOUT_TREATY, use=use, title="Envoys meet")
    (item,) = archive.news(after=1)
    assert (item.kind, item.lost, [match.rule for match in item.matches]) == ("version", ("inf",), ["inf"])
    assert item.matches[0].quotation.text == "They spoke about the INF Treaty for two hours."
    assert "term" in told(item)
    assert archive.news(after=1, rules=("ctbt",)) == ()


def test_a_rule_found_again_is_not_lost(archive: Archive) -> None:
    for text in (TEXT, WITHOUT_TREATY, TEXT):
        archive.settle(text, title="Envoys meet")
    (item,) = archive.news(after=1)
    assert (item.seq, item.lost, [match.rule for match in item.matches]) == (3, (), ["inf"])
    assert told(item).count("term") == 2


def test_a_rule_stays_lost_when_another_change_follows(archive: Archive) -> None:
    archive.settle(TEXT + "\nThe CTBT was left out.", title="Envoys meet")
    for text in (WITHOUT_TREATY, WITHOUT_TREATY.replace("1,550", "1,600")):
        archive.settle(text + "\nThe CTBT was left out.", title="Envoys meet")
    (item,) = archive.news(after=1)
    assert (item.seq, item.lost, [match.rule for match in item.matches]) == (3, ("inf",), ["ctbt", "inf"])


def test_changes_of_a_window_are_told_oldest_first(archive: Archive) -> None:
    for text in (TEXT, MORE_WARHEADS, MORE_WARHEADS.replace("will return", "will not return")):
        archive.settle(text)
    assert [told(item) for item in archive.news(after=1)] == [["number", "negation"]]
    assert [told(item) for item in archive.news(after=2)] == [["negation"]]
    assert [told(item) for item in archive.news(after=1, upto=2)] == [["number"]]


def test_the_event_of_a_material_version_stands_when_a_cosmetic_one_follows(archive: Archive) -> None:
    for text in (TEXT, MORE_WARHEADS, POLISHED.replace("1,550", "1,600")):
        archive.settle(text)
    (item,) = archive.news(after=1)
    assert (item.version_id, told(item)) == (2, ["number"])


def test_small_steps_do_not_hide_a_change(archive: Archive) -> None:
    steps = [
        "Analysts called the plan for the northern bases risky and costly.",
        "Analysts called the plan for the northern camps risky and costly.",
        "Observers called the plan for the northern camps risky and dear.",
        "Observers praised the idea of southern camps as cheap and quick.",
    ]
    grades = [archive.settle(f"{TEXT}\n{step}").changes for step in steps]
    assert grades[1:3] == [(), ()]
    assert [each.matter for each in grades[3] or ()] == ["deletion"]


def test_words_that_go_back_to_what_was_told_are_no_change(archive: Archive) -> None:
    archive.settle(TEXT)
    archive.settle("Two lines.", title="Envoys hold talks on the INF Treaty", text_by=TextBy.FEED)
    assert archive.settle(TEXT).changes == ()


def test_a_body_that_comes_late_is_an_event_where_a_rule_is_new(archive: Archive) -> None:
    archive.settle("Two lines about the INF Treaty.", text_by=TextBy.FEED)
    late = archive.settle(f"{TEXT}\nThe CTBT came up too.")
    assert [(each.matter, each.before, each.after) for each in late.changes or ()] == [
        ("term", None, "…in the spring of next year. The CTBT came up too.")
    ]
    assert [item.seq for item in archive.news(rules=("ctbt",))] == [2]


def test_a_body_that_comes_late_without_news_is_no_event(archive: Archive) -> None:
    archive.settle("Two lines about the INF Treaty.", text_by=TextBy.FEED)
    assert (archive.settle(TEXT).changes, archive.kinds()) == ((), ["article"])


def test_an_edit_of_a_body_that_came_late_is_told(archive: Archive) -> None:
    archive.settle("Two lines about the INF Treaty.", text_by=TextBy.FEED)
    archive.settle(TEXT)
    assert [each.matter for each in archive.settle(MORE_WARHEADS).changes or ()] == ["number"]


def test_a_rule_that_was_not_there_before_makes_no_change(archive: Archive) -> None:
    archive.settle(TEXT, CTBT)
    assert archive.settle(POLISHED, INF, CTBT).changes == ()


@BOTH
def test_a_rule_that_was_changed_or_taken_away_makes_no_change(archive: Archive, use: Use) -> None:
    archive.settle(TEXT, use=use, title="Envoys meet")
    narrower = replace(INF, names=(Name("INF Treaty of 1987"),))
    assert archive.settle(POLISHED, narrower, use=use, title="Envoys meet").changes == ()
    assert archive.settle(TEXT + " Rain fell.", CTBT, use=use, title="Envoys meet").changes == ()


@pytest.mark.parametrize("arrival", [Arrival.BASELINE, Arrival.BACKFILL])
def test_a_version_of_what_was_never_told_is_news_by_its_change_alone(archive: Archive, arrival: Arrival) -> None:
    archive.settle(TEXT, arrival=arrival)
    archive.settle(POLISHED, arrival=Arrival.LIVE)
    assert archive.news() == ()
    archive.settle(MORE_WARHEADS, arrival=Arrival.LIVE)
    assert [told(item) for item in archive.news()] == [["number"]]


def test_what_a_version_of_what_was_never_told_no_longer_matches_is_no_news(archive: Archive) -> None:
    archive.settle(TEXT, arrival=Arrival.BASELINE, title="Envoys meet")
    archive.settle(WITHOUT_TREATY, title="Envoys meet")
    assert archive.news() == ()


def test_a_text_past_its_time_leaves_headline_and_rules_to_compare(archive: Archive) -> None:
    archive.settle(TEXT)
    archive.store.write_now(lambda conn: forget_texts(conn, NOON + 9 * HOUR))
    assert archive.settle(MORE_WARHEADS).changes == ()
    changed = archive.settle(TEXT, title="Envoys do not meet over the INF Treaty").changes or ()
    assert [each.matter for each in changed] == ["negation"]


def test_versions_of_an_older_program_were_told(archive: Archive) -> None:
    for text in (TEXT, POLISHED):
        archive.settle(text)
    archive.store.write_now(lambda conn: conn.execute(update(versions).values(changes=None, since=None)))
    assert archive.settle(MORE_WARHEADS).changes
    since = archive.store.read_now(lambda conn: conn.execute(select(versions.c.since)).scalars().all())
    assert since == [None, None, 2]


def test_news_of_many_changed_articles_take_as_many_queries_as_of_one(archive: Archive) -> None:
    def queries(count: int) -> int:
        for number in range(count):
            for text in (TEXT, WITHOUT_TREATY):
                archive.settle(text, title=f"Talks of day {number}", url=f"https://herald.example.org/{count}/{number}")
        seen: list[str] = []

        def work(conn: Any) -> int:  # noqa: ANN401 - an event's connection
            event.listen(conn, "before_cursor_execute", lambda *said: seen.append(said[2]))
            return len(news(conn, 0, newest_seq(conn), ("inf",)))

        archive.store.read_now(work)
        return len(seen)

    assert queries(1) == queries(6)


def test_an_edit_that_was_taken_back_is_undone_from_its_first_step_on(archive: Archive) -> None:
    for text in (TEXT, MORE_WARHEADS, TEXT):
        archive.settle(text)
    assert [archive.news(after=after)[0].undone for after in (1, 2)] == [2, None]


def test_a_sentence_that_was_put_back_without_an_event_is_undone(archive: Archive) -> None:
    for text in (TEXT, "\n".join(TEXT.splitlines()[:3]), TEXT):
        archive.settle(text)
    assert archive.kinds() == ["article", "version"]
    assert archive.news(after=1)[0].undone == 2


def test_an_article_that_wavers_between_two_states_is_told_of_each_twice(archive: Archive) -> None:
    for _ in range(5):
        archive.settle(TEXT)
        archive.settle(MORE_WARHEADS)
    assert archive.kinds() == ["article", "version", "version", "version"]
    archive.settle(MORE_WARHEADS.replace("1,600", "1,700"))
    assert archive.kinds()[4:] == ["version"]
