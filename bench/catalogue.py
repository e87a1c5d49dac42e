"""Which benchmarks there are, and on what they run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bench.articles import articles
from bench.beside_reader import beside_reader
from bench.generate import Size
from bench.memory import memory
from bench.polls import polls
from bench.steps import steps

if TYPE_CHECKING:
    from bench.material import Web
    from bench.report import Result


class Measure(Protocol):
    """A benchmark."""

    async def __call__(self, web: Web, rounds: int) -> Result:
        """Measure so many rounds; call it once in a process, or its peaks of memory are another's."""
        ...


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What `python -m bench NAME` runs."""

    says: str
    measure: Measure
    rounds: int
    size: Size
    """Of its generated web."""
    on_recorded: bool
    """Whether it runs on the recorded web where that is present, or on feeds that change from poll to poll."""
    on_generated: bool
    """Whether it runs on the generated web where the recorded one is present."""


BENCHMARKS = {
    "polls": Benchmark(
        "CPU per poll, first pass and 304 pass, beside bare feedparser on the same bytes",
        polls,
        rounds=5,
        size=Size(outlets=60, pages=False),
        on_recorded=True,
        on_generated=True,  # most recorded feeds are short; the generated ones are as long as those of busy outlets
    ),
    "articles": Benchmark(
        "CPU per article, from feed to stored article, beside trafilatura alone on the same pages",
        articles,
        rounds=3,
        size=Size(outlets=8, entries=15),
        on_recorded=True,
        on_generated=False,
    ),
    "reader": Benchmark(
        "CPU per poll beside lemon24/reader, steady and 304",
        beside_reader,
        rounds=7,
        size=Size(outlets=200, pages=False),
        on_recorded=False,
        on_generated=True,
    ),
    "steps": Benchmark(
        "CPU per poll by how little of the document must be read",
        steps,
        rounds=5,
        size=Size(outlets=200, pages=False),
        on_recorded=False,
        on_generated=True,
    ),
    "memory": Benchmark(
        "memory with 2,000 sources",
        memory,
        rounds=2,
        size=Size(outlets=50, pages=False),
        on_recorded=False,
        on_generated=True,
    ),
}
