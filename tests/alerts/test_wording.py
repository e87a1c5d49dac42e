from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.relay import DigestLimits
from alerts.wording import counted, language_name, ownership_label, summary
from tests.alerts.builders import digest, match, news


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


def test_the_summary_of_an_empty_digest_says_so() -> None:
    assert summary(digest()) == "No new stories."
