from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.event import listen

from alerts.mail import Attempt, Claimed, Outcome
from alerts.outbox import Decision, State, decide
from alerts.store import contents, outbox, upkeep
from alerts.store.tables import attempts, outbox_contents
from alerts.store.tables import outbox as rows
from alerts.turns import Turn
from pipeline.errors import StoreFull
from tests.alerts.delivery.examples import EXPIRY, LEASE, MINUTE, NOW, RETRY, attempt, mail, mails

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from alerts.mail import Mail
    from pipeline.store.database import Database

HOUR = timedelta(hours=1)
TURN = Turn(("example.com",))


def enqueue(store: Database, *messages: Mail, expires_at: datetime = EXPIRY) -> int:
    return store.write_now(lambda conn: outbox.enqueue(conn, messages, None, expires_at, NOW))


def claim(store: Database, now: datetime = NOW) -> Claimed:
    taken = store.write_now(lambda conn: outbox.claim(conn, now, LEASE, TURN).claimed)
    assert taken
    return taken


def mark(store: Database, claimed: Claimed, outcome: Outcome, text: str = "ok", now: datetime = NOW) -> None:
    result = attempt(outcome, text)
    decision = decide(result, claimed, RETRY, now, lambda: 0.5)
    store.write_now(lambda conn: outbox.mark(conn, claimed, result, decision, now))


def row(store: Database) -> Row[tuple[object, ...]]:
    return store.read_now(lambda conn: conn.execute(select(rows)).one())


def bytes_of(store: Database) -> list[bytes]:
    query = select(outbox_contents.c.content).order_by(outbox_contents.c.message_id)
    return store.read_now(lambda conn: list(conn.execute(query).scalars()))


def tries(store: Database) -> list[tuple[int, str, str]]:
    def query(conn: Connection) -> list[tuple[int, str, str]]:
        found = conn.execute(select(attempts.c.n, attempts.c.outcome, attempts.c.text).order_by(attempts.c.n))
        return [tuple(each) for each in found]

    return store.read_now(query)


def test_a_message_is_kept_with_its_bytes_and_their_hash(store: Database) -> None:
    enqueue(store, mail())
    kept = row(store)
    assert bytes_of(store) == [mail().content]
    assert kept.sha256 == sha256(mail().content).hexdigest()
    assert (kept.state, kept.domain, kept.size) == (State.QUEUED, "example.com", len(mail().content))


def test_a_message_id_is_taken_once_and_its_bytes_stay(store: Database) -> None:
    assert enqueue(store, mail()) == 1
    assert enqueue(store, replace(mail(), own=b"other\r\n"), mail(2)) == 1
    assert claim(store).mail.content == mail().content


def test_the_message_due_longest_comes_first(store: Database) -> None:
    enqueue(store, *mails(2))
    mark(store, claim(store), Outcome.DEFERRED)
    enqueue(store, mail(7))
    assert [claim(store, NOW + HOUR).mail.message_id for _ in range(3)] == [
        "<m1@example.org>", "<m7@example.org>", "<m0@example.org>",
    ]  # fmt: skip


def test_a_message_is_claimed_by_one_alone(store: Database) -> None:
    enqueue(store, mail())
    claim(store)
    assert store.write_now(lambda conn: outbox.claim(conn, NOW + HOUR, LEASE, TURN).claimed) is None


def test_a_message_is_not_claimed_before_it_is_due(store: Database) -> None:
    enqueue(store, mail())
    mark(store, claim(store), Outcome.DEFERRED)
    assert store.write_now(lambda conn: outbox.claim(conn, NOW + MINUTE / 4, LEASE, TURN).claimed) is None
    assert claim(store, NOW + MINUTE / 2).attempts == 1


def test_an_acceptance_is_final_and_keeps_the_queue_id(store: Database) -> None:
    enqueue(store, mail())
    mark(store, claim(store), Outcome.ACCEPTED, "ok: queued as 5")
    kept = row(store)
    assert (kept.state, kept.queue_text, kept.final_at) == (State.ACCEPTED, "ok: queued as 5", NOW)
    assert (kept.last_phase, kept.last_code) == ("content", 250)
    assert tries(store) == [(1, "accepted", "ok: queued as 5")]


def test_a_break_without_a_reply_has_no_code(store: Database) -> None:
    enqueue(store, mail())
    taken = claim(store)
    assert row(store).last_code is None
    broken = Attempt(Outcome.UNCERTAIN, "content", None, "timed out")
    store.write_now(lambda conn: outbox.mark(conn, taken, broken, Decision(State.QUEUED, NOW, uncertain=True), NOW))
    assert (row(store).last_code, row(store).uncertain) == (None, True)


def test_a_long_answer_is_cut_at_a_whole_character(store: Database) -> None:
    enqueue(store, mail())
    mark(store, claim(store), Outcome.ACCEPTED, "x" + "я" * 499)
    assert row(store).last_text == "x" + "я" * 249


@pytest.mark.parametrize("late", [Outcome.DEFERRED, Outcome.UNCERTAIN, Outcome.REJECTED])
@pytest.mark.parametrize("first", [Outcome.ACCEPTED, Outcome.REJECTED])
def test_nothing_leaves_a_final_state(store: Database, first: Outcome, late: Outcome) -> None:
    enqueue(store, mail())
    taken = claim(store)
    mark(store, taken, first)
    before = row(store)
    mark(store, taken, late)
    assert row(store) == before


def test_each_try_leaves_a_trace(store: Database) -> None:
    enqueue(store, mail())
    mark(store, claim(store), Outcome.DEFERRED, "greylisted")
    mark(store, claim(store, NOW + HOUR), Outcome.UNCERTAIN, "timed out")
    claim(store, NOW + 2 * HOUR)
    assert tries(store) == [(1, "deferred", "greylisted"), (2, "uncertain", "timed out"), (3, "", "")]


def test_what_a_dead_process_was_sending_is_queued_again_as_uncertain(store: Database) -> None:
    enqueue(store, *mails(2))
    claim(store)
    assert store.write_now(lambda conn: upkeep.recover(conn, NOW + MINUTE)) == 1
    claim(store, NOW + MINUTE)
    again = claim(store, NOW + MINUTE)
    assert (again.uncertain, again.attempts, again.mail) == (True, 1, mails(2)[0])
    assert tries(store)[0] == (1, "uncertain", upkeep.BROKEN_OFF)


@pytest.mark.parametrize(("step", "taken_back"), [(-HOUR, 0), (LEASE - MINUTE, 0), (LEASE, 1), (365 * 24 * HOUR, 1)])
def test_a_lease_is_over_by_the_clock_that_is_given(store: Database, step: timedelta, taken_back: int) -> None:
    enqueue(store, mail(), expires_at=NOW + 500 * 24 * HOUR)
    claim(store)
    assert store.write_now(lambda conn: upkeep.expire_leases(conn, NOW + step)) == taken_back


def test_an_acceptance_after_the_lease_still_counts(store: Database) -> None:
    enqueue(store, mail())
    late = claim(store)
    store.write_now(lambda conn: upkeep.expire_leases(conn, NOW + LEASE))
    mark(store, late, Outcome.ACCEPTED)
    assert row(store).state == State.ACCEPTED


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.DEFERRED, Outcome.UNCERTAIN])
def test_any_other_answer_after_the_lease_leaves_the_newer_claim_alone(store: Database, outcome: Outcome) -> None:
    enqueue(store, mail())
    late = claim(store)
    store.write_now(lambda conn: upkeep.expire_leases(conn, NOW + LEASE))
    claim(store, NOW + LEASE)
    mark(store, late, outcome)
    assert row(store).state == State.SENDING


def test_what_waits_too_long_expires_and_what_is_being_sent_does_not(store: Database) -> None:
    enqueue(store, *mails(2), expires_at=NOW + HOUR)
    taken = claim(store)
    assert store.write_now(lambda conn: upkeep.expire(conn, NOW + HOUR)) == 1
    mark(store, taken, Outcome.ACCEPTED, now=NOW + HOUR)
    counts = store.read_now(outbox.pending)
    assert counts == {**dict.fromkeys(State, 0), State.ACCEPTED: 1, State.EXPIRED: 1}


def test_an_expired_message_is_not_claimed(store: Database) -> None:
    enqueue(store, mail(), expires_at=NOW + HOUR)
    assert store.write_now(lambda conn: outbox.claim(conn, NOW + HOUR, LEASE, TURN).claimed) is None


def test_bytes_are_forgotten_after_the_end_and_their_hash_is_not(store: Database) -> None:
    enqueue(store, *mails(2))
    mark(store, claim(store), Outcome.ACCEPTED)
    assert store.write_now(lambda conn: contents.forget(conn, NOW)) == 0
    assert store.write_now(lambda conn: contents.forget(conn, NOW + MINUTE)) == 1
    assert bytes_of(store) == [mails(2)[1].content]
    kept = store.read_now(lambda conn: conn.execute(select(rows.c.sha256, rows.c.size)).all())
    assert [(digest, size) for digest, size in kept if digest and size] == kept


def test_bytes_are_forgotten_without_a_look_at_every_message_there_ever_was(store: Database) -> None:
    seen: list[str] = []

    def work(conn: Connection) -> None:
        listen(conn, "before_cursor_execute", lambda *said: seen.append(said[2]))
        contents.forget(conn, NOW)

    store.write_now(work)
    plan = store.read_now(lambda conn: conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {seen[0]}", ("", "")).all())
    steps = [step for *_, step in plan]
    assert any("ix_outbox_contents_created_at (created_at<?)" in step for step in steps)
    assert not any(step.startswith("SCAN") for step in steps)


@pytest.mark.parametrize("text", ["2.0.0 ok: queued as 4F2A", "x" * 500, "принято " * 60])
def test_an_acceptance_can_be_recorded_when_the_disk_has_no_page_left(store: Database, text: str) -> None:
    enqueue(store, *[mail(n, content=b"x" * 24_000 + b"\r\n") for n in range(20)])
    taken = claim(store)
    fill_the_disk(store)
    with pytest.raises(StoreFull):
        enqueue(store, mail(99, content=b"x" * 24_000 + b"\r\n"))
    mark(store, taken, Outcome.ACCEPTED, text)
    counts = store.read_now(outbox.pending)
    assert (counts[State.ACCEPTED], counts[State.QUEUED]) == (1, 19)


def fill_the_disk(store: Database) -> None:
    def fill(conn: Connection) -> None:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    store.write_now(fill)


def test_an_unknown_claim_changes_nothing(store: Database) -> None:
    enqueue(store, mail())
    stranger = Claimed(99, mail(), 0, EXPIRY)
    store.write_now(
        lambda conn: outbox.mark(
            conn, stranger, attempt(Outcome.ACCEPTED), Decision(State.ACCEPTED, None, uncertain=False), NOW
        )
    )
    assert row(store).state == State.QUEUED


def test_claiming_uses_the_index_of_what_is_due(store: Database) -> None:
    plan = store.read_now(
        lambda conn: conn.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE next_at <= ? AND expires_at > ?"
            " AND outbox.urgent = 0 AND domain = ? ORDER BY next_at, id LIMIT 1",
            ("2026-11-21", "2026-11-21", "example.com"),
        ).all()
    )
    assert "ix_outbox_due (urgent=? AND domain=? AND next_at<?)" in str(plan)
