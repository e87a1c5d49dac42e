"""The relay gets exactly the bytes of the message."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.alerts.delivery.examples import mail, sending, to
from tests.alerts.delivery.relays import relay

PIECES = st.sampled_from([b".", b"..", b"\r\n", b"\r\n.\r\n", b"\r\n..", b"a", b" ", b"\x00", b"\xd1\x8f", b"QUIT"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b".\r\n",
        b"..\r\n",
        b"\r\n.\r\n",
        b"a\r\n.\r\nMAIL FROM:<x@example.net>\r\n",
        b"a\r\n..\r\n.b\r\n",
        b"a\r\n\r\n\r\n",
        b"S: x\r\n\r\n" + b"." * 5000 + b"\r\n",
        b"\xff\x00.\r\n.\xff\r\n",
        b"S: x\r\n\r\n" + b".0123456789\r\n" * 50_000,
    ],
    ids=lambda content: repr(content[:20]),
)
async def test_dots_and_line_ends_arrive_as_they_are(content: bytes) -> None:
    async with relay() as server, sending(to(server.port)) as transport:
        await transport.send(mail(content=content))
    assert [sha256(message.content).hexdigest() for message in server.received] == [sha256(content).hexdigest()]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(st.lists(st.lists(PIECES, max_size=12).map(b"".join), min_size=20, max_size=40))
async def test_any_bodies_arrive_identical_one_after_another(bodies: list[bytes]) -> None:
    contents = [body + b"\r\n" for body in bodies]
    async with relay() as server, sending(to(server.port)) as transport:
        for content in contents:
            await transport.send(mail(content=content))
    assert [message.content for message in server.received] == contents


async def test_a_last_line_without_end_gets_one() -> None:
    async with relay() as server, sending(to(server.port)) as transport:
        await transport.send(mail(content=b"S: x\r\n\r\n."))
    assert server.received[0].content == b"S: x\r\n\r\n.\r\n"
