"""CPU per article, from feed to stored article, beside trafilatura alone on the same pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.installation import open_installation
from bench.material import size
from bench.measure import Cpu, Meter
from bench.peers import bare_trafilatura
from bench.report import Result
from bench.server import serving
from pipeline.model.article import TextBy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.installation import Installation
    from bench.material import Web
    from bench.measure import Peak
    from bench.server import Server
    from pipeline.model.outlet import Source


@dataclass(frozen=True, slots=True)
class Phase:
    """Sources polled, and all that they list settled."""

    polls: Cpu
    pages: Cpu
    stored: int
    by_page: int

    @property
    def total(self) -> float:
        """CPU seconds from feed to stored article."""
        return (self.polls + self.pages).total


@dataclass(frozen=True, slots=True)
class Round:
    """The service and its peer, one after the other."""

    paged: Phase
    """Of the sources whose entries all have their page in the web."""
    others: Phase | None
    """Of those whose entries' pages are all 404: the feed's text is stored."""
    peak: Peak
    alone: float
    """CPU seconds of trafilatura alone."""


async def articles(web: Web, rounds: int) -> Result:
    """Measure; who goes first changes from round to round.

    The service does in the first, so that the peak of this process is none of trafilatura's.
    """
    with TemporaryDirectory() as name, serving(web, Path(name)) as server:
        found = []
        for number in range(rounds):
            early = bare_trafilatura(web.pages) if number % 2 else None
            paged, others, peak = await _phases(web, server)
            found.append(Round(paged, others, peak, bare_trafilatura(web.pages) if early is None else early))
    return _result(web, found)


async def _phases(web: Web, server: Server) -> tuple[Phase, Phase | None, Peak]:
    meter = Meter(server.pid)
    with TemporaryDirectory() as name:
        async with open_installation(web.outlets, server, Path(name)) as it:
            paged = await _phase(it, meter, web.paged)
            _only_pages(paged, len(web.pages), await it.failing() | await it.unsettled())
            others = [source for source in web.sources if source not in set(web.paged)]
            rest = await _phase(it, meter, others) if others else None
            return paged, rest, meter.peak()


async def _phase(it: Installation, meter: Meter, watched: Sequence[Source]) -> Phase:
    await it.watch(watched)
    before = await it.stored()
    with meter.cpu() as polls:
        await it.polls.run_until_idle()
    with meter.cpu() as pages:
        await it.pages.run_until_idle()
    stored = await it.stored() - before
    return Phase(polls, pages, stored.total(), stored[TextBy.PAGE])


def _only_pages(paged: Phase, pages: int, missing: dict[str, str]) -> None:
    """A look at the archive: without their pages it would be another benchmark."""
    if not paged.stored == paged.by_page == pages:
        why = next(iter(missing.values()), "no source failed and no page waits")
        raise RuntimeError(f"{pages} pages came to {paged.stored} articles, {paged.by_page} with their text: {why}")


def _result(web: Web, rounds: list[Round]) -> Result:
    result = Result("articles", web.name)
    kilobytes = size(web.pages) / len(web.pages) / 1000
    result.notes = [
        f"{len(web.paged)} feeds list {len(web.pages)} pages of {kilobytes:.0f} kB on average",
        "from feed to stored article: poll, robots.txt, page, matching and all writes are counted",
    ]

    def add(what: str, unit: str, of: Callable[[Round], float]) -> None:
        result.add(what, unit, map(of, rounds))

    add("article with a page", "CPU ms an article", lambda it: it.paged.total / it.paged.stored * 1000)
    add("  of it the poll", "CPU ms an article", lambda it: it.paged.polls.total / it.paged.stored * 1000)
    add("  of it in the workers", "CPU ms an article", lambda it: _in_workers(it.paged) / it.paged.stored * 1000)
    add("trafilatura alone", "CPU ms a page", lambda it: it.alone / len(web.pages) * 1000)
    add("article / trafilatura alone", "times", lambda it: _beside(it, len(web.pages)))
    add("articles on one core", "a second", lambda it: it.paged.stored / it.paged.total)
    if (others := rounds[0].others) and others.stored:
        _add_all(result, rounds, others)
    result.add_peak(rounds[0].peak)
    return result


def _add_all(result: Result, rounds: list[Round], others: Phase) -> None:
    result.notes.append(f"the other feeds list {others.stored} articles whose page is 404: the feed's text is stored")
    pairs = [(it.paged, it.others) for it in rounds if it.others]
    result.add("article whose page is 404", "CPU ms an article", (rest.total / rest.stored * 1000 for _, rest in pairs))
    everything = ((a.total + b.total) / (a.stored + b.stored) * 1000 for a, b in pairs)
    result.add("all articles", "CPU ms an article", everything)


def _in_workers(phase: Phase) -> float:
    return phase.polls.others + phase.pages.others


def _beside(round_: Round, pages: int) -> float:
    return (round_.paged.total / round_.paged.stored) / (round_.alone / pages)
