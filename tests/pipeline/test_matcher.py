from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RuleError
from pipeline.matching.matcher import Matcher, rule_version
from pipeline.matching.tokens import tokens
from pipeline.model.rule import Name, Rule, keyword_rule

INF = Rule("inf", "INF Treaty", (Name("INF", exact=True), Name("INF Treaty"), Name("РСМД", exact=True)))
NEW_START = Rule("new_start", "New START", (Name("New START", exact=True), Name("СНВ-III")))
CHINESE = Rule("zh", "Treaty", (Name("中导条约"),))
MATCHER = Matcher([INF, NEW_START, CHINESE])


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("They left the INF Treaty.", "inf", "INF Treaty"),
        ("They left the inf treaty.", "inf", "inf treaty"),
        ("INF is dead", "inf", "INF"),
        ("The INF-Treaty", "inf", "INF-Treaty"),
        ("the INF’s end", "inf", "INF"),
        ("“INF”", "inf", "INF"),
        ("the INF\u00a0Treaty", "inf", "INF\u00a0Treaty"),
        ("the INF  Treaty", "inf", "INF  Treaty"),
        ("the I\u00adNF Treaty", "inf", "I\u00adNF Treaty"),
        ("New START's limits", "new_start", "New START"),
        ("договор РСМД умер", "inf", "РСМД"),
        ("про СНВ–III говорят", "new_start", "СНВ–III"),
        ("美国退出中导条约。", "zh", "中导条约"),
    ],
)
def test_a_name_is_found_as_written(text: str, rule: str, words: str) -> None:
    found = MATCHER.find({"text": text})
    assert [span.text for span in found[rule]] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "The inf is not it",
        "infrastructure",
        "INFORM the public",
        "a new start for the club",
        "New Start of the season",
        "NEWSTART",
        "new START",
        "рсмд",
    ],
)
def test_acronyms_need_their_case_and_names_whole_words(text: str) -> None:
    assert MATCHER.find({"text": text}) == {}


def test_every_occurrence_is_a_span_with_its_field_and_offsets() -> None:
    spans = MATCHER.find({"title": "INF", "text": "On INF and INF"})["inf"]
    assert [(span.field, span.start, span.end) for span in spans] == [("title", 0, 3), ("text", 3, 6), ("text", 11, 14)]


def test_a_name_inside_a_longer_one_is_not_counted_twice() -> None:
    assert len(MATCHER.find({"text": "the INF Treaty"})["inf"]) == 1


def test_names_that_differ_in_punctuation_only_count_once() -> None:
    twice = Matcher([Rule("inf", "INF", (Name("INF Treaty"), Name("INF-Treaty")))])
    assert len(twice.find({"text": "the INF Treaty"})["inf"]) == 1


def test_names_that_overlap_are_both_spans() -> None:
    spans = Matcher([Rule("a", "A", (Name("arms control"), Name("control treaty")))]).find({"t": "arms control treaty"})
    assert [span.text for span in spans["a"]] == ["arms control", "control treaty"]


def test_an_acronym_in_another_case_is_reported_when_asked() -> None:
    missed = MATCHER.miscased({"title": "New START", "text": "A new start; the Inf. The INF"})
    assert {rule: [(span.field, span.text) for span in spans] for rule, spans in missed.items()} == {
        "inf": [("text", "Inf")],
        "new_start": [("text", "new start")],
    }


def test_an_acronym_in_another_case_inside_a_match_of_its_rule_is_no_miss() -> None:
    assert MATCHER.miscased({"text": "the inf treaty"}) == {}


def test_a_text_of_nothing_but_matches_is_read_in_time() -> None:
    assert len(MATCHER.find({"text": "INF Treaty " * 20_000})["inf"]) == 20_000


def test_two_rules_may_match_the_same_words() -> None:
    both = Matcher([INF, keyword_rule("INF")])
    assert set(both.find({"text": "INF"})) == {"inf", "keyword:INF"}


def test_a_name_without_words_is_refused() -> None:
    with pytest.raises(RuleError, match="has no word in it"):
        Matcher([Rule("bad", "Bad", (Name("—"),))])


@pytest.mark.parametrize(
    ("written", "rule", "exact"),
    [
        ("INF", "keyword:INF", True),
        ("missile  Defense", "keyword:missile defense", False),
        ("СНВ", "keyword:СНВ", True),
        ("a", "keyword:a", False),
    ],
)
def test_a_keyword_in_capitals_is_an_acronym(written: str, rule: str, exact: bool) -> None:  # noqa: FBT001 - a table
    made = keyword_rule(written)
    assert (made.id, made.names[0].exact) == (rule, exact)


def test_a_rule_s_version_follows_its_names_and_not_its_label() -> None:
    renamed = Rule("inf", "Another label", INF.names)
    fewer = Rule("inf", "INF Treaty", INF.names[:1])
    assert (rule_version(renamed) == rule_version(INF), rule_version(fewer) == rule_version(INF)) == (True, False)


@given(st.text(alphabet="INF Treaty-\u200b\u00adсмд中导.’\n", max_size=60))
def test_a_span_is_always_the_text_at_its_offsets(text: str) -> None:
    for spans in MATCHER.find({"text": text}).values():
        assert all(text[span.start : span.end] == span.text for span in spans)


@given(st.text(max_size=80))
def test_tokens_stand_in_order_and_never_overlap(text: str) -> None:
    run = tokens(text)
    assert all(one.end <= other.start for one, other in pairwise(run))
