from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RuleError
from pipeline.matching.matcher import Matcher, rule_version
from pipeline.matching.parse import parse_query
from pipeline.model.document import Document
from pipeline.model.query import Concept
from pipeline.model.rule import Examples, Name, Rule, keyword_rule, query_rule
from tests.unmeasured import untraced

INF = Rule("inf", "INF Treaty", (Name("INF", exact=True), Name("INF Treaty"), Name("РСМД", exact=True)))
NEW_START = Rule("new_start", "New START", (Name("New START", exact=True), Name("СНВ-III")))
CHINESE = Rule("zh", "Treaty", (Name("中导条约"),))
MATCHER = Matcher([INF, NEW_START, CHINESE])


def text(said: str) -> Document:
    return Document("", said)


@pytest.mark.parametrize(
    ("said", "rule", "words"),
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
def test_a_name_is_found_as_written(said: str, rule: str, words: str) -> None:
    found = MATCHER.find(text(said))
    assert [span.text for span in found[rule].spans] == [words]


@pytest.mark.parametrize(
    "said",
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
def test_acronyms_need_their_case_and_names_whole_words(said: str) -> None:
    assert MATCHER.matching(text(said)) == set()


def test_every_occurrence_is_a_span_with_its_field_and_offsets() -> None:
    spans = MATCHER.find(Document("INF", "On INF and INF"))["inf"].spans
    assert [(span.field, span.start, span.end) for span in spans] == [("title", 0, 3), ("text", 3, 6), ("text", 11, 14)]


def test_a_name_inside_a_longer_one_is_not_counted_twice() -> None:
    found = MATCHER.find(text("the INF Treaty"))["inf"]
    assert (len(found.spans), found.score) == (1, 1.0)


def test_names_that_differ_in_punctuation_only_count_once() -> None:
    twice = Matcher([Rule("inf", "INF", (Name("INF Treaty"), Name("INF-Treaty")))])
    assert len(twice.find(text("the INF Treaty"))["inf"].spans) == 1


def test_names_that_overlap_are_both_spans() -> None:
    rule = Rule("a", "A", (Name("arms control"), Name("control treaty")))
    spans = Matcher([rule]).find(text("arms control treaty"))["a"].spans
    assert [span.text for span in spans] == ["arms control", "control treaty"]


def test_an_acronym_in_another_case_is_rejected_with_its_place() -> None:
    found = MATCHER.find(Document("New START", "A new start; the Inf. The INF"))
    assert {rule: [(it.span.text, it.guard) for it in finding.rejected] for rule, finding in found.items()} == {
        "inf": [("Inf", "case")],
        "new_start": [("new start", "case")],
    }


def test_an_acronym_in_another_case_inside_a_match_of_its_rule_is_no_miss() -> None:
    assert MATCHER.find(text("the inf treaty"))["inf"].rejected == ()


def test_two_rules_may_match_the_same_words() -> None:
    assert Matcher([INF, keyword_rule("INF")]).matching(text("INF")) == {"inf", "keyword:INF"}


def test_a_phrase_does_not_go_on_from_the_title_into_the_text() -> None:
    near = query_rule("inf NEAR/100 treaty", parse_query("inf NEAR/100 treaty"))
    assert Matcher([Rule("p", "p", (Name("INF Treaty"),)), near]).matching(Document("the INF", "Treaty")) == set()


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        (Rule("bad", "Bad", (Name("—"),)), "rule 'bad': '—' has no letter or digit"),
        (Rule("bad", "Bad", (Name("—", exact=True),)), "rule 'bad': the name '—' has no word in it"),
        (Rule("bad", "Bad", (Name("in*"),)), "rule 'bad': too many words begin with 'in'"),
        (Rule("bad", "Bad"), "rule 'bad': has no names, and neither any nor all"),
        (Rule("bad", "Bad", any=(Concept("ind"),)), "there is no concept 'ind', did you mean 'inf'?"),
        (Rule("bad", "Bad", any=(Concept("bad"),)), "rule 'bad': asks for itself: bad → bad"),
    ],
)
def test_a_rule_that_can_not_be_meant_is_refused(rule: Rule, what: str) -> None:
    with pytest.raises(RuleError, match=what.replace("(", r"\(").replace("*", r"\*")):
        Matcher([INF, rule])


def test_rules_that_ask_for_each_other_are_refused_with_the_way_round() -> None:
    ring = [
        Rule("a", "A", any=(Concept("b"),)),
        Rule("b", "B", any=(Concept("c"),)),
        Rule("c", "C", any=(Concept("a"),)),
    ]
    with pytest.raises(RuleError, match="asks for itself: a → b → c → a"):
        Matcher(ring)


def test_a_rule_may_ask_for_one_that_comes_later() -> None:
    asking = Rule("asking", "Asking", any=(parse_query("title:@inf"),))
    assert Matcher([asking, INF]).matching(Document("INF", "")) == {"asking", "inf"}


def test_a_concept_in_the_title_may_hold_by_words_of_the_text_as_well() -> None:
    both = Rule("both", "Both", any=(parse_query("Geneva envoys"),))
    asking = Rule("asking", "Asking", any=(parse_query("title:@both"),))
    matcher = Matcher([both, asking])
    for document in (Document("Geneva", "envoys"), Document("Envoys", "Geneva")):
        assert matcher.matching(document) == {"both", "asking"}


def test_a_rule_added_that_asks_for_itself_leaves_the_matcher_as_it_was() -> None:
    matcher = Matcher([INF, Rule("asking", "Asking", any=(Concept("inf"),))])
    with pytest.raises(RuleError, match="asks for itself"):
        matcher.add(Rule("inf", "INF", any=(Concept("asking"),)))
    with pytest.raises(RuleError, match="no concept"):
        matcher.add(Rule("new", "New", any=(Concept("nothing"),)))
    assert matcher.matching(text("INF")) == {"inf", "asking"}


def test_a_rule_that_another_asks_for_can_not_be_taken_out() -> None:
    matcher = Matcher([INF, Rule("asking", "Asking", any=(Concept("inf"),))])
    with pytest.raises(RuleError, match="is asked for by rule 'asking'"):
        matcher.remove("inf")


def test_a_rule_takes_the_place_of_the_one_with_its_id() -> None:
    matcher = Matcher([INF, Rule("asking", "Asking", any=(Concept("inf"),))])
    matcher.add(Rule("inf", "INF", (Name("Washington Treaty"),)))
    assert matcher.matching(text("INF")) == set()
    assert matcher.matching(text("Washington treaty")) == {"inf", "asking"}


def test_many_rules_come_and_go() -> None:
    matcher = Matcher(keyword_rule(f"word{number}") for number in range(3000))
    for number in range(3000, 8000):
        matcher.add(keyword_rule(f"word{number}"))
    for number in range(5000):
        matcher.remove(f"keyword:word{number}")
    assert matcher.matching(text("word0 word4999 word5000 word7999")) == {"keyword:word5000", "keyword:word7999"}
    assert len(matcher.patterns.known) < 8000


def test_why_a_rule_does_not_match_can_be_asked() -> None:
    assert MATCHER.explain("inf", text("nothing")).decided == "absent"
    assert MATCHER.explain("inf", text("the Inf")).decided == "case"
    assert MATCHER.explain("inf", text("INF")).matched


@pytest.mark.parametrize(
    ("written", "rule", "exact", "language"),
    [
        ("INF", "keyword:INF", True, None),
        ("missile  Defense", "keyword:missile defense", False, None),
        ("СНВ", "keyword:СНВ", True, "ru"),
        ("ядерное оружие", "keyword:ядерное оружие", False, "ru"),
        ("ядерна зброя і", "keyword:ядерна зброя і", False, None),
        ("a", "keyword:a", False, None),
    ],
)
def test_a_keyword_in_capitals_is_an_acronym(written: str, rule: str, exact: bool, language: str | None) -> None:  # noqa: FBT001 - a table
    made = keyword_rule(written)
    assert (made.id, made.names[0].exact, made.names[0].language) == (rule, exact, language)


def test_a_query_is_a_rule() -> None:
    rule = query_rule("  INF  NOT outlet:herald ", parse_query("INF NOT outlet:herald"))
    assert (rule.id, rule.label, rule.kind) == ("query:INF NOT outlet:herald", "INF NOT outlet:herald", "query")
    assert Matcher([rule]).matching(Document("INF", "", outlet="gazette")) == {rule.id}
    assert Matcher([rule]).matching(Document("INF", "", outlet="herald")) == set()


def test_a_rule_s_version_follows_what_it_matches_and_not_its_label_or_examples() -> None:
    renamed = Rule("inf", "Another label", INF.names, examples=Examples(match=("INF",)))
    fewer = Rule("inf", "INF Treaty", INF.names[:1])
    assert (rule_version(renamed) == rule_version(INF), rule_version(fewer) == rule_version(INF)) == (True, False)


@pytest.mark.parametrize(
    "said",
    [
        "INF Treaty " * 90_000,
        "\u0301" * 500_000 + "\u0323" * 500_000,
        "a" + "\u0301\u0323" * 500_000,
        "INF" * 330_000,
        "ﷺ" * 300_000,
        "''s" * 330_000,
        "中" * 300_000,
    ],
    ids=["matches", "marks", "marks on a letter", "one word", "ligatures", "apostrophes", "Han"],
)
def test_a_title_of_a_megabyte_is_read_in_time(said: str) -> None:
    near = query_rule("q", parse_query("INF NEAR/5 treaty"))
    with untraced():
        began = process_time()
        Matcher([INF, CHINESE, near]).find(Document(said, ""))
        assert process_time() - began < 10


@pytest.mark.parametrize(
    "query",
    [
        " AND ".join(["((alpha OR beta) NEAR/100 (alpha OR beta))"] * 200),
        " OR ".join(f"alph{number:04}* OR alpha" for number in range(400)),
        "ATLEAST 2 (alpha, beta) " * 400,
        "alpha BEFORE/1 beta OR " * 400 + "title:(beta AND alpha)",
    ],
    ids=["near", "prefixes", "at least", "before"],
)
def test_a_query_of_ten_kilobytes_finds_its_words_in_a_megabyte_in_time(query: str) -> None:
    matcher = Matcher([query_rule("long", parse_query(query))])
    with untraced():
        began = process_time()
        assert matcher.find(Document("alpha beta " * 45_000, "beta alpha " * 45_000))["query:long"].matched
        assert process_time() - began < 20


@given(st.text(alphabet="INF Treaty-\u200b\u00adсмд中导.’\n", max_size=60))
def test_a_span_is_always_the_text_at_its_offsets(said: str) -> None:
    for finding in MATCHER.find(text(said)).values():
        assert all(said[span.start : span.end] == span.text for span in finding.spans)


@given(st.text(), st.text())
def test_any_text_is_read(title: str, said: str) -> None:
    MATCHER.find(Document(title, said))
