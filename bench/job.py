"""One benchmark on one material."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.catalogue import BENCHMARKS, OnItsOwn
from bench.generate import generate
from bench.material import recorded
from treatywatch.logs import configure

if TYPE_CHECKING:
    from bench.report import Result


SHOWN = 3


@dataclass(frozen=True, slots=True)
class Job:
    """What to run."""

    benchmark: str
    generated: bool
    """On a generated web, not on the recorded one."""
    rounds: int
    outlets: int
    """Of the generated web, if one is used."""

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
                result = _measured(job, folder)
            except RuntimeError:
                log.flush()
                print(*_errors(folder / "log.jsonl"), sep="\n", file=sys.stderr)
                raise
    print(json.dumps(result.as_json()))


def _measured(job: Job, folder: Path) -> Result:
    benchmark = BENCHMARKS[job.benchmark]
    if isinstance(benchmark, OnItsOwn):
        return benchmark.measure(job.rounds)
    web = None if job.generated else recorded()
    web = web or generate(folder, replace(benchmark.size, outlets=job.outlets))
    return asyncio.run(benchmark.measure(web, job.rounds))


def _errors(log: Path) -> list[str]:
    """The first errors that the service logged; they tell why a benchmark did not measure what it is to measure."""
    lines = log.read_text("utf-8").splitlines()
    return [line for line in lines if '"level": "error"' in line][:SHOWN]
