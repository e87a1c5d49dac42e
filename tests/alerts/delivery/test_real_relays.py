"""Relays that others wrote: Postfix, and the test server that comes with it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alerts.doubt import Doubt
from alerts.mail import Outcome, Trouble
from alerts.places import Places
from alerts.pool import SmtpPool
from alerts.probe import probe
from tests.alerts.delivery.examples import mail, mails, sending, to
from tests.alerts.delivery.postfix import LIMIT, SMTP_SINK, await_port, free_port, postfix, skip_reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.mail import Attempt, Mail

D, R, U = Outcome.DEFERRED, Outcome.REJECTED, Outcome.UNCERTAIN


@pytest.fixture(scope="module")
def relay_port() -> Iterator[int]:
    """A real Postfix; its folder lies where Postfix's user may go, which pytest's does not."""
    if reason := skip_reason():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="treatywatch-postfix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postfix(folder) as port:
            yield port


async def send(port: int, *messages: Mail) -> list[Attempt]:
    async with sending(to(port)) as transport:
        return [await transport.send(message) for message in messages]


async def test_postfix_takes_our_mail_and_its_queue_ids_are_kept(relay_port: int) -> None:
    attempts = await send(relay_port, *mails(5))
    assert [attempt.outcome for attempt in attempts] == [Outcome.ACCEPTED] * 5
    assert len({attempt.text for attempt in attempts if "queued as" in attempt.text}) == 5


async def test_postfix_takes_several_connections_at_once(relay_port: int) -> None:
    pool = SmtpPool(to(relay_port, connections=4))
    for each in mails(12):
        assert (await pool.send(each, Doubt(Places(1)))).outcome is Outcome.ACCEPTED
    await pool.close()
    await pool.stop(timedelta(0))


@pytest.mark.parametrize(
    ("recipient", "outcome", "trouble"),
    [
        ("dead@example.com", R, Trouble.DEAD),
        ("rule@example.com", D, Trouble.POLICY),
        ("busy@example.com", D, Trouble.NONE),
        ("чтец@example.com", Outcome.ACCEPTED, Trouble.NONE),
    ],
)
async def test_postfix_is_understood_and_the_next_message_goes_out(
    relay_port: int, recipient: str, outcome: Outcome, trouble: Trouble
) -> None:
    first, second = await send(relay_port, mail(1, recipient), mail(2))
    assert (first.outcome, first.trouble) == (outcome, trouble)
    assert (first.relay_wide, second.outcome) == (False, Outcome.ACCEPTED)


async def test_postfix_names_its_limit_and_refuses_what_is_larger_before_the_content(relay_port: int) -> None:
    (attempt,) = await send(relay_port, mail(content=b"x" * 70 + b"\r\n" + b"y" * LIMIT + b"\r\n"))
    assert (attempt.outcome, attempt.phase, attempt.trouble) == (R, "mail", Trouble.TOO_LARGE)
    assert probe(to(relay_port)).offers["size"] == str(LIMIT)


async def test_lines_that_begin_with_a_dot_arrive_as_one_message(relay_port: int) -> None:
    smuggled = b"Subject: x\r\n\r\na\r\n.\r\nMAIL FROM:<evil@example.net>\r\n..\r\n.\r\n"
    first, second = await send(relay_port, mail(1, content=smuggled), mail(2))
    assert (first.outcome, second.outcome) == (Outcome.ACCEPTED, Outcome.ACCEPTED)


@contextmanager
def smtp_sink(*options: str) -> Iterator[int]:
    port = free_port()
    as_nobody = ["-u", "nobody"] if os.getuid() == 0 else []
    with subprocess.Popen([str(SMTP_SINK), *as_nobody, *options, f"127.0.0.1:{port}", "20"]) as sink:
        try:
            await_port(port)
            yield port
        finally:
            sink.terminate()


@pytest.mark.skipif(SMTP_SINK is None, reason="smtp-sink is not installed: apt-get install postfix")
@pytest.mark.parametrize(
    ("options", "outcome", "phase", "relay_wide"),
    [
        ((), Outcome.ACCEPTED, "done", False),
        (("-8",), Outcome.ACCEPTED, "done", False),
        (("-a",), Outcome.ACCEPTED, "done", False),
        (("-r", "connect"), D, "connect", True),
        (("-r", "mail"), D, "mail", False),
        (("-r", "rcpt"), D, "rcpt", False),
        (("-r", "data"), D, "data", False),
        (("-r", "."), D, "content", False),
        (("-f", "rcpt"), D, "rcpt", True),
        (("-f", "data"), D, "data", True),
        (("-f", "."), D, "content", True),
        (("-q", "mail"), D, "mail", False),
        (("-q", "rcpt"), D, "rcpt", False),
        (("-q", "."), U, "content", False),
        (("-Q", "rcpt"), D, "rcpt", False),
        (("-Q", "."), D, "content", False),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
async def test_smtp_sink_s_faults_are_told_apart(
    options: tuple[str, ...],
    outcome: Outcome,
    phase: str,
    relay_wide: bool,  # noqa: FBT001 - a table's column
) -> None:
    with smtp_sink(*options) as port:
        (attempt,) = await send(port, mail())
    assert (attempt.outcome, attempt.phase, attempt.relay_wide) == (outcome, phase, relay_wide)
