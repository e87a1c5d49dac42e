from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tests.crawlers.servers import hang
from tests.end_to_end.installation import Installation, ended, outlet, subscription
from tests.end_to_end.sick_web import deaf_port, healthy_web

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_service_ends_soon_though_an_outlet_hangs(tmp_path: Path) -> None:
    async with healthy_web() as server:
        server.pages["/feed"] = hang()
        installation = Installation(tmp_path, server.address, outlets=[outlet("hung")], crawl={"timeout": "5m"})
        service = await installation.start()
        await server.saw("/feed")
        service.send_signal(signal.SIGINT)
        done = await ended(service, within=30)
    assert (done.code, done.messages, done.troubles()) == (0, [], [])


async def test_a_dry_run_writes_its_mails_to_a_folder_and_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    async with healthy_web("herald", "gazette") as server:
        with deaf_port() as port:
            installation = Installation(
                tmp_path, server.address, port, outlets=[outlet("herald")], subscriptions=[subscription("arms")]
            )
            await installation.run_once()
            await installation.wait_until_due()
            installation.outlets += [outlet("gazette")]
            before = installation.store_path.read_bytes()
            done = await installation.run("--dry-run", "--once", "--out", "mails")
    assert (done.code, done.messages, done.troubles()) == (0, [], [])
    (mail,) = (tmp_path / "mails").iterdir()
    assert mail.suffix == ".eml"
    assert b"gazette" in mail.read_bytes().lower()
    assert installation.store_path.read_bytes() == before
    assert installation.outbox() == []
