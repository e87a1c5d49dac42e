"""Connections that break, stall, or answer at length."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.mail import Outcome
from tests.alerts.delivery.examples import mail, sending, to
from tests.alerts.delivery.relays import Answer, Drop, Hang, Script, Wait, relay

SOON = timedelta(seconds=0.6)
OK = b"250 2.0.0 ok: queued as AA\r\n"


PHASES = [
    ("BANNER", "connect", Outcome.DEFERRED),
    ("EHLO", "connect", Outcome.DEFERRED),
    ("MAIL", "mail", Outcome.DEFERRED),
    ("RCPT", "rcpt", Outcome.DEFERRED),
    ("DATA", "data", Outcome.DEFERRED),
    ("CONTENT", "content", Outcome.UNCERTAIN),
]


@pytest.mark.parametrize(("verb", "phase", "outcome"), PHASES)
async def test_a_drop_is_deferred_before_the_content_and_uncertain_after(
    verb: str, phase: str, outcome: Outcome
) -> None:
    async with relay(Script(answers={verb: [(Drop(),)]})) as server, sending(to(server.port)) as transport:
        dropped, next_one = await transport.send(mail(1)), await transport.send(mail(2))
    assert (dropped.outcome, dropped.phase, dropped.code) == (outcome, phase, None)
    assert next_one.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(("verb", "phase", "outcome"), PHASES)
async def test_a_silence_is_deferred_before_the_content_and_uncertain_after(
    verb: str, phase: str, outcome: Outcome
) -> None:
    async with (
        relay(Script(answers={verb: [(Hang(),)]})) as server,
        sending(to(server.port, timeout=SOON, content_timeout=SOON)) as transport,
    ):
        attempt = await transport.send(mail())
    assert (attempt.outcome, attempt.phase, attempt.text) == (outcome, phase, "timed out")


@pytest.mark.parametrize("size", [40, 400_000])
async def test_a_break_within_the_content_is_uncertain_too(size: int) -> None:
    content = b"Subject: x\r\n\r\n" + b"0123456789abcdef\r\n" * (size // 18)
    async with relay(Script(cut_content_after=20)) as server, sending(to(server.port)) as transport:
        attempt = await transport.send(mail(content=content))
    assert attempt.outcome is Outcome.UNCERTAIN
    assert server.received == []


async def test_a_break_after_the_250_changes_nothing() -> None:
    script = Script(answers={"CONTENT": [(OK, Drop())]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        attempt = await transport.send(mail())
        await transport.close()
    assert (attempt.outcome, attempt.text) == (Outcome.ACCEPTED, "2.0.0 ok: queued as AA")


async def test_the_content_is_waited_for_longer_than_the_rest() -> None:
    script = Script(answers={"CONTENT": [(Wait(0.8), OK)]})
    async with relay(script) as server, sending(to(server.port, timeout=SOON)) as transport:
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    "answer",
    [
        (b"25", Wait(0.05), b"0 2.0.0 o", Wait(0.05), b"k\r", Wait(0.05), b"\n"),
        (b"250-line\r\n" * 10_000 + b"250 ok\r\n",),
        (b"250 \xff\xfe \xd0\x9f\r\n",),
        (b"250\r\n",),
        (b"250 ok\n",),
    ],
)
@pytest.mark.parametrize("verb", ["RCPT", "CONTENT"])
async def test_an_odd_looking_yes_is_a_yes(verb: str, answer: Answer) -> None:
    script = Script(answers={verb: [answer]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED


async def test_a_long_refusal_is_kept_short() -> None:
    script = Script(answers={"RCPT": [(b"550-5.1.1 there is no such user here\r\n" * 10_000 + b"550 5.1.1 no\r\n",)]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        attempt = await transport.send(mail())
    assert attempt.outcome is Outcome.REJECTED
    assert len(attempt.text) <= 500


@pytest.mark.parametrize("endless", [b"250-on and on\r\n" * 700_000, b"250 " + b"x" * 20_000])
async def test_a_reply_without_end_is_given_up(endless: bytes) -> None:
    script = Script(answers={"RCPT": [(endless, Hang())]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        attempt = await transport.send(mail())
    assert (attempt.outcome, attempt.phase) == (Outcome.DEFERRED, "rcpt")
    assert "not end" in attempt.text


async def test_a_reply_that_drips_is_held_to_the_time_out_as_a_whole() -> None:
    script = Script(answers={"RCPT": [tuple(step for _ in range(20) for step in (b"250-x\r\n", Wait(0.1)))]})
    async with relay(script) as server, sending(to(server.port, timeout=SOON)) as transport:
        attempt = await transport.send(mail())
    assert (attempt.outcome, attempt.text) == (Outcome.DEFERRED, "timed out")


@pytest.mark.parametrize(("verb", "outcome"), [("MAIL", Outcome.DEFERRED), ("CONTENT", Outcome.UNCERTAIN)])
async def test_gibberish_is_no_answer(verb: str, outcome: Outcome) -> None:
    script = Script(answers={verb: [(b"hello there\r\n",)]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        attempt = await transport.send(mail())
    assert (attempt.outcome, attempt.text) == (outcome, "hello there")


async def test_a_relay_that_does_not_say_goodbye_is_left() -> None:
    script = Script(answers={"QUIT": [(Drop(),)]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED
        await transport.close()


async def test_an_old_connection_that_closes_at_the_end_of_a_message_is_replaced_without_waiting_for_itself() -> None:
    script = Script(answers={"CONTENT": [(OK,), (b"421 4.3.2 closing\r\n", Drop())]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        attempts = [await transport.send(mail(1)), await transport.send(mail(2))]
    assert [attempt.outcome for attempt in attempts] == [Outcome.ACCEPTED] * 2
