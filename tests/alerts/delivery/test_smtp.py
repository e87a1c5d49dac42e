"""What the transport makes of a relay that keeps to the rules, and of refusals."""

from __future__ import annotations

import asyncio

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts.mail import Mail, Outcome
from alerts.relay import Relay, Security
from tests.alerts.delivery.examples import mail, mails, sending, to
from tests.alerts.delivery.relays import Answer, Drop, Script, relay

D, R, U = Outcome.DEFERRED, Outcome.REJECTED, Outcome.UNCERTAIN


class Inbox:
    """A handler of aiosmtpd that keeps what it gets."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.envelopes.append(envelope)
        return "250 2.0.0 kept as 77"


async def test_another_make_of_server_takes_our_mail() -> None:
    inbox = Inbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(inbox, hostname="mx.example.org", loop=loop), "127.0.0.1", 0)
    async with server, sending(to(server.sockets[0].getsockname()[1])) as transport:
        attempts = [await transport.send(each) for each in mails(3)]
        await transport.close()
    assert [attempt.outcome for attempt in attempts] == [Outcome.ACCEPTED] * 3
    assert [envelope.content for envelope in inbox.envelopes] == [each.content for each in mails(3)]
    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [[each.recipient] for each in mails(3)]


async def test_an_accepted_message_keeps_the_relays_queue_id() -> None:
    async with relay() as server, sending(to(server.port)) as transport:
        attempt = await transport.send(mail())
    assert (attempt.outcome, attempt.code, attempt.text) == (Outcome.ACCEPTED, 250, "2.0.0 ok: queued as 0001")


async def test_one_connection_carries_several_messages() -> None:
    async with relay() as server, sending(to(server.port)) as transport:
        for each in mails(3):
            await transport.send(each)
    assert server.connections == 1
    assert [message.recipient for message in server.received] == [each.recipient for each in mails(3)]


async def test_a_connection_is_renewed_after_its_share_of_messages() -> None:
    async with relay() as server, sending(to(server.port, per_connection=2)) as transport:
        for each in mails(5):
            await transport.send(each)
    assert server.connections == 3
    assert server.verbs().count("QUIT") == 2


async def test_closing_says_goodbye_and_the_next_message_connects_again() -> None:
    async with relay() as server, sending(to(server.port)) as transport:
        await transport.send(mail(1))
        await transport.close()
        attempt = await transport.send(mail(2))
    assert attempt.outcome is Outcome.ACCEPTED
    assert (server.connections, server.verbs().count("QUIT")) == (2, 1)


@pytest.mark.parametrize(
    ("verb", "answer", "outcome"),
    [
        ("BANNER", b"421 4.3.2 too busy\r\n", D),
        ("BANNER", b"554 5.7.1 not you\r\n", D),
        ("EHLO", b"502 5.5.1 what?\r\n", D),
        ("MAIL", b"452 4.3.1 no room\r\n", D),
        ("RCPT", b"421 4.7.0 slow down\r\n", D),
        ("RCPT", b"450 4.2.0 greylisted\r\n", D),
        ("RCPT", b"550 5.1.1 no such user\r\n", R),
        ("RCPT", b"550 5.7.26 unauthenticated mail\r\n", D),
        ("DATA", b"451 4.3.0 not now\r\n", D),
        ("CONTENT", b"421 4.3.2 going down\r\n", D),
        ("CONTENT", b"451 4.3.0 not now\r\n", D),
        ("CONTENT", b"452 4.3.1 no room\r\n", D),
        ("CONTENT", b"552 5.3.4 too large\r\n", R),
        ("CONTENT", b"554 5.0.0 failed\r\n", R),
    ],
)
async def test_a_refusal_is_told_and_the_next_message_goes_out(verb: str, answer: bytes, outcome: Outcome) -> None:
    script = Script(answers={verb: [(answer,)]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        first, second = await transport.send(mail(1)), await transport.send(mail(2))
    assert (first.outcome, second.outcome) == (outcome, Outcome.ACCEPTED)
    assert f"{first.code} {first.text}\r\n".encode() == answer
    assert len(server.accepted) == 1


async def test_a_relay_that_is_not_there_stops_all_mail_with_advice() -> None:
    async with relay() as server:
        pass
    async with sending(to(server.port)) as transport:
        attempt = await transport.send(mail())
    assert (attempt.outcome, attempt.phase, attempt.relay_wide) == (D, "connect", True)
    assert "host, port" in attempt.remedy


@pytest.mark.parametrize("answer", [(b"421 4.4.2 idle too long\r\n", Drop()), (Drop(),)])
@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
async def test_an_old_connection_that_ends_is_replaced_unnoticed(verb: str, answer: Answer) -> None:
    healthy: Answer = (b"354 go ahead\r\n" if verb == "DATA" else b"250 ok\r\n",)
    script = Script(answers={verb: [healthy, answer]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        attempts = [await transport.send(each) for each in mails(2)]
    assert [attempt.outcome for attempt in attempts] == [Outcome.ACCEPTED] * 2
    assert server.connections == 2


@pytest.mark.parametrize("answer", [(b"250 ok\r\n",), (b"421 4.4.2 idle too long\r\n", Drop()), (Drop(),)])
async def test_what_a_refusal_left_open_is_cleared_before_the_next_message(answer: Answer) -> None:
    script = Script(answers={"RCPT": [(b"550 5.1.1 no such user\r\n",)], "RSET": [answer]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        attempts = [await transport.send(each) for each in mails(3)]
    assert [attempt.outcome for attempt in attempts] == [R, Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert server.verbs().count("RSET") == 1


async def test_a_relay_without_smtputf8_can_not_serve_an_address_that_needs_it() -> None:
    async with relay() as server, sending(to(server.port)) as transport:
        strange, plain = await transport.send(mail(1, "пример@example.com")), await transport.send(mail(2))
    assert (strange.outcome, plain.outcome) == (R, Outcome.ACCEPTED)
    assert "SMTPUTF8" in strange.text


async def test_a_relay_with_smtputf8_serves_any_address() -> None:
    script = Script(extensions=("SMTPUTF8", "8BITMIME"))
    content = "To: пример@example.com\r\n\r\nx\r\n".encode()
    async with relay(script) as server, sending(to(server.port)) as transport:
        attempt = await transport.send(mail(1, "пример@example.com", content))
    assert attempt.outcome is Outcome.ACCEPTED
    assert server.received[0].recipient == "пример@example.com"
    assert any("BODY=8BITMIME SMTPUTF8" in line for line in server.lines)


async def test_the_relay_is_told_the_size_and_refuses_before_the_content() -> None:
    script = Script(answers={"MAIL": [(b"552 5.3.4 too large\r\n",)]})
    async with relay(script) as server, sending(to(server.port)) as transport:
        attempt = await transport.send(mail())
    assert attempt.outcome is R
    assert "limit" in attempt.remedy
    assert f"SIZE={len(mail().content)}" in server.lines[1]
    assert server.received == []


@pytest.mark.parametrize("size", ["", "0", "000", "10", "4095", "-1", "none", "1 2", "²", "9" * 20, "9" * 5000])
async def test_a_relay_s_size_that_is_none_keeps_no_mail_back(size: str) -> None:
    async with relay(Script(extensions=(f"SIZE {size}".strip(),))) as server, sending(to(server.port)) as transport:
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED


async def test_an_address_that_would_smuggle_a_command_never_reaches_the_relay() -> None:
    poison = Mail("a@example.com>\r\nRCPT TO:<b@example.net", "b@example.org", "<1@example.org>", b"x\r\n")
    async with relay() as server, sending(to(server.port)) as transport:
        attempts = [await transport.send(poison), await transport.send(mail())]
    assert [attempt.outcome for attempt in attempts] == [R, Outcome.ACCEPTED]
    assert "example.net" not in "".join(server.lines)


async def test_our_own_mistake_is_an_answer_too() -> None:
    async with relay() as server, sending(to(server.port, local_hostname="übel")) as transport:
        attempt = await transport.send(mail())
    assert attempt.outcome is D


async def test_a_name_that_can_not_be_looked_up_stops_all_mail() -> None:
    async with sending(Relay("x" * 70, 25, Security.NONE, local_hostname="us.example.org")) as transport:
        attempt = await transport.send(mail())
    assert (attempt.outcome, attempt.relay_wide) == (D, True)
