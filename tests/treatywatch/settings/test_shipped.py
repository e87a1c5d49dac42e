"""The files that come with the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from pipeline.model.outlet import Use
from treatywatch.cli.main import program
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


def test_with_a_contact_they_pass_the_strict_check(tmp_path: Path) -> None:
    for file in SHIPPED.glob("*.yaml"):
        text = file.read_text("utf-8")
        own = text.replace("example.org/treatywatch; watch@example.org", "watch.example.net; watch@example.net")
        (tmp_path / file.name).write_text(own, "utf-8")
    done = CliRunner().invoke(program, ["config", "check", "--strict", "--config", str(tmp_path)])
    assert (done.exit_code, done.stderr) == (0, "")


def test_as_shipped_they_fail_the_strict_check_for_want_of_a_contact() -> None:
    done = CliRunner().invoke(program, ["config", "check", "--strict", "--config", str(SHIPPED)])
    assert (done.exit_code, done.stderr.splitlines()[1:]) == (78, ["1 fault"])
    assert "crawl.user_agent: still names the example's contact" in done.stderr


def test_no_text_is_kept_of_outlets_whose_terms_forbid_reading_by_program(settings: Settings) -> None:
    held = {outlet.id: outlet.use for outlet in settings.outlets if outlet.terms.forbid}
    assert "tass" in held
    assert Use.FULLTEXT not in held.values()


def test_every_outlet_is_described(settings: Settings) -> None:
    bare = [o.id for o in settings.outlets if not (o.languages and o.ownership and o.kind and o.country)]
    assert bare == []


def test_where_sources_differ_in_language_each_says_which(settings: Settings) -> None:
    silent = [
        source.url
        for outlet in settings.outlets
        if len(outlet.languages) > 1 and len(outlet.sources) > 1
        for source in outlet.sources
        if source.language not in outlet.languages
    ]
    assert silent == []


@pytest.mark.parametrize(
    "id_",
    [
        "tass",
        "moscow_times",
        "meduza",
        "rferl",
        "iaea",
        "opcw",
        "un_press",
        "arms_control_association",
        "arms_control_wonk",
        "sipri",
    ],
)
def test_ids_that_were_given_stay(settings: Settings, id_: str) -> None:
    assert id_ in {outlet.id for outlet in settings.outlets}


def test_tass_is_watched_and_its_text_is_not_kept(settings: Settings) -> None:
    tass = next(outlet for outlet in settings.outlets if outlet.id == "tass")
    assert [source.url for source in tass.sources] == ["https://tass.com/rss/v2.xml"]
    assert (tass.terms.forbid, tass.effective_use) == (True, Use.MATCH)


def test_the_moscow_times_is_watched_and_read(settings: Settings) -> None:
    outlet = next(outlet for outlet in settings.outlets if outlet.id == "moscow_times")
    assert outlet.sources[0].url == "https://www.themoscowtimes.com/rss/news"
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
