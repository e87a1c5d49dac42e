from __future__ import annotations

from random import Random

import pytest

from bench.edits import formula
from bench.reused import Pair, former, main, pairs, present, report, same_event, tallies
from bench.texts import SHARED, Text, generated, real

LONG = "100 words and more"
absent = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data, the real texts, is not here")


def made(size: int = 60) -> list[Pair]:
    chance = Random(5)
    return list(pairs(generated(chance)[:size], chance))


@pytest.mark.parametrize("kept", [True, False])
def test_among_generated_texts_another_article_is_told_and_no_edit_is_lost(kept: bool) -> None:  # noqa: FBT001 - two cases
    found = tallies(made(), present, kept=kept, dated=True)
    assert found[LONG]["all"].wrong == 0
    assert found[LONG]["all"].recall >= 0.98
    assert found["40 to 100"]["all"].wrong <= 2


def test_the_former_rule_took_formulas_for_edits() -> None:
    pair = [Pair(formula(1, Random(1)), formula(2, Random(2)), another=True, kind="daily formula", half=0)]
    figures = [tallies(pair, rule, kept=True, dated=True)[LONG]["all"].recall for rule in (former, present)]
    assert figures == [0, 1]


def test_the_report_sets_both_rules_side_by_side() -> None:
    said = report([Pair(Text("a", "b c d e f"), Text("g", "h i j k l"), True, "any text", 0)], kept=True, dated=False)  # noqa: FBT003 - another
    assert said.splitlines()[0].split() == ["shorter", "pairs", "P", "before", "R", "before", "P", "R", "edits", "lost"]
    assert "any text" in said


def test_the_figures_of_generated_texts_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--generated", "--pairs", "12"]) == 0
    assert "daily formula" in capsys.readouterr().out


@absent
def test_among_real_texts_another_article_is_told_and_no_edit_is_lost() -> None:
    chance = Random(6)
    found = [*pairs([text for text in real() if text.text][::5], chance), *list(same_event(chance))[:100]]
    figures = tallies([pair for pair in found if pair.half], present, kept=True, dated=False)
    assert figures[LONG]["all"].wrong == 0
    assert figures[LONG]["nearest text"].recall >= 0.9
    assert figures["40 to 100"]["all"].precision >= 0.97
