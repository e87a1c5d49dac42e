from __future__ import annotations

import pytest

from bench.links import main, measure
from bench.two_languages import reports


@pytest.mark.parametrize(("concepts", "recall"), [(False, 0.9), (True, 1.0)])
def test_our_own_reports_in_two_languages_are_linked_and_none_wrongly(concepts: bool, recall: float) -> None:  # noqa: FBT001 - two cases
    figures = measure(seed=1, rounds=3)[concepts]
    assert figures.precision == 1
    assert figures.recall >= recall


def test_reports_that_have_no_other_share_something_with_some() -> None:
    alone = [report.text for report in reports() if report.event.startswith("alone")]
    assert (len(reports()), len(alone)) == (32, 8)
    assert sum(any(word in text for word in ("312", "Бушаре", "Lormont", "Бельмонте")) for text in alone) >= 3


def test_the_figures_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "names and numbers" in capsys.readouterr().out
