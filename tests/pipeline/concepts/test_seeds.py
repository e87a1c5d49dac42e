"""The two articles with which the project began, where they are present, and others of their shape in our own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.model.document import Document

if TYPE_CHECKING:
    from pipeline.matching.matcher import Matcher

OWN = Path(__file__).parent / "seeds"
SEEDS = Path(__file__).parents[4] / "shared" / "data" / "seeds"
EVIDENCE = {
    "moscow_times.txt": {
        "abm": {"Anti-Ballistic Missile Treaty", "ABM", "ABM Treaty"},
        "arms_control": {"Arms Reduction"},
        "ctbt": {"Comprehensive Nuclear-Test-Ban Treaty"},
        "inf": {"INF Treaty", "Intermediate-Range Nuclear Forces", "Treaty", "inf-treaty"},
        "jcpoa": {"Iran nuclear deal"},
        "missile_defense": {"missile defense"},
        "new_start": {"New START Treaty"},
        "nuclear_test": {"Comprehensive Nuclear-Test-Ban Treaty"},
        "post_new_start": {"New START", "expiring"},
        "strategic_stability": {"strategic stability"},
    },
    "tass.txt": {
        "hypersonic": {"hypersonic weapons"},
        "inf": {"INF Treaty", "Intermediate-Range Nuclear Forces", "Treaty", "INF"},
        "intermediate_deployment": {"deploying", "intermediate-range"},
        "missile_defense": {"missile defense"},
    },
}


def evidence(matcher: Matcher, text: str) -> dict[str, list[str]]:
    """Words of each topic that matches, as they are written."""
    found = matcher.find(Document("", text, "en"))
    return {topic: [span.text for span in finding.spans] for topic, finding in found.items() if finding.matched}


@pytest.mark.parametrize("shape", ["opinion", "dispatch"])
def test_an_article_of_the_seeds_shape_has_its_topics_and_their_evidence(shipped: Matcher, shape: str) -> None:
    text = (OWN / f"{shape}.txt").read_text("utf-8")
    assert evidence(shipped, text) == json.loads((OWN / f"{shape}.json").read_text("utf-8"))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/data/seeds, the two articles, is not here")
@pytest.mark.parametrize("seed", EVIDENCE)
def test_a_seed_has_its_topics_and_their_evidence(shipped: Matcher, seed: str) -> None:
    found = evidence(shipped, (SEEDS / seed).read_text("utf-8"))
    assert {topic: {" ".join(words.split()) for words in said} for topic, said in found.items()} == EVIDENCE[seed]
