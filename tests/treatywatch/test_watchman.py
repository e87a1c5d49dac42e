"""What the operators hear of relay, database and receivers, through the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from alerts.deliver import Report
from alerts.store.tables import outbox, outbox_contents
from alerts.troubles import PATIENCE
from pipeline.model.fault import Fault
from tests.treatywatch.settings.examples import write
from treatywatch.settings.load import load
from treatywatch.telling import tell
from treatywatch.watchman import Watchman

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.store.database import Database
    from treatywatch.settings.settings import Settings

NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
DOWN = Report(halted="mail stays queued: the relay failed us at connect: refused", by_relay=True)
UP = Report(accepted=1, served=frozenset({"example.com"}))
UNWRITABLE = Report(halted="no mail is sent: store.db: the disk is full; free some space")
UNWELCOME = Report(
    accepted=1, served=frozenset({"example.net"}), refusing={"example.com": "550 5.7.26 unauthenticated"}
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(load(write(tmp_path), {}), operators=("ops@example.org",))


def subjects(store: Database) -> list[str]:
    query = select(outbox_contents.c.content).join(outbox).order_by(outbox.c.id)
    contents = store.read_now(lambda conn: list(conn.execute(query).scalars()))
    lines = [line.decode() for content in contents for line in content.split(b"\r\n")]
    return [line.removeprefix("Subject: [treatywatch] ") for line in lines if line.startswith("Subject:")]


async def history(store: Database, settings: Settings, *reports: Report) -> list[str]:
    """What is told when these reports come, one after each stretch of patience, and a restart lies between any two."""
    for number, report in enumerate(reports):
        watchman = Watchman(store, settings)
        await watchman.start()
        await watchman.note(report, NOW + number * PATIENCE)
    return subjects(store)


async def test_a_relay_that_is_down_is_told_once_and_so_is_its_return(store: Database, settings: Settings) -> None:
    told = await history(store, settings, DOWN, DOWN, DOWN, UP, UP)
    assert told == ["Fault: relay takes no mail", "Over: relay takes no mail"]


async def test_a_relay_that_was_down_for_a_moment_is_not_told(store: Database, settings: Settings) -> None:
    assert await history(store, settings, DOWN, UP, UP) == []


async def test_a_receiver_that_refuses_us_by_a_rule_is_told(store: Database, settings: Settings) -> None:
    told = await history(store, settings, UNWELCOME, UNWELCOME, UP)
    what = "mail to example.com is refused by their rules"
    assert told == [f"Fault: {what}", f"Over: {what}"]


async def test_a_database_that_could_not_be_written_is_told_of_when_it_can(store: Database, settings: Settings) -> None:
    watchman = Watchman(store, settings)
    for number, report in enumerate([UNWRITABLE, UNWRITABLE, Report(), Report()]):
        await watchman.note(report, NOW + number * PATIENCE)
    assert subjects(store) == ["Over: database can't be written"]


async def test_nothing_is_written_while_all_is_well(store: Database, settings: Settings) -> None:
    assert await history(store, settings, UP, Report(), UP) == []


def test_notes_overtake_digests_and_outlive_an_outage(store: Database, settings: Settings) -> None:
    fault = Fault("source tass", "gone", NOW, "the outlet says it is gone")
    made = [store.write_now(lambda conn: tell(conn, fault, settings, NOW)) for _ in range(2)]
    row = store.read_now(lambda conn: conn.execute(select(outbox)).one())
    assert made == [1, 0]
    assert (row.kind, row.urgent, row.expires_at - NOW) == ("operators", True, timedelta(hours=72))


def test_an_operator_who_can_not_be_mailed_does_not_undo_the_rest(store: Database, settings: Settings) -> None:
    fault = Fault("relay", "takes no mail", NOW, "refused")
    assert store.write_now(lambda conn: tell(conn, fault, replace(settings, operators=("nobody",)), NOW)) == 0
