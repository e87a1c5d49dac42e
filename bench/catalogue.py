"""Which benchmarks there are, and on what they run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bench import matching, precision
from bench.articles import articles
from bench.beside_reader import beside_reader
from bench.extraction import extraction
from bench.generate import Size
from bench.mails import mails
from bench.memory import memory
from bench.polls import polls
from bench.steps import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.material import Web
    from bench.report import Result


class Measure(Protocol):
    """A benchmark."""

    async def __call__(self, web: Web, rounds: int) -> Result:
        """Measure so many rounds; call it once in a process, or its peaks of memory are another's."""
        ...


@dataclass(frozen=True, slots=True)
class OnItsOwn:
    """What `python -m bench NAME` runs on material of its own."""

    says: str
    measure: Callable[[int], Result]
    """So many rounds."""
    rounds: int
    absent: Callable[[], str | None] = lambda: None
    """Why it can't run here, if it can't."""


@dataclass(frozen=True, slots=True)
class OnTheWeb:
    """What `python -m bench NAME` runs on a recorded or generated web."""

    says: str
    measure: Measure
    rounds: int
    size: Size
    """Of its generated web."""
    on_recorded: bool
    """Whether it runs on the recorded web where that is present, or on feeds that change from poll to poll."""
    on_generated: bool
    """Whether it runs on the generated web where the recorded one is present."""


BENCHMARKS: dict[str, OnTheWeb | OnItsOwn] = {
    "polls": OnTheWeb(
        "CPU per poll, first pass and 304 pass, beside bare feedparser on the same bytes",
        polls,
        rounds=5,
        size=Size(outlets=60, pages=False),
        on_recorded=True,
        on_generated=True,  # most recorded feeds are short; the generated ones are as long as those of busy outlets
    ),
    "articles": OnTheWeb(
        "CPU per article, from feed to stored article, beside trafilatura alone on the same pages",
        articles,
        rounds=3,
        size=Size(outlets=8, entries=15),
        on_recorded=True,
        on_generated=False,
    ),
    "reader": OnTheWeb(
        "CPU per poll beside lemon24/reader, steady and 304",
        beside_reader,
        rounds=7,
        size=Size(outlets=200, pages=False),
        on_recorded=False,
        on_generated=True,
    ),
    "steps": OnTheWeb(
        "CPU per poll by how little of the document must be read",
        steps,
        rounds=5,
        size=Size(outlets=200, pages=False),
        on_recorded=False,
        on_generated=True,
    ),
    "memory": OnTheWeb(
        "memory with 2,000 sources",
        memory,
        rounds=2,
        size=Size(outlets=50, pages=False),
        on_recorded=False,
        on_generated=True,
    ),
    **{
        f"matching-{number}": OnItsOwn(
            f"{number:,} queries on texts of 3 kB, beside evaluating all and the automaton alone",
            partial(matching.measure, number),
            rounds=5,
        )
        for number in matching.SIZES
    },
    "precision": OnItsOwn(
        "precision and recall of the shipped topics on labelled rows",
        precision.measure,
        rounds=1,
        absent=precision.absent,
    ),
    "extraction": OnTheWeb(
        "body, title and date beside gold, and CPU per page beside trafilatura's text alone",
        extraction,
        rounds=3,
        size=Size(outlets=8, entries=15),
        on_recorded=True,
        on_generated=False,
    ),
    "mails": OnTheWeb(
        "mails a second from a due slot to smtp-sink, beside the same client with messages that are ready",
        mails,
        rounds=3,
        size=Size(outlets=60, pages=False),
        on_recorded=False,
        on_generated=True,
    ),
    "mails-apart": OnTheWeb(
        "the same, where each subscriber has a subscription of its own",
        partial(mails, apart=True),
        rounds=3,
        size=Size(outlets=60, pages=False),
        on_recorded=False,
        on_generated=True,
    ),
}
