"""The bench that counts right and wrong answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bench.precision import Tally, counted, figures, half, main, read_rows, table

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from pipeline.matching.matcher import Matcher


def row(id_: str, title: str, concepts: list[str], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a row
    labels = {"arms_control": bool(concepts), "uncertain": False}
    return {"id": id_, "title": title, "text": None, "language": "en", "concepts": concepts, **labels, **more}


ROWS = [
    row("a0", "The <b>CTBT</b> &amp; its test sites", ["ctbt"]),
    row("a1", "The CTBT again", []),
    row("a2", "A pact nobody names", ["ctbt"], uncertain=True),
]


def test_rows_are_halved_by_the_last_digit_of_their_id() -> None:
    assert [[each["id"] for each in half(ROWS, parity)] for parity in (0, 1)] == [["a0", "a2"], ["a1"]]


def test_concepts_with_few_rows_do_not_count() -> None:
    assert counted([*ROWS, *ROWS]) == []
    assert counted(ROWS * 3) == ["ctbt"]


def test_answers_are_compared_with_labels_and_uncertain_rows_left_out_of_arms_control(shipped: Matcher) -> None:
    made = figures(ROWS, ["ctbt"], shipped)
    assert made.together == Tally(right=1, wrong=1, missed=1)
    assert made.arms_control == Tally(right=1, wrong=1, missed=0)


def test_where_nothing_is_said_or_labelled_nothing_is_wrong() -> None:
    empty, useless = Tally(), Tally(wrong=1, missed=1)
    assert (empty.precision, empty.recall, empty.f1, useless.f1) == (1.0, 1.0, 1.0, 0.0)


def test_a_table_has_a_line_for_each_concept_and_for_all(shipped: Matcher) -> None:
    lines = table("some", figures(ROWS, ["ctbt"], shipped)).splitlines()
    assert lines[1].split() == ["ctbt", "1", "1", "1", "0.500", "0.500", "0.500"]
    assert lines[2].startswith("all of these") is True


def test_the_figures_of_both_halves_and_of_the_whole_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)) + "\n", "utf-8")
    assert len(read_rows(file)) == len(ROWS)
    assert main([str(file)]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.split("\n\n")] == ["tuned", "held", "the"]


def test_the_bench_asks_for_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    asks = 2
    assert main([]) == asks
    assert capsys.readouterr().err == "usage: python -m bench.precision FILE\n"
