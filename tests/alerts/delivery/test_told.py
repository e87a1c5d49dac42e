from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import structlog

from alerts.deliver import Delivery, deliver_due
from alerts.mail import Attempt, Outcome
from alerts.store import outbox as stored
from tests.alerts.delivery.examples import EXPIRY, NOW, RETRY, Clock, mails
from tests.alerts.delivery.fakes import MemoryOutbox, ScriptedTransport
from treatywatch.memory import OutboxInDatabase

if TYPE_CHECKING:
    from pipeline.store.database import Database

LOGIN = Attempt(Outcome.DEFERRED, "auth", 535, "wrong", relay_wide=True, remedy="check the password")


@pytest.mark.parametrize(
    ("attempt", "says"),
    [
        (Attempt(Outcome.ACCEPTED, "done", 250, "ok"), None),
        (Attempt(Outcome.REJECTED, "rcpt", 550, "no such user", remedy="check it"),
         r"message \d to .*@.* is given up, failed at rcpt: 550 no such user; check it"),
        (Attempt(Outcome.DEFERRED, "rcpt", 450, "greylisted"),
         r"message \d to .*@.* is tried again from 2026-.* UTC, put off at rcpt: 450 greylisted"),
        (Attempt(Outcome.UNCERTAIN, "content", None, "timed out"),
         r"message \d to .*@.* is tried again from 2026-.* UTC, put off at content: timed out"),
        (LOGIN, "mail stays queued: the relay failed us at auth: 535 wrong; check the password"),
    ],
)  # fmt: skip
async def test_what_becomes_of_a_message_is_told_in_one_line(
    caplog: pytest.LogCaptureFixture, attempt: Attempt, says: str | None
) -> None:
    outbox = MemoryOutbox()
    await outbox.put(mails(1), EXPIRY, NOW)
    transport = ScriptedTransport(lambda _: attempt)
    await deliver_due(Delivery(outbox, transport, RETRY, Clock(), lambda: 0.5), asyncio.Event())
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == (says is not None)
    assert all(re.fullmatch(says or "", line) for line in lines)


async def test_messages_that_waited_too_long_are_counted_in_one_line(store: Database) -> None:
    store.write_now(lambda conn: stored.enqueue(conn, mails(3), None, EXPIRY, NOW))
    outbox = OutboxInDatabase(store, RETRY)
    with structlog.testing.capture_logs() as lines:
        await outbox.sweep(EXPIRY + timedelta(seconds=1))
        await outbox.sweep(EXPIRY + timedelta(seconds=2))
    (line,) = lines
    assert line["event"].startswith("messages are given up")
    assert (line["log_level"], line["messages"]) == ("error", 3)
