from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.matcher import Matcher
from pipeline.model.document import Document
from pipeline.model.match import Span
from pipeline.model.rule import Name, Rule
from pipeline.tagging.facts import facts
from pipeline.tagging.quote import LONGEST, quote
from pipeline.tagging.tag import tag

INF = Matcher([Rule("inf", "INF Treaty", (Name("INF", exact=True),))])


def span(text: str, words: str = "INF") -> Span:
    start = text.index(words)
    return Span("text", start, start + len(words), words)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It rained. They left the INF pact. Nobody spoke.", "They left the INF pact."),
        ("They left the INF pact", "They left the INF pact"),
        ("Was it the INF pact? Yes.", "Was it the INF pact?"),
        ("The U.S. left the INF pact. It rained.", "The U.S. left the INF pact."),
        ("Said Mr. Smith of INF. Nobody spoke.", "Said Mr. Smith of INF."),
        ("A headline\nThey left the INF pact.\nMore", "They left the INF pact."),
        ("“They left INF.” He sighed.", "“They left INF.”"),
        ("Они вышли из INF. Шёл дождь.", "Они вышли из INF."),
        ("他们离开了INF。下雨了。", "他们离开了INF。"),
        ("About 3.5 per cent of INF talks. Rest.", "About 3.5 per cent of INF talks."),
        ("Spaces   in\tthe INF   line.", "Spaces in the INF line."),
    ],
)
def test_the_sentence_around_the_match_is_quoted(text: str, sentence: str) -> None:
    assert quote(text, span(text)).text == sentence


def test_a_long_sentence_is_cut_at_words_and_says_so() -> None:
    text = "word " * 100 + "INF " + "other " * 100
    quoted = quote(text, span(text))
    assert quoted.text.startswith("…word")
    assert quoted.text.endswith("other…")
    assert len(quoted.text) <= LONGEST


@given(st.text(alphabet="ab .!?\n“”…\u00a0", max_size=400), st.text(alphabet="ab .!?\n“”…", max_size=400))
def test_a_quotation_is_short_and_holds_the_matched_words(before: str, after: str) -> None:
    text = f"{before} INF {after}"
    quoted = quote(text, span(text))
    assert len(quoted.text) <= LONGEST
    assert quoted.text[quoted.start : quoted.end] == "INF"


@given(st.integers(1, 600))
def test_matched_words_longer_than_a_quotation_are_cut_themselves(length: int) -> None:
    text = "x" * length
    assert 0 < len(quote(text, Span("text", 0, length, text)).text) <= LONGEST


def test_the_text_is_quoted_rather_than_the_headline() -> None:
    (match,) = tag(Document("INF ends", "It rained. The INF pact ended."), INF)
    assert match.quotation.text == "The INF pact ended."


def test_a_headline_repeated_above_the_text_is_not_what_is_quoted() -> None:
    (match,) = tag(Document("INF ends", "INF ends\nIt rained. The INF pact ended."), INF)
    assert match.quotation.text == "The INF pact ended."


def test_a_match_in_the_headline_alone_quotes_it() -> None:
    (match,) = tag(Document("INF ends", "It rained."), INF)
    assert match.quotation.text == "INF ends"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Iran spoke. Iran met. The Iran nuclear deal is dead. Iran left.", "The Iran nuclear deal is dead."),
        ("The missile flew. A missile fell. INF is no more.", "INF is no more."),
        ("INF is gone. INF was signed. The INF treaty is dead.", "The INF treaty is dead."),
        ("The treaty stands. Inspections went on.", "Inspections went on."),
        ("Inspections ended. The treaty stands. The treaty holds.", "The treaty stands."),
    ],
)
def test_the_most_telling_of_the_words_are_quoted_not_those_beside_them(text: str, quoted: str) -> None:
    words = [
        Name(word) for word in ("Iran", "Iran nuclear deal", "missile", "INF", "INF treaty", "inspections", "treaty")
    ]
    (match,) = tag(Document("Envoys meet", text), Matcher([Rule("query", "Query", tuple(words))]))
    assert match.quotation.text == quoted


def test_a_match_says_which_version_of_the_rule_made_it() -> None:
    (match,) = tag(Document("INF", ""), INF)
    assert match.rule_version == INF.versions["inf"]


@pytest.mark.parametrize("hostile", ["A-" * 50_000, "Ab " * 50_000, "1," * 50_000, "n't" * 50_000])
def test_facts_of_hostile_text_are_found_in_time_that_grows_with_its_length(hostile: str) -> None:
    assert facts(hostile, ()).terms == ()


def test_facts_are_what_may_change_the_meaning() -> None:
    found = facts("Sergei Orlov did not say 1,550 warheads; he won't give 3.5 %.", ["inf"])
    assert found.numbers == ("1,550", "3.5%")
    assert found.names == ("Sergei Orlov",)
    assert (found.negations, found.terms) == (2, ("inf",))
