from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerts.digest import Kind
from alerts.relay import DigestLimits
from alerts.rendering import render
from alerts.wording import counted, language_name, ownership_label, summary, voices
from pipeline.model.change import Difference, Matter
from tests.alerts.builders import LIMITS, ONE_DOWN, SENDER, digest, match, memory, news, told

if TYPE_CHECKING:
    from pipeline.model.news import News


@pytest.mark.parametrize(
    ("code", "name"), [("ru", "Russian"), ("pt-BR", "Portuguese"), ("zh_TW", "Chinese"), ("ka", "ka")]
)
def test_a_language_is_named_where_it_is_common(code: str, name: str) -> None:
    assert language_name(code) == name


@pytest.mark.parametrize(
    ("word", "label"), [("state", "state-owned"), ("government", "government"), ("co_op", "co op")]
)
def test_ownership_is_said_as_a_reader_says_it(word: str, label: str) -> None:
    assert ownership_label(word) == label


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, "outlet", "0 outlets"),
        (1, "outlet", "1 outlet"),
        (2_000, "outlet", "2,000 outlets"),
        (2, "story", "2 stories"),
    ],
)
def test_a_count_agrees_with_its_noun(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said


def test_a_summary_counts_articles_outlets_and_rules() -> None:
    inf = match("inf", text="The INF Treaty ended.", words="INF Treaty")
    chosen = digest(news(1), news(2, outlet="gazeta"), news(3, "C", inf))
    assert summary(chosen) == "3 stories, 2 outlets: New START 2, INF Treaty 1."


def test_a_summary_says_how_many_articles_are_listed_when_not_all_are() -> None:
    assert summary(digest(news(1), news(2), limits=DigestLimits(items=1))) == "2 stories: New START 2. 1 is listed."


def test_a_summary_names_five_rules_and_counts_the_rest() -> None:
    (section,) = digest(news(1)).sections
    wide = replace(digest(), sections=(section,) * 7)
    assert summary(wide).endswith(": New START 1, New START 1, New START 1, New START 1, New START 1, others 2.")


@pytest.mark.parametrize(
    ("stories", "limits", "said"),
    [
        ((news(1),), DigestLimits(), "1 story on New START."),
        ((news(1),), DigestLimits(items=0), "1 story on New START. It is not listed."),
    ],
)
def test_one_story_is_not_counted_by_rules(stories: tuple[News, ...], limits: DigestLimits, said: str) -> None:
    assert summary(digest(*stories, limits=limits)) == said


def test_one_story_that_changed_is_called_so() -> None:
    edited = news(1, version_id=9, changes=(Difference(Matter.NUMBER, "12", "20"),))
    assert summary(digest(edited, memory=memory(told(1)))) == "1 changed story on New START."


def test_an_alert_has_its_moment_and_neither_bars_nor_trouble() -> None:
    inf = match("inf", text="The INF Treaty ended.", words="INF Treaty")
    alert = replace(digest(news(1), news(2, "C", inf), coverage=ONE_DOWN), kind=Kind.ALERT)
    text = render(alert, SENDER, LIMITS).text
    assert "\nSat 21 Nov 18:00 (Europe/Berlin, UTC+1)\n" in text
    assert "could not be read" not in text
    assert "█" not in render(alert, SENDER, LIMITS).html


@pytest.mark.parametrize(
    ("outlets", "state", "independent", "said"),
    [
        (5, 2, 2, "5 outlets: 2 state, 2 independent, 1 other"),
        (2, 0, 1, "2 outlets: 1 independent, 1 other"),
        (3, 0, 3, "3 outlets, all independent"),
        (2, 0, 0, "2 outlets"),
        (2, 2, 0, "so far only state media"),
        (1, 0, 1, ""),
    ],
)
def test_who_reports_a_story_adds_up(outlets: int, state: int, independent: int, said: str) -> None:
    item = digest(news(1)).items[0]
    others = tuple(f"Paper {number}" for number in range(1, outlets))
    assert voices(replace(item, story=1, others=others, state=state, independent=independent)) == said


def test_the_summary_of_an_empty_digest_says_so() -> None:
    assert summary(digest()) == "No new stories."
