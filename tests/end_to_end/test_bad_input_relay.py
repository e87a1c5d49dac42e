from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.alerts.delivery.relays import Hang, Script, relay
from tests.end_to_end.installation import Installation, ended, outlet, subscription
from tests.end_to_end.sick_web import deaf_port, healthy_web
from treatywatch.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.end_to_end.installation import Ended

UNREACHED = (
    "mail stays queued: the relay failed us at connect: {}; check the relay's host, port and security, and that it runs"
)
RECIPIENTS = ["first@example.org", "second@example.net", "third@example.com"]


@pytest.fixture(scope="module")
async def begun(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    """Has an article to mail; its web is there as long as the tests."""
    async with healthy_web("herald", "gazette") as server:
        installation = Installation(
            tmp_path_factory.mktemp("begun"),
            server.address,
            outlets=[outlet("herald")],
            subscriptions=[subscription("arms")],
        )
        assert (await installation.run_once()).code == 0
        yield installation


@pytest.fixture
async def installation(begun: Installation, tmp_path: Path) -> Installation:
    """A copy whose digest is due; another outlet is new."""
    copy = begun.copy(tmp_path / "copy")
    copy.outlets = [outlet("herald"), outlet("gazette")]
    await copy.wait_until_due()
    return copy


def mail_troubles(run: Ended) -> list[str]:
    return [line["event"] for line in run.troubles()]


async def delivers_the_same_bytes(installation: Installation) -> bool:
    """Whether the queued message goes out as it is, once there is a relay."""
    ((recipient, state, content),) = installation.outbox()
    async with relay() as good:
        installation.relay_port = good.port
        done = await installation.run_once()
    assert (recipient, state, done.code) == ("reader@example.org", "queued", 0)
    assert installation.outbox() == [(recipient, "accepted", content)]
    return [received.content for received in good.accepted] == [content]


async def test_a_relay_that_refuses_is_named_once_and_the_mail_waits(installation: Installation) -> None:
    with deaf_port() as installation.relay_port:
        done = await installation.run_once()
    assert done.code == Exit.TRY_AGAIN
    assert mail_troubles(done) == [UNREACHED.format("[Errno 111] Connection refused")]
    assert done.messages == []
    assert installation.titles() == ["INF Treaty: gazette reports", "INF Treaty: herald reports"]
    assert await delivers_the_same_bytes(installation)


async def test_a_relay_that_hangs_holds_a_run_up_no_longer_than_its_time_out(installation: Installation) -> None:
    async with relay(Script({"BANNER": [(Hang(),)]})) as hung:
        installation.relay_port = hung.port
        done = await installation.run_once()
    assert done.code == Exit.TRY_AGAIN
    assert done.seconds < 30
    assert mail_troubles(done) == [UNREACHED.format("timed out")]
    assert [state for _, state, _ in installation.outbox()] == ["queued"]


async def test_a_recipient_whom_the_relay_refuses_is_named_and_the_others_get_their_mail(
    installation: Installation,
) -> None:
    installation.subscriptions = [subscription("arms", RECIPIENTS)]
    installation.relay = {"connections": 1}
    async with relay(Script({"RCPT": [(b"250 2.1.5 ok\r\n",), (b"550 5.1.1 nobody here\r\n",)]})) as choosy:
        installation.relay_port = choosy.port
        done = await installation.run_once()
    assert done.code == 0
    assert mail_troubles(done) == [
        "message 2 to s…@example.net is given up, failed at rcpt: 550 5.1.1 nobody here; check the recipient's address"
    ]
    assert {received.recipient for received in choosy.accepted} == {RECIPIENTS[0], RECIPIENTS[2]}
    states = [state for _, state, _ in installation.outbox()]
    assert states == ["accepted", "failed", "accepted"]


async def test_a_service_whose_relay_hangs_goes_on_polling_and_ends_when_told_with_the_mail_queued(
    installation: Installation,
) -> None:
    installation.relay = {"timeout": "60s"}
    async with relay(Script({"DATA": [(Hang(),)]})) as hung:
        installation.relay_port = hung.port
        service = await installation.start()
        await hung.saw("DATA")
        await installation.has_archived("INF Treaty: gazette reports")
        service.send_signal(signal.SIGTERM)
        done = await ended(service, within=30)
    assert (done.code, done.messages, done.troubles()) == (0, [], [])
    assert await delivers_the_same_bytes(installation)
