"""Which message is taken next."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from alerts.mail import Kind, Outcome
from alerts.outbox import State
from alerts.store import outbox, suppressions, upkeep
from alerts.turns import Turn
from tests.alerts.delivery.examples import EXPIRY, LEASE, MINUTE, NOW, mail, mails
from tests.alerts.delivery.test_store_outbox import HOUR, TURN, claim, enqueue, mark

if TYPE_CHECKING:
    from pipeline.store.database import Database


def test_what_is_urgent_overtakes_whatever_was_due_before(store: Database) -> None:
    enqueue(store, *mails(3))
    instant = mail(9, "desk@example.net")
    store.write_now(
        lambda conn: outbox.enqueue(conn, [instant], None, EXPIRY, NOW + MINUTE, kind=Kind.INSTANT, scope="arms")
    )
    assert claim(store, NOW + MINUTE).mail == instant


def test_a_domain_that_must_be_left_alone_gets_nothing_urgent_either(store: Database) -> None:
    store.write_now(lambda conn: outbox.enqueue(conn, [mail()], None, EXPIRY, NOW, kind=Kind.OPERATORS))
    barred = Turn(barred=frozenset({"example.com"}))
    assert store.write_now(lambda conn: outbox.claim(conn, NOW, LEASE, barred)).claimed is None
    assert store.write_now(lambda conn: outbox.claim(conn, NOW, LEASE, Turn())).claimed is not None


def test_only_domains_with_mail_that_may_go_now_are_named(store: Database) -> None:
    enqueue(store, mail(1), mail(2, "a@example.net"), mail(3, "b@EXAMPLE.net"))
    enqueue(store, mail(4, "late@example.org"), expires_at=NOW)
    mark(store, claim(store), Outcome.DEFERRED)
    assert store.read_now(lambda conn: outbox.due_domains(conn, NOW)) == ["example.net"]


def test_a_recipient_who_left_between_planning_and_sending_gets_nothing(store: Database) -> None:
    for number, scope in enumerate(["arms", "arms", "other"]):
        letter = mail(number, f"reader{number % 2}@example.com")
        put = partial(outbox.enqueue, mails=[letter], digest_id=None, expires_at=EXPIRY, now=NOW, scope=scope)
        store.write_now(put)
    store.write_now(
        lambda conn: suppressions.suppress(
            conn, "Reader0@example.com", "arms", suppressions.Why("unsubscribed", "page"), NOW
        )
    )
    found = store.write_now(lambda conn: outbox.claim(conn, NOW, LEASE, TURN))
    assert (found.suppressed, found.claimed and found.claimed.mail.recipient) == (1, "reader1@example.com")
    assert claim(store).mail.message_id == mail(2).message_id
    assert store.read_now(outbox.pending)[State.SUPPRESSED] == 1


def test_what_was_put_off_by_a_clock_that_ran_ahead_is_due_once_it_is_put_right(store: Database) -> None:
    store.write_now(lambda conn: outbox.enqueue(conn, [mail()], None, EXPIRY, NOW + 365 * 24 * HOUR))
    assert store.write_now(lambda conn: upkeep.hasten(conn, NOW, HOUR)) == 1
    assert claim(store).mail == mail()


@pytest.mark.parametrize("damage", ["DELETE FROM outbox_contents", "DELETE FROM outbox_bodies"])
def test_a_message_whose_bytes_are_missing_is_given_up_and_keeps_nobody_waiting(store: Database, damage: str) -> None:
    enqueue(store, replace(mail(1), shared=b"what it shares\r\n"))
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:  # without its foreign keys
        other.execute(damage)
    enqueue(store, mail(2))
    found = store.write_now(lambda conn: outbox.claim(conn, NOW, LEASE, TURN))
    assert (found.damaged, found.claimed and found.claimed.mail) == ((1,), mail(2))
    assert store.read_now(outbox.pending)[State.FAILED] == 1
