from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from bench.prose import Prose
from bench.stories import FILES, WINDOWS, Plain, bcubed, main, ours, streamed

if TYPE_CHECKING:
    from pathlib import Path


def events(number: int) -> list[dict[str, str]]:
    """Events that three outlets report with some names in common."""
    prose, rows = Prose(Random(1)), []
    for event in range(number):
        names = [prose.name() for _ in range(9)]
        for _ in range(3):
            text = " ".join(f"{prose.words(4)} {name}." for name in names)
            rows.append({"id": "", "event": str(event), "title": f"{prose.title()} {names[0]}", "text": text})
    return rows


def test_bcubed_is_one_where_all_agrees() -> None:
    assert bcubed(["a", "a", "b"], [1, 1, 2]) == (1.0, 1.0, 1.0)
    precision, recall, _ = bcubed(["a", "a", "b", "b"], [1, 1, 1, 1])
    assert (precision, recall) == (0.5, 1.0)


def test_generated_events_are_told_apart() -> None:
    reports = streamed(events(60), Random(1))
    said = [report.event for report in reports]
    assert bcubed(said, ours(reports, 150))[2] > 0.9


def test_figures_of_a_file_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in events(10)))
    assert main([str(file)]) == 0
    assert "events: 30 reports of 10 events" in capsys.readouterr().out
    assert main([str(tmp_path / "none.jsonl")]) == 1


@pytest.mark.skipif(not FILES[1].is_file(), reason="../shared/data/stories, the real events, is not here")
@pytest.mark.parametrize("window", WINDOWS)
def test_real_events_are_told_better_than_by_plain_tfidf(window: int) -> None:
    rows = [json.loads(line) for line in FILES[1].read_text("utf-8").splitlines()]
    reports = streamed(rows, Random(1))
    plain = Plain(window, WINDOWS[window])
    said = [report.event for report in reports]
    mine = bcubed(said, ours(reports, window))[2]
    assert mine >= bcubed(said, [plain.story(report) for report in reports])[2] + 0.014
    assert mine >= 0.88
