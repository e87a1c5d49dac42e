"""CPU per poll beside lemon24/reader, on the same feeds in the same run, both storing to SQLite."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.headlines import open_headlines, outlets_of
from bench.measure import Meter
from bench.moving import NEW
from bench.reader_client import reader
from bench.report import Result
from bench.server import serving_moving
from crawlers.state import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.headlines import Headlines
    from bench.material import Web
    from bench.measure import Cpu
    from bench.reader_client import Peer

ALIKE = ("moving", None, NEW), ("unchanged", Outcome.NOT_MODIFIED, 0)
"""Kinds of feeds, what each poll must come to, and how many entries of it are new."""


@dataclass(frozen=True, slots=True)
class Round:
    """One poll of all feeds of a kind, by both."""

    polls: Cpu
    storing: Cpu
    reader: float

    @property
    def ours(self) -> float:
        """CPU seconds, until what was new is stored."""
        return self.polls.total + self.storing.total


async def beside_reader(web: Web, rounds: int) -> Result:
    """Measure; who goes first changes from round to round."""
    with TemporaryDirectory() as name, serving_moving(web) as server, reader(Path(name) / "reader") as peer:
        for kind, _, _ in ALIKE:
            peer.watch(kind, [f"http://127.0.0.1:{server.port}/{kind}/{feed.outlet}.xml" for feed in web.feeds])
        async with open_headlines(outlets_of(web), server, Path(name), Meter(server.pid, peer.pid)) as headlines:
            found = {kind: await _rounds(headlines, peer, (kind, outcome, new), rounds) for kind, outcome, new in ALIKE}
    return _result(web, found)


async def _rounds(ours: Headlines, peer: Peer, what: tuple[str, Outcome | None, int], rounds: int) -> list[Round]:
    kind = what[0]
    await ours.watch(kind)
    peer.poll(kind)
    return [await _round(ours, peer, what, reader_first=bool(number % 2)) for number in range(rounds)]


async def _round(ours: Headlines, peer: Peer, what: tuple[str, Outcome | None, int], *, reader_first: bool) -> Round:
    kind, outcome, new = what
    early = peer.poll(kind) if reader_first else None
    polls, storing = await ours.poll(outcome, new)
    seconds, found = early or peer.poll(kind)
    if found != new * len(ours.outlets):
        raise RuntimeError(f"reader found {found} new entries in {len(ours.outlets)} feeds of {kind}")
    return Round(polls, storing, seconds)


def _result(web: Web, found: dict[str, list[Round]]) -> Result:
    count = len(web.feeds)
    result = Result("reader", web.name)
    result.notes = [
        f"{count} feeds, each polled once a round; ours in `headline` mode with the shipped topics",
        "reader polls with 16 threads, as many as we have requests in flight",
        "steady: 2 of 30 items are new; both store them. Targets: steady at most 0.2 times, 304 at most 0.8 times",
    ]
    for kind, rounds in found.items():
        name = {"moving": "steady", "unchanged": "304"}[kind]

        def add(
            what: str, of: Callable[[Round], float], unit: str = "CPU ms a poll", rounds: list[Round] = rounds
        ) -> None:
            result.add(what, unit, map(of, rounds))

        add(f"{name}: ours", lambda it: it.ours / count * 1000)
        add("  of it the poll itself", lambda it: it.polls.own / count * 1000)
        add("  of it in the workers", lambda it: (it.polls.others + it.storing.others) / count * 1000)
        add("  of it matching and storing what is new", lambda it: it.storing.own / count * 1000)
        add(f"{name}: reader", lambda it: it.reader / count * 1000)
        add(f"{name}: ours / reader", lambda it: it.ours / it.reader, "times")
    return result
