"""One benchmark on one material."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.catalogue import BENCHMARKS
from bench.generate import generate
from bench.material import recorded
from treatywatch.logs import configure

if TYPE_CHECKING:
    from bench.material import Web


SHOWN = 3


@dataclass(frozen=True, slots=True)
class Job:
    """What to run."""

    benchmark: str
    generated: bool
    """On a generated web, not on the recorded one."""
    rounds: int
    outlets: int
    """Of the generated web."""

    def as_json(self) -> str:
        """The argument of `perform`."""
        return json.dumps(asdict(self))


def perform(argument: str) -> None:
    """Run a job, and print its result as JSON."""
    job = Job(**json.loads(argument))
    with TemporaryDirectory(prefix="treatywatch-bench-") as name:
        folder = Path(name)
        with (folder / "log.jsonl").open("w", encoding="utf-8") as log:
            configure("info", "json", log)  # what the service logs by default is part of what it costs
            try:
                result = asyncio.run(BENCHMARKS[job.benchmark].measure(_web(job, folder), job.rounds))
            except RuntimeError:
                log.flush()
                print(*_errors(folder / "log.jsonl"), sep="\n", file=sys.stderr)
                raise
    print(json.dumps(result.as_json()))


def _errors(log: Path) -> list[str]:
    """The first errors that the service logged; they tell why a benchmark did not measure what it is to measure."""
    lines = log.read_text("utf-8").splitlines()
    return [line for line in lines if '"level": "error"' in line][:SHOWN]


def _web(job: Job, folder: Path) -> Web:
    web = None if job.generated else recorded()
    return web or generate(folder, replace(BENCHMARKS[job.benchmark].size, outlets=job.outlets))
