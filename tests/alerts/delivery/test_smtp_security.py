"""TLS and logins: no secret in the clear, no mail where the relay can't be trusted, and advice for the operator."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from alerts.mail import Outcome
from alerts.relay import Relay, Security
from tests.alerts.delivery.certificates import certify
from tests.alerts.delivery.examples import mail, sending, to
from tests.alerts.delivery.relays import Drop, Hang, Script, relay

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    from alerts.mail import Attempt

    Certificate = tuple[ssl.SSLContext, str]

LOGIN = {"username": "newsdesk", "password": "пароль 1"}


def stops_all(attempt: Attempt, phase: str) -> bool:
    return (attempt.outcome, attempt.phase, attempt.relay_wide, bool(attempt.remedy)) == (
        Outcome.DEFERRED, phase, True, True,
    )  # fmt: skip


async def test_starttls_is_used_and_the_relay_introduced_again(certificate: Certificate) -> None:
    context, trusted = certificate
    async with (
        relay(Script(certificate=context)) as server,
        sending(to(server.port, Security.STARTTLS, ca_file=trusted)) as transport,
    ):
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED
    assert server.verbs()[:4] == ["EHLO", "STARTTLS", "EHLO", "MAIL"]


async def test_tls_from_the_first_byte_is_used(certificate: Certificate) -> None:
    context, trusted = certificate
    async with (
        relay(Script(certificate=context, tls_at_once=True)) as server,
        sending(to(server.port, Security.TLS, ca_file=trusted)) as transport,
    ):
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED


async def test_no_mail_and_no_password_go_to_a_relay_without_starttls() -> None:
    script = Script(extensions=("AUTH PLAIN LOGIN",))
    async with relay(script) as server, sending(to(server.port, Security.STARTTLS, **LOGIN)) as transport:
        attempt = await transport.send(mail())
    assert stops_all(attempt, "tls")
    assert server.verbs() == ["EHLO"]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_certificate_nobody_vouches_for_is_refused(certificate: Certificate, security: Security) -> None:
    script = Script(certificate=certificate[0], tls_at_once=security is Security.TLS)
    async with relay(script) as server, sending(to(server.port, security, **LOGIN)) as transport:
        attempt = await transport.send(mail())
    assert stops_all(attempt, "tls")
    assert "ca_file" in attempt.remedy
    assert not {"AUTH", "MAIL"} & set(server.verbs())


async def test_a_certificate_for_another_host_is_refused(tmp_path: Path) -> None:
    context, trusted = certify(tmp_path, "192.0.2.1")
    async with (
        relay(Script(certificate=context)) as server,
        sending(to(server.port, Security.STARTTLS, ca_file=trusted)) as transport,
    ):
        assert stops_all(await transport.send(mail()), "tls")


async def test_a_missing_ca_file_is_named(certificate: Certificate) -> None:
    async with (
        relay(Script(certificate=certificate[0])) as server,
        sending(to(server.port, Security.STARTTLS, ca_file="/no/such/file.pem")) as transport,
    ):
        attempt = await transport.send(mail())
    assert stops_all(attempt, "tls")
    assert "ca_file" in attempt.remedy


async def test_what_is_slipped_in_before_tls_is_not_believed(certificate: Certificate) -> None:
    context, trusted = certificate
    injected = b"250-evil.example.net\r\n250 AUTH PLAIN\r\n535 5.7.8 evil\r\n"
    script = Script(certificate=context, injected=injected, extensions=("AUTH LOGIN",))
    async with (
        relay(script) as server,
        sending(to(server.port, Security.STARTTLS, ca_file=trusted, **LOGIN)) as transport,
    ):
        attempt = await transport.send(mail())
    assert attempt.outcome is Outcome.ACCEPTED
    assert "AUTH LOGIN" in server.lines


async def test_a_relay_that_takes_back_its_starttls_gets_nothing(certificate: Certificate) -> None:
    script = Script(certificate=certificate[0], answers={"STARTTLS": [(b"454 4.7.0 not now\r\n", Hang())]})
    async with relay(script) as server, sending(to(server.port, Security.STARTTLS)) as transport:
        assert stops_all(await transport.send(mail()), "tls")


async def test_a_handshake_that_breaks_is_deferred(certificate: Certificate) -> None:
    script = Script(certificate=certificate[0], answers={"STARTTLS": [(b"220 go\r\n", Drop())]})
    async with relay(script) as server, sending(to(server.port, Security.STARTTLS)) as transport:
        assert stops_all(await transport.send(mail()), "tls")


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "plain"])
async def test_the_login_is_given_in_a_way_the_relay_knows(certificate: Certificate, mechanism: str) -> None:
    context, trusted = certificate
    async with (
        relay(Script(certificate=context, extensions=(f"AUTH CRAM-MD5 {mechanism}",))) as server,
        sending(to(server.port, Security.STARTTLS, ca_file=trusted, **LOGIN)) as transport,
    ):
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED
    spoken = " ".join(server.lines)
    words = ("newsdesk", "пароль 1") if mechanism == "LOGIN" else ("\0newsdesk\0пароль 1",)
    assert all(b64encode(word.encode()).decode() in spoken for word in words)


@pytest.mark.parametrize(
    ("extensions", "verb", "answer"),
    [
        ("AUTH PLAIN", "AUTH", b"535 5.7.8 wrong password\r\n"),
        ("AUTH PLAIN", "AUTH", b"454 4.7.0 can't check now\r\n"),
        ("AUTH LOGIN", "LOGIN", b"535 5.7.8 unknown\r\n"),
        ("AUTH CRAM-MD5", "AUTH", b""),
        ("SIZE 1000", "AUTH", b""),
    ],
)
async def test_a_login_that_fails_stops_all_mail_and_betrays_no_password(
    certificate: Certificate, extensions: str, verb: str, answer: bytes
) -> None:
    context, trusted = certificate
    script = Script(certificate=context, extensions=(extensions,), answers={verb: [(answer,)]})
    async with (
        relay(script) as server,
        sending(to(server.port, Security.STARTTLS, ca_file=trusted, **LOGIN)) as transport,
    ):
        attempt = await transport.send(mail())
    assert stops_all(attempt, "auth")
    assert "пароль" not in repr(attempt)
    assert "MAIL" not in server.verbs()


async def test_a_password_never_crosses_the_network_unprotected() -> None:
    async with sending(Relay("relay.example.org", 25, Security.NONE, "newsdesk", "secret")) as transport:
        attempt = await transport.send(mail())
    assert stops_all(attempt, "connect")
    assert "starttls" in attempt.remedy


async def test_a_password_may_stay_on_this_machine() -> None:
    async with (
        relay(Script(extensions=("AUTH PLAIN",))) as server,
        sending(Relay("localhost", server.port, Security.NONE, "newsdesk", "secret")) as transport,
    ):
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED


async def test_opportunistic_tls_is_used_where_it_is_offered(certificate: Certificate) -> None:
    context, trusted = certificate
    async with (
        relay(Script(certificate=context)) as server,
        sending(to(server.port, Security.OPPORTUNISTIC, ca_file=trusted)) as transport,
    ):
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED
    assert server.verbs()[:4] == ["EHLO", "STARTTLS", "EHLO", "MAIL"]


async def test_opportunistic_tls_does_without_where_it_is_not_offered() -> None:
    async with relay(Script()) as server, sending(to(server.port, Security.OPPORTUNISTIC)) as transport:
        assert (await transport.send(mail())).outcome is Outcome.ACCEPTED
    assert server.verbs()[:2] == ["EHLO", "MAIL"]


async def test_opportunistic_tls_trusts_no_certificate_that_nobody_vouches_for(certificate: Certificate) -> None:
    async with (
        relay(Script(certificate=certificate[0])) as server,
        sending(to(server.port, Security.OPPORTUNISTIC, **LOGIN)) as transport,
    ):
        assert stops_all(await transport.send(mail()), "tls")
    assert "AUTH" not in server.verbs()
