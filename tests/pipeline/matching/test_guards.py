from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import RuleError
from pipeline.matching.matcher import Matcher
from pipeline.matching.parse import parse_query
from pipeline.model.document import Document
from pipeline.model.rule import Context, Name, Rule, Weights

ARMS = Context(("nuclear", "missile*", "treaty", "=NATO"), within=5, strong=("arms control", "warhead*", "Pershing"))
INF = Rule(
    "inf", "INF", (Name("INF", exact=True, context=ARMS), Name("INF Treaty")), exclude_near=("free agent", "outright")
)
NEW_START = Rule("new_start", "New START", (Name("New START", exact=True, context=ARMS), Name("СНВ-III")))
CTBT = Rule("ctbt", "CTBT", (Name("CTBT", exact=True),))
JCPOA = Rule("jcpoa", "JCPOA", (Name("JCPOA", exact=True, capitals=True),))
MATCHER = Matcher([INF, NEW_START, CTBT, JCPOA])
X = " x" * 40


def decided(rule: str, title: str, text: str = "", matcher: Matcher = MATCHER) -> str:
    """Empty where the rule matches, otherwise what decided."""
    return matcher.explain(rule, Document(title, text)).decided


@pytest.mark.parametrize(
    ("rule", "title", "text"),
    [
        ("inf", "INF missiles are back", ""),
        ("inf", "Missiles: a new INF", ""),
        ("inf", "NATO and the INF", ""),
        ("inf", "The INF is dead", f"{X} said arms control experts"),
        ("inf", "The INF is dead", f"{X} The INF Treaty banned them"),
        ("inf", "The inf treaty", ""),
        ("new_start", "New START: missiles counted", ""),
        ("new_start", "NEW START TREATY EXPIRES IN A YEAR", ""),
        ("new_start", "New Start is over", f"{X} arms control {X}"),
        ("new_start", "New Start nuclear treaty is over", ""),
        ("new_start", "A new start", f"arms control, warheads, Pershing {X}"),
        ("new_start", "New Start без", "договор СНВ-III"),
        ("ctbt", "CTBT: states gather", ""),
        ("ctbt", "THE STATES GATHER", "over the CTBT in Vienna"),
        ("ctbt", "CTBT CTBT CTBT CTBT", ""),
        ("jcpoa", "IRAN LEAVES JCPOA, MINISTER SAYS", ""),
    ],
)
def test_a_name_counts_in_its_sense(rule: str, title: str, text: str) -> None:
    assert not decided(rule, title, text)


@pytest.mark.parametrize(
    ("rule", "title", "text", "guard"),
    [
        ("inf", "Cubs sign INF Larson", "", "context"),
        ("inf", f"INF {X} missile", "", "context"),
        ("inf", "The INF", "missile", "context"),
        ("inf", "INF nuclear free agent", "", "exclude_near"),
        ("inf", "inf nuclear missile", "", "case"),
        ("inf", "INF the nato", "", "context"),
        ("new_start", "A new start for missile talks", "", "case"),
        ("new_start", "A new start", "arms control, warheads", "case"),
        ("new_start", "New Start for nuclear power", "", "case"),
        ("new_start", "PRODUCERS WANT NEW START IN TALKS", "", "context"),
        ("ctbt", "STATES GATHER OVER CTBT IN VIENNA", "", "capitals"),
        ("ctbt", "ctbt", "", "case"),
        ("ctbt", "nothing", "at all", "absent"),
    ],
)
def test_a_name_in_another_sense_is_rejected_by_a_guard(rule: str, title: str, text: str, guard: str) -> None:
    assert decided(rule, title, text) == guard


def test_what_vetoes_one_occurrence_leaves_the_others() -> None:
    found = MATCHER.explain("inf", Document("INF missile free agent", f"{X} INF missiles"))
    assert [(span.field, span.text) for span in found.spans] == [("text", "INF")]
    assert [(it.span.field, it.guard) for it in found.rejected] == [("title", "exclude_near")]


def test_a_veto_may_overlap_what_it_vetoes() -> None:
    rule = Rule("sdi", "SDI", (Name("SDI", exact=True),), exclude_near=("Samsung SDI",), exclude_within=1)
    found = Matcher([rule]).explain("sdi", Document("Samsung SDI grows, the SDI does not", ""))
    assert [(span.start, span.text) for span in found.spans] == [(23, "SDI")]


def test_a_rule_s_context_guards_names_and_queries_that_have_none_of_their_own() -> None:
    rule = Rule(
        "cwc", "CWC", (Name("CWC", exact=True), Name("chemical ban", context=Context(()))),
        any=(parse_query("OPCW"),), context=Context(("chemical",), within=3),
    )  # fmt: skip
    matcher = Matcher([rule])
    assert decided("cwc", "CWC meets", matcher=matcher) == "context"
    assert decided("cwc", "OPCW meets", matcher=matcher) == "context"
    assert not decided("cwc", "chemical OPCW", matcher=matcher)
    assert not decided("cwc", "CWC", "a chemical ban", matcher=matcher)


def test_words_of_the_name_are_no_context_to_it() -> None:
    rule = Rule("open_skies", "Open Skies", (Name("Open Skies treaty", context=Context(("treaty",))),))
    assert decided("open_skies", "the Open Skies treaty", matcher=Matcher([rule])) == "context"


SCORED = Rule("a", "A", (Name("arms"),), weights=Weights(title=3, body=1), min_score=2)


@pytest.mark.parametrize(
    ("rule", "title", "text", "decides"),
    [
        (SCORED, "arms", "", ""),
        (SCORED, "", "arms and arms", ""),
        (SCORED, "", "arms", "min_score"),
        (replace(SCORED, min_score=0, all=(parse_query("control"),)), "arms", "", "all"),
        (replace(SCORED, min_score=0, all=(parse_query("control"),)), "arms", "control", ""),
        (replace(SCORED, min_score=0, none=(parse_query("race"),)), "arms", "race", "none"),
        (replace(SCORED, min_score=0, none=(parse_query("race"),)), "arms", "", ""),
        (Rule("a", "A", all=(parse_query("arms"), parse_query("control"))), "arms", "control", ""),
        (Rule("a", "A", all=(parse_query("arms"), parse_query("control"))), "arms", "", "all"),
        (Rule("a", "A", any=(parse_query("outlet:herald"),)), "", "", ""),
        (Rule("a", "A", any=(parse_query("author:Example"),)), "", "", ""),
    ],
)
def test_a_rule_may_ask_for_more(rule: Rule, title: str, text: str, decides: str) -> None:
    matcher, document = Matcher([rule]), Document(title, text, outlet="herald", authors=("Ann Example",))
    assert matcher.explain("a", document).decided == decides
    assert matcher.matching(document) == (set() if decides else {"a"})


@pytest.mark.parametrize(("language", "matches"), [("en", True), ("en-GB", True), (None, True), ("ru", False)])
def test_a_rule_may_be_of_some_languages(language: str | None, matches: bool) -> None:  # noqa: FBT001 - a table
    rule = Rule("a", "A", (Name("arms"),), languages=("en", "fr"))
    found = Matcher([rule]).find(Document("arms", "", language=language))["a"]
    assert (found.matched, [it.guard for it in found.rejected]) == (matches, [] if matches else ["language"])


@pytest.mark.parametrize("context", [Context(("in*",)), Context((), strong=("—",)), Context(("=INF*",))])
def test_a_context_that_can_not_be_meant_is_refused(context: Context) -> None:
    with pytest.raises(RuleError, match="rule 'a'"):
        Matcher([Rule("a", "A", (Name("arms", context=context),))])
