from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end import small_web
from tests.end_to_end.rehearsal import ROOT, Rehearsal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORDED = ROOT.parent / "shared" / "data" / "replay" / "index.jsonl"
"""Real documents, which may not be part of the project."""


@pytest.fixture(scope="session", params=["our own web", "the recorded web"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the web under rehearsal."""
    if request.param == "our own web":
        return small_web.write(tmp_path_factory.mktemp("web") / "small")
    if not RECORDED.exists():
        pytest.skip(f"the recorded web is not here ({RECORDED})")
    return RECORDED


@pytest.fixture(scope="module")
def undisturbed(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """A run that polled everything twice and mailed its digest."""
    with Rehearsal(tmp_path_factory.mktemp("undisturbed") / "run", index, interval="20s") as rehearsal:

        def polled_twice() -> bool:
            once = rehearsal.ask(
                "select count(*) from sources where failures = 0"
                " and id in (select source_id from polls group by 1 having count(*) < 2)"
            )
            return rehearsal.settled() and once == [(0,)] and bool(rehearsal.mails())

        rehearsal.run_until(rehearsal.settled, 60)
        rehearsal.have_the_digest_due(timedelta(seconds=4))
        rehearsal.run_until(polled_twice, 60)
        yield rehearsal
