"""What a poll costs at each step of the skip chain: 304, same body, nothing new, new items only, whole document."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.headlines import open_headlines, outlets_of
from bench.measure import Meter
from bench.moving import LISTED, NEW
from bench.report import Result
from bench.server import serving_moving
from crawlers.state import Outcome

if TYPE_CHECKING:
    from bench.headlines import Headlines
    from bench.material import Web
    from bench.measure import Cpu

STEPS: dict[str, tuple[str, Outcome | None, int]] = {
    "unchanged": ("304", Outcome.NOT_MODIFIED, 0),
    "same": ("same body", Outcome.SAME_BODY, 0),
    "reordered": ("reordered, nothing new", None, 0),
    "moving": (f"{NEW} of {LISTED} items new", None, NEW),
    "retitled": ("changed around the items: whole", None, 0),
    "fresh": (f"all {LISTED} items new: whole", None, LISTED),
}
"""By kind of `bench.moving`: what happened, the outcome if it must be one, and how many entries are new."""


async def steps(web: Web, rounds: int) -> Result:
    """Measure the kinds one after the other, each after a first poll that reads all."""
    with TemporaryDirectory() as name, serving_moving(web) as server:
        async with open_headlines(outlets_of(web), server, Path(name), Meter(server.pid)) as headlines:
            found = {kind: await _rounds(headlines, kind, rounds) for kind in STEPS}
    return _result(web, found)


async def _rounds(headlines: Headlines, kind: str, rounds: int) -> list[Cpu]:
    _, outcome, new = STEPS[kind]
    await headlines.watch(kind)
    return [(await headlines.poll(outcome, new))[0] for _ in range(rounds)]


def _result(web: Web, found: dict[str, list[Cpu]]) -> Result:
    count = len(web.feeds)
    result = Result("steps", web.name)
    result.notes = [
        f"{count} feeds, each polled once a round; fetch, state and ledger are counted, storing articles is not"
    ]
    for kind, rounds in found.items():
        result.add(STEPS[kind][0], "CPU ms a poll", (cpu.total / count * 1000 for cpu in rounds))
        result.add("  of it in the workers", "CPU ms a poll", (cpu.others / count * 1000 for cpu in rounds))
    return result
