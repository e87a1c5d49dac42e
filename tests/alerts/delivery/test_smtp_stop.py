"""The end of the service, while a message is on its way."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from alerts.mail import Outcome
from alerts.relay import Security
from tests.alerts.delivery.examples import mail, sending, to
from tests.alerts.delivery.relays import Hang, Script, Wait, relay

if TYPE_CHECKING:
    from ssl import SSLContext

LONG = timedelta(seconds=30)


@pytest.mark.parametrize("verb", ["BANNER", "EHLO", "MAIL", "RCPT", "DATA"])
async def test_before_the_content_a_stop_ends_the_attempt_at_once(verb: str) -> None:
    script = Script(answers={verb: [(Hang(),)]})
    async with relay(script) as server, sending(to(server.port, timeout=LONG)) as transport:
        task = asyncio.create_task(transport.send(mail()))
        await server.saw(verb)
        began = monotonic()
        await transport.stop(LONG)
        attempt = await task
    assert (attempt.outcome, attempt.relay_wide) == (Outcome.DEFERRED, True)
    assert monotonic() - began < 5
    assert server.received == []


async def test_a_stop_waits_for_the_answer_to_the_content() -> None:
    script = Script(answers={"CONTENT": [(Wait(0.4), b"250 ok: queued as 9\r\n")]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        task = asyncio.create_task(transport.send(mail()))
        await server.saw("CONTENT")
        await transport.stop(LONG)
        assert (await task).outcome is Outcome.ACCEPTED


async def test_a_stop_that_waited_long_enough_leaves_the_message_uncertain() -> None:
    script = Script(answers={"CONTENT": [(Hang(),)]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        task = asyncio.create_task(transport.send(mail()))
        await server.saw("CONTENT")
        await transport.stop(timedelta(seconds=0.1))
        assert (await task).outcome is Outcome.UNCERTAIN


async def test_nothing_is_sent_after_a_stop() -> None:
    async with relay() as server, sending(to(server.port)) as transport:
        await transport.send(mail(1))
        await transport.stop()
        attempt = await transport.send(mail(2))
        await transport.close()
        await transport.stop()
    assert (attempt.outcome, attempt.relay_wide) == (Outcome.DEFERRED, True)
    assert len(server.received) == 1


async def test_a_stop_ends_an_encrypted_attempt_too(certificate: tuple[SSLContext, str]) -> None:
    context, trusted = certificate
    async with (
        relay(Script(certificate=context, answers={"RCPT": [(Hang(),)]})) as server,
        sending(to(server.port, Security.STARTTLS, ca_file=trusted, timeout=LONG)) as transport,
    ):
        task = asyncio.create_task(transport.send(mail()))
        await server.saw("RCPT")
        await transport.stop()
        assert (await task).outcome is Outcome.DEFERRED
