from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.rehearsal import Rehearsal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS_WHILE_CRAWLING, KILLS_WHILE_MAILING = 6, 4
SEED = 20260302


@pytest.fixture(scope="module")
def undisturbed(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """A run that was never killed."""
    with Rehearsal(tmp_path_factory.mktemp("undisturbed") / "run", index) as rehearsal:
        rehearsal.run_until(rehearsal.settled, 60)
        yield rehearsal


@pytest.fixture(scope="module", params=[1, pytest.param(10, marks=pytest.mark.soak)], ids=["10 kills", "100 kills"])
def killed(
    request: pytest.FixtureRequest, index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rehearsal]:
    """The same run, killed ten times (or a hundred) at random moments, then left to finish."""
    chance = random.Random(SEED)
    folder: Path = tmp_path_factory.mktemp("killed") / "run"
    with Rehearsal(folder, index) as rehearsal:
        for _ in range(KILLS_WHILE_CRAWLING * request.param):
            rehearsal.kill_after(chance.uniform(0.8, 2.6))
        rehearsal.run_until(rehearsal.settled, 60)
        rehearsal.have_the_digest_due(timedelta(seconds=4))
        for _ in range(KILLS_WHILE_MAILING * request.param):
            rehearsal.kill_after(chance.uniform(0.8, 2.6))
        rehearsal.run_until(lambda: bool(rehearsal.mails()), 60)
        yield rehearsal


def test_after_ten_kills_the_archive_is_that_of_an_undisturbed_run(killed: Rehearsal, undisturbed: Rehearsal) -> None:
    assert killed.archive() == undisturbed.archive()


def test_no_digest_arrives_twice_unless_the_kill_kept_its_acceptance_from_being_recorded(killed: Rehearsal) -> None:
    copies = Counter(letter["Message-ID"] for letter in killed.letters())
    broken_off = killed.ask("select count(*) from attempts where rtrim(outcome) = 'uncertain'")[0][0]
    print(f"\n{copies.total()} arrived of {len(copies)} mailed; {broken_off} were broken off by a kill")  # noqa: T201 - a soak reports
    assert len(copies) == 1
    assert copies.total() - 1 <= broken_off
    assert len(set(killed.mails())) == 1


def test_every_seq_is_written_with_its_version(killed: Rehearsal) -> None:
    assert killed.ask("select count(*) from versions where id not in (select version_id from events)") == [(0,)]
