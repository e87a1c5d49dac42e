"""Topics with context, queries and examples, and an operator's own topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.model.rule import Context, Name
from tests.treatywatch.settings.examples import SUBSCRIPTIONS, TOPICS, faults_in, warnings_in, write
from treatywatch.errors import ConfigError
from treatywatch.settings.files import read_files
from treatywatch.settings.load import load
from treatywatch.settings.trials import check_examples, trials

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model.rule import Rule

SETS = "context_sets:\n  - {id: arms, near: [nuclear, missile*], strong: [arms control]}\n"


def rules(directory: Path) -> dict[str, Rule]:
    return {rule.id: rule for rule in load(directory, {}).rules}


def topic(more: str, sets: str = SETS) -> Mapping[str, str]:
    return {"topics.yaml": f"{sets}topics:\n  - {{id: inf, label: INF, {more}}}\n"}


def example_faults(directory: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        check_examples(read_files(directory, {}))
    return [str(fault).removeprefix(f"{directory}/") for fault in caught.value.faults]


def test_the_words_of_context_sets_become_the_context_of_a_name(tmp_path: Path) -> None:
    write(tmp_path, topic("names: [{text: INF, acronym: true, context: [arms], within: 9}]"))
    context = Context(("nuclear", "missile*"), 9, ("arms control",))
    assert rules(tmp_path)["inf"].names == (Name("INF", exact=True, context=context),)


def test_a_topic_may_ask_for_context_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path, topic("names: [INF], context: {sets: [arms], any: [treaty], within: 5}"))
    assert rules(tmp_path)["inf"].context == Context(("treaty", "nuclear", "missile*"), 5, ("arms control",))


def test_a_topic_may_consist_of_queries_alone(tmp_path: Path) -> None:
    write(tmp_path, topic("any: ['missile* NEAR/8 treaty']"))
    assert len(rules(tmp_path)["inf"].any) == 1


REFUSED = [
    ("names: [{text: INF, context: [arm]}]", "no context set has the id 'arm', did you mean 'arms'?"),
    ("names: [INF], context: {sets: [x]}", "no context set has the id 'x'; sets stand under context_sets"),
    ("label2: x, names: [INF]", "unknown key, did you mean 'label'?"),
    ("names: ['*INF']", "a * stands at the end of a word, not at its beginning; write out the words you look for"),
    ("names: ['in*']", "too many words begin with 'in'; write at least 3 letters before the *"),
    ("retired: false", "asks for nothing: add 'names', or queries under 'any' or 'all'"),
    ("names: [INF], min_score: -1", "must be at least 0"),
]


@pytest.mark.parametrize(("more", "what"), REFUSED, ids=[what for _, what in REFUSED])
def test_a_topic_that_can_not_be_meant_is_refused(tmp_path: Path, more: str, what: str) -> None:
    (fault,) = faults_in(write(tmp_path, topic(more)))
    assert fault.endswith(what)


def test_a_query_that_can_not_be_read_is_refused_with_a_caret(tmp_path: Path) -> None:
    (fault,) = faults_in(write(tmp_path, topic("any: ['treaty AND']")))
    place, *shown = fault.splitlines()
    assert place.startswith("topics.yaml:4:33: topics[0].any[0]: column 11: ")
    assert shown == ["  treaty AND", " " * 12 + "^"]


def test_a_topic_that_does_not_do_what_its_examples_say_is_refused_at_the_example(tmp_path: Path) -> None:
    examples = "examples: {match: [the INF pact, infantry], ignore: [INF of the club]}"
    write(tmp_path, topic(f"names: [{{text: INF, acronym: true, context: [arms]}}], {examples}"))
    assert example_faults(tmp_path) == [
        (
            "topics.yaml:4:100: topics[0].examples.match[0]: the topic does not match this example "
            "(refused: INF (context)): the INF pact"
        ),
        (
            "topics.yaml:4:114: topics[0].examples.match[1]: the topic does not match this example "
            "(none of its names stands there): infantry"
        ),
    ]


def test_a_topic_that_matches_what_it_must_not_says_by_which_words(tmp_path: Path) -> None:
    write(tmp_path, topic(f"names: [INF], examples: {{ignore: ['INF {'x' * 90}']}}"))
    assert example_faults(tmp_path) == [
        (
            "topics.yaml:4:61: topics[0].examples.ignore[0]: the topic matches this example, by INF, and must not: "
            f"INF {'x' * 75}…"
        ),
    ]


def test_a_topic_that_asks_for_itself_is_refused_where_it_stands(tmp_path: Path) -> None:
    write(tmp_path, topic("any: ['@inf']"))
    assert example_faults(tmp_path) == ["topics.yaml:4:5: topics[0]: asks for itself: inf → inf"]


def test_a_topic_that_asks_for_one_that_is_not_there_is_refused_at_the_query(tmp_path: Path) -> None:
    (fault,) = faults_in(write(tmp_path, topic("any: ['@inff']")))
    assert fault.startswith(
        "topics.yaml:4:33: topics[0].any[0]: column 1: there is no concept 'inff', did you mean 'inf'?"
    )


def test_nothing_starts_with_a_topic_whose_own_examples_fail(tmp_path: Path) -> None:
    (fault,) = faults_in(write(tmp_path, topic("names: [INF], examples: {match: [the treaty]}")))
    assert fault.startswith("topics.yaml:4:60: topics[0].examples.match[0]: the topic does not match this example")


def test_examples_that_hold_are_tried_and_pass(tmp_path: Path) -> None:
    write(tmp_path, topic("names: [INF], examples: {match: [INF], ignore: [infantry]}"))
    files = read_files(tmp_path, {})
    check_examples(files)
    assert [trial.passed for trial in trials(files)] == [True, True]


LOCAL = "topics:\n  - {id: inf, label: Mine, names: [my treaty]}\n  - {id: own, label: Own, names: [my words]}\n"


def test_topics_of_the_operators_own_replace_and_add(tmp_path: Path) -> None:
    write(tmp_path, {"topics.local.yaml": LOCAL})
    said = [(id_, rule.label, rule.names[0].text) for id_, rule in rules(tmp_path).items()]
    assert said == [("inf", "Mine", "my treaty"), ("new_start", "New START", "New START"), ("own", "Own", "my words")]


def test_topics_of_the_operators_own_use_the_shipped_context_sets(tmp_path: Path) -> None:
    local = "topics:\n  - {id: own, label: Own, names: [{text: Lancet, context: [arms]}]}\n"
    write(tmp_path, {"topics.yaml": SETS + TOPICS, "topics.local.yaml": local})
    assert rules(tmp_path)["own"].names[0].context is not None


def test_subscriptions_may_name_topics_of_the_operators_own(tmp_path: Path) -> None:
    subscriptions = SUBSCRIPTIONS.replace("[inf]", "[own]")
    assert faults_in(write(tmp_path, {"topics.local.yaml": LOCAL, "subscriptions.yaml": subscriptions})) == []


def test_faults_and_warnings_in_the_operators_own_topics_name_their_file(tmp_path: Path) -> None:
    write(tmp_path, {"topics.local.yaml": "topics:\n  - {id: own, label: Own}\n"})
    assert faults_in(tmp_path)[0].startswith("topics.local.yaml:2:5: topics[0]: asks for nothing")
    write(tmp_path, {"topics.local.yaml": "topics:\n  - {id: own, label: Own, names: [INF]}\n"})
    assert warnings_in(tmp_path)[0].startswith("topics.local.yaml:2:35: topics[0].names[0]: matches in small letters")


def test_examples_of_the_operators_own_topics_fail_in_their_file(tmp_path: Path) -> None:
    local = "topics:\n  - {id: inf, label: Mine, names: [my treaty], examples: {match: [yours]}}\n"
    (fault,) = example_faults(write(tmp_path, {"topics.local.yaml": local}))
    assert fault.startswith("topics.local.yaml:2:67: topics[0].examples.match[0]: ")


def test_a_topic_that_was_replaced_is_the_other_one_to_subscriptions(tmp_path: Path) -> None:
    local = (
        "topics:\n  - {id: inf, label: INF, replaced_by: middle}\n  - {id: middle, label: M, replaced_by: new_start}\n"
    )
    settings = load(write(tmp_path, {"topics.local.yaml": local}), {})
    assert [rule.id for rule in settings.rules] == ["new_start"]
    assert settings.subscriptions[0].rules == ("new_start",)


GONE = [
    ("retired: true", "the topic 'inf' is retired: name another"),
    ("replaced_by: nothing", "no topic has the id 'nothing'"),
    ("replaced_by: inf", "replaces itself in the end"),
]


@pytest.mark.parametrize(("how", "what"), GONE)
def test_a_topic_that_is_gone_without_another_in_its_place_is_refused(tmp_path: Path, how: str, what: str) -> None:
    faults = faults_in(write(tmp_path, {"topics.local.yaml": f"topics:\n  - {{id: inf, label: INF, {how}}}\n"}))
    assert [what in fault for fault in faults] == [True]


def test_queries_of_subscribers_are_rules_of_their_own(tmp_path: Path) -> None:
    asked = SUBSCRIPTIONS.replace("concepts: [inf]", 'queries: ["inspect* NEAR/8 suspend*"]')
    settings = load(write(tmp_path, {"subscriptions.yaml": asked}), {})
    assert settings.subscriptions[0].rules == ("query:inspect* NEAR/8 suspend*",)
    assert settings.rules[-1].id == "query:inspect* NEAR/8 suspend*"


def test_a_query_of_a_subscriber_that_asks_for_no_topic_is_refused(tmp_path: Path) -> None:
    asked = SUBSCRIPTIONS.replace("concepts: [inf]", "queries: ['@inff']")
    (fault,) = faults_in(write(tmp_path, {"subscriptions.yaml": asked}))
    assert fault.startswith("subscriptions.yaml:5:15: subscriptions[0].queries[0]: ")
    assert "there is no concept 'inff', did you mean 'inf'?" in fault
