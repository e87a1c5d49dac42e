"""Which benchmarks there are, and on what they run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bench.articles import articles
from bench.generate import Size
from bench.mails import mails
from bench.polls import polls

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
    on_both: bool
    """Whether it runs on the generated web too where the recorded one is present."""


BENCHMARKS = {
    "polls": Benchmark(
        "CPU per poll, first pass and 304 pass, beside bare feedparser on the same bytes",
        polls,
        rounds=5,
        size=Size(outlets=60, pages=False),
        on_both=True,  # most recorded feeds are short; the generated ones are as long as those of busy outlets
    ),
    "articles": Benchmark(
        "CPU per article, from feed to stored article, beside trafilatura alone on the same pages",
        articles,
        rounds=3,
        size=Size(outlets=8, entries=15),
        on_both=False,
    ),
    "mails": Benchmark(
        "mails a second from a due slot to smtp-sink, beside the same client with messages that are ready",
        mails,
        rounds=3,
        size=Size(outlets=60, pages=False),
        on_both=False,
    ),
}
