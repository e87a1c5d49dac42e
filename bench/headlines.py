"""Sources in `headline` mode whose feeds change from poll to poll."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.installation import open_installation
from bench.material import INTERVAL
from bench.moving import KINDS
from crawlers.state import Outcome
from pipeline.model.outlet import Outlet, Source, Use

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bench.installation import Installation
    from bench.material import Web
    from bench.measure import Cpu, Meter
    from bench.server import Server

FAILED = {Outcome.NOT_A_FEED, Outcome.UNREADABLE, Outcome.POSTPONED, Outcome.FAILED}


@dataclass(frozen=True, slots=True)
class Headlines:
    """The service's polls of feeds that `bench.moving` serves."""

    it: Installation
    meter: Meter
    outlets: Sequence[Outlet]

    async def watch(self, kind: str) -> None:
        """Have the feeds of a kind polled by `poll`, and no others; what they list at first is read, but not stored."""
        every = [source for outlet in self.outlets for source in outlet.sources]
        await self.it.watch([source for source in every if f"/{kind}/" in source.url])
        await self.it.polls.run_until_idle()
        await self.it.drop_pages()
        self.it.clock.step(INTERVAL)

    async def poll(self, expected: Outcome | None, new: int) -> tuple[Cpu, Cpu]:
        """Poll all once: what the polls cost, and what it costs to store what was new.

        Raises:
            RuntimeError: when the ledger tells of another outcome, or of failures where none is expected, or of more
                or less than `new` new entries a poll.
        """
        await self.it.make_due()
        before = await self.it.ledger()
        with self.meter.cpu() as polls:
            await self.it.polls.run_until_idle()
        with self.meter.cpu() as storing:
            await self.it.pages.run_until_idle()
        self.it.clock.step(INTERVAL)
        said = await self.it.ledger() - before
        count, found = len(self.outlets), said.pop("new", 0)
        as_expected = said == {expected: count} if expected else said.total() == count and not said.keys() & FAILED
        if found != count * new or not as_expected:
            raise RuntimeError(
                f"{count} polls were to find {new} new entries each, and came to {found} and {dict(said)}"
            )
        return polls, storing


@asynccontextmanager
async def open_headlines(
    outlets: Sequence[Outlet], server: Server, folder: Path, meter: Meter
) -> AsyncIterator[Headlines]:
    """The service with an empty store, its engine and workers warm."""
    async with open_installation(outlets, server, folder) as it:
        yield Headlines(it, meter, outlets)


def outlets_of(web: Web, kinds: Sequence[str] = KINDS, copies: int = 1) -> Sequence[Outlet]:
    """So many a feed, each at a host of its own and with a source of each kind."""
    return [
        _outlet(f"{feed.outlet}-{copy}", f"{feed.outlet}.xml", kinds) for copy in range(copies) for feed in web.feeds
    ]


def _outlet(name: str, file: str, kinds: Sequence[str]) -> Outlet:
    sources = (Source(name, f"https://{name}.example.org/{kind}/{file}", INTERVAL) for kind in kinds)
    return Outlet(name, name, tuple(sources), use=Use.HEADLINE)
