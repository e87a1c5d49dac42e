from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.treatywatch.settings.examples import faults_in, write

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    ("[]", "12: topics[0].names: must not be empty"),
    ("INF", "12: topics[0].names: must be a list"),
    ("['--']", "13: topics[0].names[0]: has no letter or digit, so that it can't match anything"),
    ("[{text: INF, acronm: true}]", "25: topics[0].names[0].acronm: unknown key, did you mean 'acronym'?"),
    ("[{text: INF, acronym: yes}]", "34: topics[0].names[0].acronym: must be true or false"),
    ("[{acronym: true}]", "13: topics[0].names[0].text: is missing"),
    ("[[a]]", "13: topics[0].names[0]: must be text; put it in quotes"),
    ("[true]", "13: topics[0].names[0]: must be text; put it in quotes"),
    ("[1550]", "13: topics[0].names[0]: must be text; put it in quotes"),
]


@pytest.mark.parametrize(("names", "what"), NAMES)
def test_a_name_that_can_not_be_watched_for_is_refused(tmp_path: Path, names: str, what: str) -> None:
    text = f"topics:\n  - id: inf\n    label: INF\n    names: {names}\n"
    assert faults_in(write(tmp_path, {"topics.yaml": text})) == [f"topics.yaml:4:{what}"]


@pytest.mark.parametrize("name", ["no", "on", "2026-11-21", "07:00", "~1550"])
def test_words_that_older_yaml_reads_as_something_else_stay_words(tmp_path: Path, name: str) -> None:
    text = f"topics:\n  - {{id: inf, label: INF, names: [{name}]}}\n"
    assert faults_in(write(tmp_path, {"topics.yaml": text})) == []


def test_a_topic_is_described_once(tmp_path: Path) -> None:
    text = "topics:\n" + "  - {id: inf, label: INF, names: [INF Treaty]}\n" * 2
    assert faults_in(write(tmp_path, {"topics.yaml": text})) == [
        "topics.yaml:3:10: topics[1].id: stands twice, first in line 2",
    ]
