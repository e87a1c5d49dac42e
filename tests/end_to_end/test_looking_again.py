"""Eight days of a real loopback web whose pages change, stay, go and come back, and the service as it is wired."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.folder import FolderTransport
from pipeline.store.database import Database
from tests.builders import NOON
from tests.crawlers.servers import Server, reply
from tests.end_to_end.installation import Installation, host, outlet
from tests.end_to_end.sick_web import HTML, RSS, feed, item, page
from treatywatch.demo.clock import SteppedClock
from treatywatch.migrations.upgrade import migrate
from treatywatch.parts import Parts
from treatywatch.settings.load import load
from treatywatch.wiring import open_service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from tests.crawlers.servers import Exchange, Seen

HOURS = (0, 1, 2, 3, 5, 24, 25, 168, 169, 240)
"""After noon, at which the service makes a pass, as cron would have it do."""
SAID = "Inspectors will count the {} launchers that the INF Treaty once banned."
CROWD = 8
"""Articles that one outlet publishes at once."""
DELAY, LATE = 0.1, 0.3
"""Seconds: its Crawl-delay, and by how much a busy machine may be late to note a request."""


@dataclass
class Web:
    """Outlets by what becomes of their pages."""

    server: Server
    clock: SteppedClock
    asked: list[tuple[float, Seen]] = field(default_factory=list)
    """Pages only, each with the hours since noon."""

    def serve(self) -> None:
        say = {"edits": self.edits, "stays": self.stays, "goes": self.goes, "returns": self.returns, "busy": self.busy}
        for name, answer in say.items():
            self._feed(name, 1)
            self.server.pages[f"{host(name)}/1"] = self._noted(answer)
        self._feed("crowd", CROWD)
        for number in range(1, CROWD + 1):
            self.server.pages[f"{host('crowd')}/{number}"] = self._noted(self.whole)
        robots = f"User-agent: *\nCrawl-delay: {DELAY}\n"
        self.server.pages[f"{host('crowd')}/robots.txt"] = reply(robots, content_type="text/plain")

    def _feed(self, name: str, articles: int) -> None:
        items = [item(f"INF Treaty: {name} {n}", f"https://{host(name)}/{n}") for n in range(1, articles + 1)]
        self.server.pages[f"{host(name)}/feed"] = reply(feed(items), content_type=RSS)

    def _noted(self, answer: Callable[[Exchange, float], Awaitable[None]]) -> Callable[[Exchange], Awaitable[None]]:
        async def noted(exchange: Exchange) -> None:
            hours = (self.clock.now() - NOON) / timedelta(hours=1)
            self.asked.append((hours, exchange.request))
            await answer(exchange, hours)

        return noted

    async def whole(self, exchange: Exchange, _hours: float) -> None:
        await reply(page(f"Page {exchange.request.path}", SAID.format(40)), content_type=HTML)(exchange)

    async def edits(self, exchange: Exchange, hours: float) -> None:
        await reply(page("Edited", SAID.format(40 if hours < 1 else 44)), content_type=HTML)(exchange)

    async def stays(self, exchange: Exchange, _hours: float) -> None:
        if exchange.request.headers.get("if-none-match") == b'"1"':
            await reply(status=304, etag='"1"')(exchange)
        else:
            await reply(page("Stays", SAID.format(40)), content_type=HTML, etag='"1"')(exchange)

    async def goes(self, exchange: Exchange, hours: float) -> None:
        await (self.whole(exchange, hours) if hours < 1 else reply(status=404)(exchange))

    async def returns(self, exchange: Exchange, hours: float) -> None:
        await (reply(status=404)(exchange) if 1 <= hours < 20 else self.whole(exchange, hours))

    async def busy(self, exchange: Exchange, hours: float) -> None:
        if 1 <= hours < 4:
            await reply(status=429, retry_after=str(int((5 - hours) * 3600)))(exchange)
        else:
            await self.edits(exchange, hours)


@dataclass
class Passed:
    """The days are over."""

    web: Web
    installation: Installation

    def requests(self, name: str) -> list[tuple[float, Seen]]:
        """Those for pages of an outlet."""
        return [(hours, request) for hours, request in self.web.asked if request.host == host(name)]

    def hours(self, name: str) -> list[int]:
        """When pages of an outlet were asked for."""
        return [int(hours) for hours, _ in self.requests(name)]

    def events(self, name: str) -> list[str]:
        query = "select kind from events join articles a on a.id = article_id where outlet = ? order by seq"
        return [kind for (kind,) in self.installation.ask(query, name)]


@pytest.fixture(scope="module")
async def passed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Passed]:
    folder: Path = tmp_path_factory.mktemp("again")
    clock = SteppedClock(NOON)
    async with Server() as server:
        web = Web(server, clock)
        web.serve()
        outlets = [outlet(name) for name in ("edits", "stays", "goes", "returns", "busy", "crowd")]
        installation = Installation(folder, server.address, outlets=outlets, crawl={"interval": "3d"})
        installation.write()
        await _let_pass(installation, clock, folder)
        yield Passed(web, installation)


async def _let_pass(installation: Installation, clock: SteppedClock, folder: Path) -> None:
    settings = load(installation.config, {})
    database = Database(installation.store_path)
    try:
        migrate(database)
        parts = Parts(settings, database, clock, FolderTransport(folder), lambda: 0.0)
        async with open_service(parts) as service:
            for hour in HOURS:
                clock.advance(NOON + timedelta(hours=hour, minutes=10) - clock.now())
                await service.run_once(asyncio.Event())
    finally:
        database.close()


def test_a_page_whose_number_changes_is_a_version_once(passed: Passed) -> None:
    assert (passed.events("edits"), passed.hours("edits")) == (["article", "version"], [0, 2, 25, 169])


def test_a_page_that_stays_answers_304_to_every_look(passed: Passed) -> None:
    tags = [request.headers.get("if-none-match") for _, request in passed.requests("stays")]
    assert (tags, passed.events("stays")) == ([None, b'"1"', b'"1"', b'"1"'], ["article"])


def test_a_page_that_goes_is_withdrawn_after_a_second_try(passed: Passed) -> None:
    assert (passed.events("goes"), passed.hours("goes")) == (["article", "withdrawn"], [0, 2, 3, 25, 169])


def test_a_page_that_comes_back_is_recorded_as_back(passed: Passed) -> None:
    records = passed.installation.ask(
        "select outlet, status, back is null from withdrawals join articles a on a.id = article_id order by outlet"
    )
    assert records == [("goes", 404, 1), ("returns", 404, 0)]
    assert passed.events("returns") == ["article", "withdrawn"]


def test_a_host_that_says_when_to_come_back_is_not_asked_before(passed: Passed) -> None:
    assert (passed.events("busy"), passed.hours("busy")) == (["article", "version"], [0, 2, 5, 25, 169])


def test_what_an_outlet_published_at_once_is_looked_at_at_its_pace(passed: Passed) -> None:
    assert len(passed.hours("crowd")) == CROWD * (1 + 3)
    bursts: dict[float, list[float]] = {}
    for hours, request in passed.requests("crowd"):
        bursts.setdefault(hours, []).append(request.at)
    full = [times for times in bursts.values() if len(times) == CROWD]
    assert full
    assert min(times[-1] - times[0] for times in full) > (CROWD - 1) * DELAY - LATE
    assert {most for name, most in passed.web.server.most_at_once.items() if name != "*"} == {1}


def test_nothing_is_looked_at_after_the_week_and_no_source_is_blamed(passed: Passed) -> None:
    assert max(hours for hours, _ in passed.web.asked) < max(HOURS)
    assert passed.installation.ask("select count(*) from looks") == [(0,)]
    assert passed.installation.ask("select sum(failures), sum(bodiless) from sources") == [(0, 0)]
