from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bench.window import growth, main, measure

if TYPE_CHECKING:
    from pathlib import Path


def test_a_restart_changes_no_placement(tmp_path: Path) -> None:
    said = "\n".join(measure(tmp_path, archive=300, window=500, further=60))
    assert re.search(r"placements that differ after the restart +0 of 60", said)


def test_the_cost_beside_two_archives_is_printed(tmp_path: Path) -> None:
    assert "times as much" in growth(tmp_path, archive=1000, window=50, further=20)[-1]


@pytest.mark.soak
def test_a_million_articles_and_a_full_window_stay_below_400_mb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--archive", "1000000", "--window", "50000"]) == 0
    said = capsys.readouterr().out
    found = re.search(r"peak memory with the window full +(\d+) MiB", said)
    assert found
    assert int(found[1]) * 1024 * 1024 < 400_000_000
