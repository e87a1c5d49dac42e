from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import structlog
from sqlalchemy import delete, insert, select, update

from alerts.store.tables import digest_items
from tests.treatywatch.digests.simulation import Simulation, check
from tests.unmeasured import untraced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Executable

    from pipeline.store.database import Database


YEAR = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quietly() -> Iterator[None]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.reset_defaults()


def told(simulation: Simulation) -> str:
    counts = check(simulation)
    return "; ".join(
        ", ".join(f"{name} {count:,}" for name, count in sorted(of.items())) for of in (simulation.happened, counts)
    )


@untraced()
def test_ten_days_with_two_clock_changes_tell_every_story_once(store: Database) -> None:
    simulation = Simulation(store, seed=8, start=datetime(2026, 3, 27, 12, tzinfo=UTC), days=10)
    simulation.run()
    print(told(simulation))  # noqa: T201 - seen with -s
    counts = check(simulation)
    assert counts["told once"] > 500
    assert counts["alerts"] > 5
    assert counts["merged"] > 0


@untraced()
def test_the_check_finds_what_the_planner_could_do_wrong(store: Database) -> None:
    simulation = Simulation(store, seed=3, start=YEAR, days=1)
    simulation.run()
    listed = select(digest_items).where(digest_items.c.part == "listed", digest_items.c.label == "new").limit(1)
    one = store.read_now(lambda conn: conn.execute(listed).one())._asdict()
    this = (digest_items.c.digest_id == one["digest_id"]) & (digest_items.c.position == one["position"])
    again = (digest_items.c.digest_id == one["digest_id"]) & (digest_items.c.position == 999)
    lost, back = delete(digest_items).where(this), insert(digest_items).values(one)
    twice, once = insert(digest_items).values(one | {"position": 999}), delete(digest_items).where(again)
    stranger = update(digest_items).where(this).values(article_id=999_999)
    for harm, remedy in ((lost, back), (twice, once), (stranger, stranger)):
        check(simulation)
        _do(store, harm)
        with pytest.raises(AssertionError):
            check(simulation)
        _do(store, remedy)


def _do(store: Database, what: Executable) -> None:
    store.write_now(lambda conn: conn.execute(what))


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1])
def test_a_year_in_three_zones_tells_every_story_once(store: Database, seed: int) -> None:
    simulation = Simulation(store, seed=seed, start=YEAR, days=365)
    simulation.run()
    print(f"\nseed {seed}: {told(simulation)}")  # noqa: T201 - what the rehearsal is for
