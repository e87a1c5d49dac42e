"""Whatever happens, in whatever order: no message goes back, and none leaves a final state."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from alerts.mail import Attempt, Claimed, Kind, Outcome, Retry, Trouble
from alerts.outbox import FOLLOWERS, State, decide
from alerts.store import held, outbox, suppressions, upkeep
from alerts.store.tables import outbox as rows
from alerts.turns import Turn
from pipeline.store.database import Database
from tests.alerts.delivery.examples import EXPIRY, LEASE, NOW, RETRY, mails
from treatywatch.migrations.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

STEPS = st.one_of(
    st.tuples(st.just("claim"), st.none()),
    st.tuples(st.just("mark"), st.tuples(st.integers(0, 9), st.sampled_from(Outcome), st.sampled_from(Trouble))),
    st.tuples(st.just("wait"), st.integers(0, 12)),
    st.tuples(st.just("sweep"), st.none()),
    st.tuples(st.just("restart"), st.none()),
    st.tuples(st.just("suppress"), st.integers(0, 2)),
    st.tuples(st.just("content"), st.integers(0, 9)),
    st.tuples(st.just("release"), st.integers(1, 3)),
)
HOLDING = replace(RETRY, hold=frozenset({Kind.DIGEST}))


class Machine:
    """The outbox of one history, and what each step did to its messages."""

    def __init__(self, database: Database, retry: Retry) -> None:
        self.database, self.retry, self.now = database, retry, NOW
        self.claims: list[Claimed] = []
        database.write_now(metadata.drop_all)
        database.write_now(metadata.create_all)
        database.write_now(lambda conn: outbox.enqueue(conn, mails(3), None, EXPIRY, NOW))

    def do(self, step: str, how: object) -> None:
        self.database.write_now(lambda conn: getattr(self, step)(conn, how))

    def states(self) -> list[State]:
        query = select(rows.c.state).order_by(rows.c.id)
        return [State(state) for state in self.database.read_now(lambda conn: list(conn.execute(query).scalars()))]

    def claim(self, conn: Connection, _how: None) -> None:
        found = outbox.claim(conn, self.now, LEASE, Turn(("example.com",))).claimed
        self.claims += [found] if found else []

    def mark(self, conn: Connection, how: tuple[int, Outcome, Trouble]) -> None:
        number, outcome, trouble = how
        if self.claims:
            claimed = self.claims[number % len(self.claims)]
            attempt = Attempt(outcome, "content", 250, "said", trouble=trouble)
            decision = decide(attempt, claimed, self.retry, self.now, lambda: 0.5)
            outbox.mark(conn, claimed, attempt, decision, self.now)

    def wait(self, _conn: Connection, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def sweep(self, conn: Connection, _how: None) -> None:
        upkeep.expire_leases(conn, self.now, self.retry.hold)
        upkeep.expire(conn, self.now)

    def restart(self, conn: Connection, _how: None) -> None:
        upkeep.recover(conn, self.now, self.retry.hold)

    def content(self, conn: Connection, number: int) -> None:
        if self.claims:
            outbox.enter_content(conn, self.claims[number % len(self.claims)])

    def release(self, conn: Connection, key: int) -> None:
        held.release(conn, [key], self.now)

    def suppress(self, conn: Connection, number: int) -> None:
        suppressions.suppress(conn, f"reader{number}@example.com", "", suppressions.Why("asked", "page"), self.now)


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as name:
        opened = Database(Path(name) / "store.db")
        yield opened
        opened.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=st.lists(STEPS, max_size=25), retry=st.sampled_from([RETRY, HOLDING]))
def test_no_history_takes_a_message_back(database: Database, history: list[tuple[str, object]], retry: Retry) -> None:
    machine = Machine(database, retry)
    before = machine.states()
    for step, how in history:
        machine.do(step, how)
        after = machine.states()
        for old, new in zip(before, after, strict=True):
            assert new is old or new in FOLLOWERS[old]
            assert not old.final or new is old
        before = after


@pytest.mark.parametrize("state", State)
def test_nothing_comes_after_a_state_that_comes_before_it_but_the_queue(state: State) -> None:
    later = {after for after in FOLLOWERS[state] if state in FOLLOWERS[after]}
    assert later <= {State.QUEUED, State.SENDING, State.HELD}
    assert all(state in follower.before for follower in FOLLOWERS[state])
