from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.digest import Slot
from alerts.relay import DigestLimits
from alerts.selection import LETTERS, select
from pipeline.model.coverage import Coverage, Trouble
from tests.alerts.builders import LIMITS, SIX_PM, SUBSCRIPTION, WINDOW, digest, match, material, memory, news, told

if TYPE_CHECKING:
    from pipeline.model.news import News

NEW_START = match("new_start", text="They keep New START alive.")
IN_TITLE = match("new_start", title="New START talks", text="They keep New START alive.")
INF = match("inf", text="The INF Treaty ended in 2019.", words="INF Treaty")
CTBT = match("ctbt", text="The CTBT is not in force.", words="CTBT")


def layout(*stories: News) -> dict[str, list[int]]:
    return {section.rule: [item.article_id for item in section.items] for section in digest(*stories).sections}


def test_an_article_stands_once_under_the_first_rule_of_the_subscription() -> None:
    chosen = digest(news(1, "A", CTBT, INF, NEW_START))
    assert [(section.rule, len(section.items)) for section in chosen.sections] == [("new_start", 1)]


def test_the_other_rules_that_matched_are_named() -> None:
    assert digest(news(1, "A", CTBT, NEW_START, INF)).items[0].also == ("INF Treaty", "Test-ban treaty")


def test_sections_follow_the_order_of_the_subscription() -> None:
    assert list(layout(news(1, "A", CTBT), news(2, "B", INF), news(3, "C", NEW_START))) == ["new_start", "inf", "ctbt"]


def test_an_article_under_no_rule_of_the_subscription_stays_out() -> None:
    assert digest(news(1, "A", match("abm", text="The ABM Treaty ended.", words="ABM Treaty"))).items == ()


def test_an_article_of_an_earlier_digest_stays_out() -> None:
    chosen = select(SUBSCRIPTION, WINDOW, material([news(1), news(2)], memory=memory(told(1))), LIMITS)
    assert [item.article_id for item in chosen.items] == [2]


@pytest.mark.parametrize(("seq", "is_in"), [(4, False), (5, True), (9, True), (10, False)])
def test_a_digest_takes_the_events_of_its_window(seq: int, is_in: bool) -> None:  # noqa: FBT001 - a column of the table
    window = replace(WINDOW, after_seq=4, upto_seq=9)
    assert bool(select(SUBSCRIPTION, window, material([news(seq)]), LIMITS).items) == is_in


def test_an_article_with_two_events_stands_with_the_newer() -> None:
    older, newer = news(1, "As it was", article_id=7), news(2, "As it is", article_id=7)
    assert [item.title for item in digest(newer, older).items] == ["As it is"]


def test_matches_in_the_title_come_first_then_more_rules_then_the_newest() -> None:
    stories = [
        news(1, "A", NEW_START),
        news(2, "B", NEW_START),
        news(3, "C", NEW_START, INF),
        news(4, "D", IN_TITLE),
        news(5, "E", NEW_START),
    ]
    assert layout(*stories) == {"new_start": [4, 3, 5, 2, 1]}


@given(
    st.permutations(
        [news(seq, "T", *matches) for seq, matches in enumerate([(NEW_START,), (INF, CTBT), (INF,), (IN_TITLE,)], 1)]
    )
)
def test_the_order_of_reading_does_not_depend_on_the_order_of_storing(stories: list[News]) -> None:
    assert layout(*stories) == {"new_start": [4, 1], "inf": [2, 3]}


def test_a_section_counts_what_exceeds_its_limit() -> None:
    (section,) = digest(*(news(seq) for seq in range(1, 16))).sections
    assert (len(section.items), section.more) == (12, 3)


def test_the_limit_of_a_digest_takes_from_the_longest_sections() -> None:
    stories = [news(seq, "A", NEW_START) for seq in range(1, 11)] + [news(20, "B", INF), news(21, "C", CTBT)]
    chosen = digest(*stories, limits=DigestLimits(items=6))
    assert [(section.rule, len(section.items), section.more) for section in chosen.sections] == [
        ("new_start", 4, 6),
        ("inf", 1, 0),
        ("ctbt", 1, 0),
    ]


@given(st.lists(st.sampled_from(["new_start", "inf", "ctbt"]), max_size=30), st.integers(0, 30), st.integers(1, 12))
@settings(deadline=None)
def test_every_match_is_listed_or_counted(rules: list[str], items: int, per_section: int) -> None:
    stories = [news(seq, "T", match(rule, text="words", words="words")) for seq, rule in enumerate(rules, 1)]
    chosen = digest(*stories, limits=DigestLimits(items=items, per_section=per_section))
    assert len(chosen.items) + chosen.held_back == len(stories) == chosen.matched
    assert len(chosen.items) <= items
    assert all(len(section.items) <= per_section for section in chosen.sections)


def test_a_subscription_without_news_gives_an_empty_digest() -> None:
    assert (digest().sections, digest().matched) == ((), 0)


def test_a_digest_has_the_same_short_id_every_time_and_another_for_another_slot() -> None:
    other = replace(WINDOW, slot=Slot(date(2026, 11, 22), "daily@18:00", SIX_PM))
    first, again = digest(news(1)).id, digest(news(2)).id
    assert first == again != select(SUBSCRIPTION, other, material([]), LIMITS).id
    assert len(first) == LETTERS
    assert first.isalnum()


def test_the_link_of_an_article_is_left_out_where_a_mail_must_not_lead_there() -> None:
    item = digest(news(1, "Envoys meet", url="javascript:alert(1)")).items[0]
    assert (item.title, item.url) == ("Envoys meet", "")


@pytest.mark.parametrize("title", ["", " \n", "\u0301" * 500, "\u202e\u200b"])
def test_an_article_without_a_visible_title_says_so(title: str) -> None:
    assert digest(news(1, title)).items[0].title == "(untitled)"


def test_an_outlet_and_a_rule_that_are_gone_keep_their_ids_as_names() -> None:
    subscription = replace(SUBSCRIPTION, rules=("retired",))
    story = news(1, "A", match("retired", text="words", words="words"), outlet="closed_paper")
    chosen = select(subscription, WINDOW, material([story]), LIMITS)
    assert (chosen.sections[0].label, chosen.items[0].outlet, chosen.items[0].ownership) == (
        "retired",
        "closed_paper",
        None,
    )


@pytest.mark.parametrize(
    "published",
    [None, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC), SIX_PM + timedelta(days=2)],
)
def test_a_date_of_publication_that_cannot_be_true_is_left_out(published: datetime | None) -> None:
    assert digest(news(1, published=published)).items[0].published is None


@pytest.mark.parametrize(("stated", "kept"), [("ru", "ru"), ("pt-BR", "pt-BR"), (None, None), ('"><script>', None)])
def test_a_language_is_kept_where_it_is_a_language_tag(stated: str | None, kept: str | None) -> None:
    assert digest(news(1, language=stated)).items[0].language == kept


def test_the_coverage_of_a_digest_names_outlets_and_is_cleaned() -> None:
    trouble = Trouble("wire", "https://wire.example.org/rss", SIX_PM, "HTTP 503\r\nBcc: x")
    (printed,) = digest(coverage=Coverage(3, (trouble,))).coverage.failing
    assert (printed.outlet, printed.reason) == ("Example Wire", "HTTP 503 Bcc: x")
