from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unmeasured import untraced
from treatywatch.stages.shown import line
from treatywatch.stages.worddiff import Fate, word_diff

WORDS = st.text(alphabet="ab. \n", max_size=120)
LONG = " ".join(f"word{number}" for number in range(40))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("It has 5 silos.", "It has 6 silos.", "It has [-5-]{+6+} silos."),
        ("He will go.", "He will not go.", "He will {+not+} go."),
        ("He will not go.", "He will go.", "He will [-not-] go."),
        ("One. Two. Three.", "One. Three.", "One. [-Two.-] Three."),
        ("", "New words.", "{+New words.+}"),
        ("Gone words.", "", "[-Gone words.-]"),
        ("The same.", "The  same.\n", ""),
        (f"{LONG} old", f"{LONG} new", "… word34 word35 word36 word37 word38 word39 [-old-]{+new+}"),
        (f"old {LONG}", f"new {LONG}", "[-old-]{+new+} word0 word1 word2 word3 word4 word5 …"),
        (
            f"a {LONG} b",
            f"x {LONG} y",
            "[-a-]{+x+} word0 word1 word2 word3 word4 word5 … word34 word35 word36 word37 word38 word39 [-b-]{+y+}",
        ),
        ("俄罗斯退出。条约结束。", "俄罗斯退出。条约继续。", "俄罗斯退出。 [-条约结束。-]{+条约继续。+}"),
    ],
)
def test_only_changed_places_are_shown_with_words_around(before: str, after: str, shown: str) -> None:
    assert line(word_diff(before, after)) == shown


@given(WORDS, WORDS)
def test_what_is_gone_and_what_is_new_are_words_of_either_text(before: str, after: str) -> None:
    runs = word_diff(before, after)
    assert {word for run in runs if run.fate is Fate.GONE for word in run.words} <= set(before.split())
    assert {word for run in runs if run.fate is Fate.NEW for word in run.words} <= set(after.split())
    assert bool(runs) is (before.split() != after.split())


def test_of_a_long_passage_its_ends_are_shown() -> None:
    (run,) = word_diff("", " ".join(f"word{number}" for number in range(500)))
    assert (len(run.words), run.words[60]) == (91, "…")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 50_000, "b a c " * 33_000),
        ("a. b. " * 30_000, "b. a. c. " * 20_000),
        ("x\n" * 100_000, "y\nx\n" * 50_000),
    ],
)
def test_hostile_texts_are_compared_in_bounded_time(before: str, after: str) -> None:
    with untraced():
        begun = process_time()
        word_diff(before, after)
        assert process_time() - begun < 3
