from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bench.edits import formula
from pipeline.changes.kinship import kinship, strangers
from pipeline.changes.outline import outline, traces
from pipeline.changes.state import State
from pipeline.model.version import Facts
from tests.builders import HOUR, NOON
from tests.pipeline.dedupe.newsroom import OTHER, REPORT, prose

DAY = timedelta(days=1)
HALF = "\n".join([*prose(6, seed=3).splitlines()[:3], *prose(6, seed=4).splitlines()[3:]])
LINES = "Envoys of both sides met in Geneva over warheads in storage."
OTHER_LINES = "The harbour reopens, and ferries sail again."


def state(text: str, title: str = "", published: object = None) -> State:
    return State(title or text[:30], text, "page", published=published)  # type: ignore[arg-type] # a table's


def as_facts(it: State) -> State:
    known = traces(outline(it.title, it.text or "", None))
    return replace(it, text=None, facts=Facts((), (), 0, (), known))


LONG = prose(6, seed=3)
CASES = {
    "another text": (state(LONG), state(prose(6, seed=4)), True),
    "a short report of something else": (state(REPORT), state(OTHER), True),
    "half rewritten": (state(LONG), state(HALF), False),
    "cut to a third": (state(LONG), state(LONG[: len(LONG) // 3]), False),
    "under one title": (state(LONG, "News"), state(prose(6, seed=4), "News"), False),
    "under one title, a day later": (state(LONG, "News", NOON), state(prose(6, seed=4), "News", NOON + DAY), True),
    "under one title, two hours later": (
        state(LONG, "News", NOON), state(prose(6, seed=4), "News", NOON + 2 * HOUR), False,
    ),
    "published at the same time": (state(LONG, published=NOON), state(prose(6, seed=4), published=NOON), False),
    "published on the same day, without a time": (
        state(LONG, published=NOON - 12 * HOUR), state(prose(6, seed=4), published=NOON - 12 * HOUR), True,
    ),
    "a feed's lines": (state(LINES), state(OTHER_LINES), False),
    "a feed's lines, a day later": (state(LINES, published=NOON), state(OTHER_LINES, published=NOON + DAY), True),
    "a feed's lines under a title akin": (
        state(LINES, "Envoys meet", NOON), state(OTHER_LINES, "Envoys meet again", NOON + DAY), False,
    ),
    "a text kept no longer": (
        replace(state(LONG, "Envoys meet", NOON), text=None), state(prose(6, seed=4), "A dam bursts", NOON + DAY), True,
    ),
    "a text kept no longer, and a title akin": (
        replace(state(LONG, "Envoys meet", NOON), text=None), state(LONG, "Envoys meet again", NOON + DAY), False,
    ),
    "a text kept no longer, without dates": (
        replace(state(LONG, "Envoys meet"), text=None), state(prose(6, seed=4), "A dam bursts"), False,
    ),
    "headlines alone, of two days": (
        state("", "Envoys meet", NOON), state("", "A dam bursts", NOON + DAY), True,
    ),
    "no words": (state("", "One"), state("", "Another"), False),
    "a page after the feed's lines": (state(REPORT[:120]), state(REPORT), False),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "another"), CASES.values(), ids=CASES)
def test_another_article_is_told_from_an_edit(before: State, after: State, another: bool) -> None:  # noqa: FBT001 - a table
    assert kinship(before, after).another is another


@pytest.mark.parametrize("name", ["another text", "half rewritten", "cut to a third"])
def test_where_texts_are_not_kept_their_sentences_tell(name: str) -> None:
    before, after, another = CASES[name]
    assert kinship(as_facts(before), as_facts(after)).another is another


@pytest.mark.parametrize(("apart", "another"), [(DAY, True), (timedelta(0), False), (2 * HOUR, False)])
@pytest.mark.parametrize("kept", [True, False])
def test_what_an_outlet_writes_daily_after_one_pattern_is_another_article(
    apart: timedelta,
    another: bool,  # noqa: FBT001 - a table
    kept: bool,  # noqa: FBT001 - two cases
) -> None:
    chance = Random(1)
    days = [formula(day, chance) for day in (3, 4)]
    before, after = (state(day.text, day.title, NOON + number * apart) for number, day in enumerate(days))
    if not kept:
        before, after = as_facts(before), as_facts(after)
    assert kinship(before, after).another is another


def test_a_report_that_counts_more_a_day_later_is_the_same_article() -> None:
    text = prose(6, seed=3) + "\nThe flood took 12 lives. In Tarvin 300 houses stand in water. On 4 March it rained."
    later = text.replace("12 lives", "19 lives").replace("300 houses", "450 houses")
    assert not kinship(state(text, "Flood", NOON), state(later, "Flood grows", NOON + DAY)).another


def test_the_measure_and_its_threshold_are_said() -> None:
    found = kinship(state(LONG), state(prose(6, seed=4)))
    assert found.why == "of the shorter text's runs of three words 0.00 stand in the other, of an edit 0.2 at least"
    assert "words" in strangers(state(LINES), state(OTHER_LINES)).why
