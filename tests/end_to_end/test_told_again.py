"""What becomes of a page that changes, from the web to the words of a digest, by the service as it is wired."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Final

import pytest

from alerts.folder import FolderTransport
from pipeline.store.database import Database
from tests.builders import NOON
from tests.crawlers.servers import Server, reply
from tests.end_to_end.installation import Installation, host, outlet
from tests.end_to_end.sick_web import HTML, RSS, feed, item
from treatywatch.demo.clock import SteppedClock
from treatywatch.migrations.upgrade import migrate
from treatywatch.parts import Parts
from treatywatch.settings.load import load
from treatywatch.wiring import open_service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.crawlers.servers import Exchange

HOURS: Final = (0, 1, 2, 3, 25, 26, 49, 169, 193, 217)
"""After noon; a digest is planned in every pass at ten past one, and a restart comes before each."""
NOTE: Final = "“We will meet again soon,” its envoy said."
CURLED: Final = '"We will meet again soon," its envoy said.'
SAID: Final = {
    "edits": "Inspectors counted {} launchers beside a railway in Norland, which the INF Treaty once banned.",
    "keeps-facts": "Southland scrapped {} cruise missiles under the INF Treaty before winter came to its harbours.",
    "polishes": "Lawyers of Westria read {} pages about the INF Treaty aloud in a crowded court. {}",
    "wavers": "A museum at Eastholm bought {} posters that demonstrators against the INF Treaty had painted.",
    "goes": "Farmers near Midbury remember {} trucks on the night when the INF Treaty was signed.",
}
TITLE: Final = {
    "edits": "Railway launchers in Norland",
    "keeps-facts": "Southland scraps cruise missiles",
    "polishes": "Court hears Westrian lawyers",
    "wavers": "Eastholm museum buys posters",
    "goes": "Midbury farmers look back",
}
"""One matter for each outlet, so that each is a story."""
FIRST, SECOND = 0, 1
"""Digests by their day."""


def words(name: str, hours: float) -> str | None:
    """What an outlet's page says; None where there is none."""
    edited = hours > 1
    more = {"edits": edited, "keeps-facts": edited, "wavers": edited and hours < 20}
    if name == "goes" and edited:
        return None
    note = CURLED if name == "polishes" and edited else NOTE
    return SAID[name].format(44 if more.get(name) else 40, note)


@dataclass
class Told:
    """The digests of nine days, as their reader has them."""

    digests: list[str]
    installation: Installation

    def item(self, digest: int, name: str) -> str:
        """The lines about an outlet's article in a digest; empty where there are none."""
        blocks = self.digests[digest].replace("\r", "").split("\n\n")
        return " ".join(next((block for block in blocks if TITLE[name] in block), "").split())

    def digests_with(self, name: str) -> list[int]:
        return [number for number in range(len(self.digests)) if self.item(number, name)]


def _page(title: str, said: str) -> str:
    return f"<html lang=en><title>{title}</title><body><article><h1>{title}</h1><p>{said}</p></article></body></html>"


async def _serve(server: Server, clock: SteppedClock, name: str) -> None:
    async def answer(exchange: Exchange) -> None:
        said = words(name, (clock.now() - NOON) / timedelta(hours=1))
        await (reply(_page(TITLE[name], said), content_type=HTML) if said else reply(status=404))(exchange)

    listed = feed([item(TITLE[name], f"https://{host(name)}/1")])
    server.pages[f"{host(name)}/feed"] = reply(listed, content_type=RSS)
    server.pages[f"{host(name)}/1"] = answer


@pytest.fixture(scope="module")
async def told(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Told]:
    folder: Path = tmp_path_factory.mktemp("told")
    clock = SteppedClock(NOON)
    async with Server() as server:
        for name in SAID:
            await _serve(server, clock, name)
        outlets = [outlet(name) | ({"use": "match"} if name == "keeps-facts" else {}) for name in SAID]
        desk = {"id": "desk", "name": "Desk", "recipients": ["desk@example.org"], "concepts": ["inf"]}
        installation = Installation(
            folder, server.address, outlets=outlets, subscriptions=[desk], crawl={"interval": "3d"}, at="13:00"
        )
        installation.write()
        for hour in HOURS:
            clock.advance(NOON + timedelta(hours=hour, minutes=10) - clock.now())
            await _one_pass(installation, clock)
        yield Told(_texts(installation), installation)


async def _one_pass(installation: Installation, clock: SteppedClock) -> None:
    database = Database(installation.store_path)
    try:
        migrate(database)
        parts = Parts(load(installation.config, {}), database, clock, FolderTransport(installation.folder), lambda: 0.0)
        async with open_service(parts) as service:
            await service.run_once(asyncio.Event())
    finally:
        database.close()


def _texts(installation: Installation) -> list[str]:
    """The plain text of all messages, in the order in which they were sent."""
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in installation.folder.glob("*.eml")]
    mails.sort(key=lambda mail: mail["date"].datetime)
    bodies = [mail.get_body(("plain",)) for mail in mails]
    return [body.get_content() for body in bodies if body]


def test_an_edited_figure_is_told_in_the_next_digest_and_never_again(told: Told) -> None:
    assert told.digests_with("edits") == [FIRST, SECOND]
    assert "40 → 44 launchers" in told.item(SECOND, "edits")


def test_where_the_text_is_not_kept_the_figures_are_told(told: Told) -> None:
    assert told.digests_with("keeps-facts") == [FIRST, SECOND]
    assert "40 → 44" in told.item(SECOND, "keeps-facts")


def test_a_page_that_is_gone_is_told_once(told: Told) -> None:
    assert told.digests_with("goes") == [FIRST, SECOND]
    assert "the page was withdrawn" in told.item(SECOND, "goes")


def test_other_quotation_marks_are_stored_and_told_to_nobody(told: Told) -> None:
    assert told.digests_with("polishes") == [FIRST]


def test_an_edit_that_was_taken_back_before_the_digest_is_told_to_nobody(told: Told) -> None:
    assert told.digests_with("wavers") == [FIRST]
    query = "select kind from events join articles a on a.id = article_id where outlet = 'wavers' order by seq"
    assert told.installation.ask(query) == [("article",), ("version",), ("version",)]
