"""The files that come with the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.model.outlet import Use
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from treatywatch.settings.settings import Settings

LEAST_MATCHES = 2
SHIPPED = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load(SHIPPED, {})


def test_the_shipped_files_are_valid_and_ask_only_for_a_contact(settings: Settings) -> None:
    assert [warning.path for warning in settings.warnings] == ["crawl.user_agent"]


def test_tass_is_watched_and_its_text_is_not_kept(settings: Settings) -> None:
    tass = next(outlet for outlet in settings.outlets if outlet.id == "tass")
    assert [source.url for source in tass.sources] == ["https://tass.com/rss/v2.xml"]
    assert (tass.terms.forbid, tass.effective_use) == (True, Use.MATCH)


def test_the_moscow_times_is_watched_and_read(settings: Settings) -> None:
    outlet = next(outlet for outlet in settings.outlets if outlet.id == "moscow_times")
    assert [source.url for source in outlet.sources] == ["https://www.themoscowtimes.com/rss/news"]
    assert outlet.effective_use is Use.FULLTEXT


@pytest.mark.parametrize(("rule", "acronym"), [("inf", "INF"), ("new_start", "New START"), ("npt", "NPT")])
def test_acronyms_that_are_words_as_well_match_in_exact_case_only(settings: Settings, rule: str, acronym: str) -> None:
    names = next(entry.names for entry in settings.rules if entry.id == rule)
    assert {name.exact for name in names if name.text.casefold() == acronym.casefold()} == {True}


@pytest.mark.parametrize("acronym", ["SALT", "START", "CFE", "ABM", "CWC", "BWC", "NSG"])
def test_acronyms_that_only_their_context_explains_ask_for_it(settings: Settings, acronym: str) -> None:
    guarded = [bool(name.context) for rule in settings.rules for name in rule.names if name.text == acronym]
    assert guarded == [True]


def test_no_two_topics_claim_the_same_name(settings: Settings) -> None:
    names = [text for rule in settings.rules for text in {name.text.casefold() for name in rule.names}]
    assert sorted(names) == sorted(set(names))


def test_every_topic_has_examples_of_what_it_is_about_and_of_what_it_is_not(settings: Settings) -> None:
    concepts = [rule for rule in settings.rules if rule.kind == "concept"]
    poor = [r.id for r in concepts if len(r.examples.match) < LEAST_MATCHES or not r.examples.ignore]
    assert poor == []
