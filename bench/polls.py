"""CPU per poll, first pass and 304 pass, beside bare feedparser on the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.installation import open_installation
from bench.material import INTERVAL, size
from bench.measure import Meter
from bench.peers import bare_feedparser
from bench.report import Result
from bench.server import serving
from crawlers.state import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.installation import Installation
    from bench.material import Web
    from bench.measure import Cpu, Peak
    from bench.server import Server

QUIET = 3
"""304 passes a round, so that a clock tick is nothing beside them."""
BETWEEN = 2 * INTERVAL
"""Long enough that every source is due, short enough that robots.txt still holds."""


@dataclass(frozen=True, slots=True)
class Passes:
    """What the service's passes of one round cost."""

    first: Cpu
    quiet: Cpu
    """Of all 304 passes together."""
    unchanged: int
    """Polls answered 304."""
    peak: Peak


@dataclass(frozen=True, slots=True)
class Round:
    """The service and its peer, one after the other."""

    passes: Passes
    alone: float
    """CPU seconds of bare feedparser."""


async def polls(web: Web, rounds: int) -> Result:
    """Measure; who goes first changes from round to round.

    The service does in the first, so that the peak of this process is none of feedparser's.
    """
    with TemporaryDirectory() as name, serving(web, Path(name)) as server:
        found = []
        for number in range(rounds):
            early = bare_feedparser(web.feeds) if number % 2 else None
            passes = await _passes(web, server)
            found.append(Round(passes, bare_feedparser(web.feeds) if early is None else early))
    return _result(web, found)


async def _passes(web: Web, server: Server) -> Passes:
    meter = Meter(server.pid)
    with TemporaryDirectory() as name:
        async with open_installation(web.outlets, server, Path(name)) as it:
            await it.watch(web.sources)
            with meter.cpu() as first:
                await it.polls.run_until_idle()
            failing = await it.failing()
            await it.watch([source for source in web.sources if source.url not in failing])
            with meter.cpu() as quiet:
                await _quiet(it)
            outcomes = await it.outcomes()
            return Passes(first, quiet, _only_304s(web, outcomes, failing), meter.peak())


async def _quiet(it: Installation) -> None:
    for _ in range(QUIET):
        it.clock.step(BETWEEN)
        await it.polls.run_until_idle()


def _only_304s(web: Web, outcomes: dict[str, int], failing: dict[str, str]) -> int:
    """The number of 304s, after a look at the ledger: other outcomes would make it another benchmark."""
    read, no_feeds = outcomes.get(Outcome.ENTRIES, 0), outcomes.get(Outcome.NOT_A_FEED, 0)
    unchanged = outcomes.get(Outcome.NOT_MODIFIED, 0)
    if not read or read + no_feeds != len(web.feeds) or unchanged != read * QUIET:
        why = next(iter(failing.values()), "each source was to answer 304")
        raise RuntimeError(f"{len(web.feeds)} sources came to {dict(outcomes)}: {why}")
    return unchanged


def _result(web: Web, rounds: list[Round]) -> Result:
    polled, answered = len(web.feeds), rounds[0].passes.unchanged // QUIET
    kilobytes = size(web.feeds) / polled / 1000
    result = Result("polls", web.name)
    result.notes = [
        f"{polled} feeds of {kilobytes:.1f} kB on average; {answered} of them answer 304 later, the rest are no feeds",
        "the first pass fetches each host's robots.txt and queues the pages; all passes write state and ledger",
    ]

    def add(what: str, unit: str, of: Callable[[Round], float]) -> None:
        result.add(what, unit, map(of, rounds))

    add("first pass", "CPU ms a poll", lambda it: it.passes.first.total / polled * 1000)
    add("  of it in the workers", "CPU ms a poll", lambda it: it.passes.first.others / polled * 1000)
    add("bare feedparser", "CPU ms a feed", lambda it: it.alone / polled * 1000)
    add("first pass / bare feedparser", "times", lambda it: it.passes.first.total / it.alone)
    add("304 pass", "CPU ms a poll", lambda it: it.passes.quiet.total / it.passes.unchanged * 1000)
    add("304 pass / bare feedparser", "times", lambda it: _quiet_ratio(it, polled))
    add("first polls on one core", "a second", lambda it: polled / it.passes.first.total)
    add("304 polls on one core", "a second", lambda it: it.passes.unchanged / it.passes.quiet.total)
    result.add_peak(rounds[0].passes.peak)
    return result


def _quiet_ratio(round_: Round, polled: int) -> float:
    return (round_.passes.quiet.total / round_.passes.unchanged) / (round_.alone / polled)
