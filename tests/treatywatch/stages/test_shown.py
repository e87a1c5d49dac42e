from __future__ import annotations

import pytest

from pipeline.model.story import StoryFacts
from treatywatch.stages.shown import reported


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (StoryFacts(1, "TASS"), "TASS"),
        (StoryFacts(1, "TASS", 1), "TASS, and 1 reprint"),
        (StoryFacts(1, "TASS", 14, 2), "TASS, and 14 reprints, 2 with added text"),
        (StoryFacts(1, "TASS", 0, 0, ("herald", "gazette")), "TASS; independent: herald, gazette"),
    ],
)
def test_a_story_says_who_reported_it(facts: StoryFacts, said: str) -> None:
    assert reported(facts) == said
