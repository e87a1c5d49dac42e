"""`python -m bench [NAME ...]`: run benchmarks one after the other, each in a process of its own, and print a table."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from subprocess import PIPE, run
from typing import TYPE_CHECKING

from bench.catalogue import BENCHMARKS, OnItsOwn
from bench.job import Job
from bench.material import recorded
from bench.report import from_json, machine, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.report import Result


def main(arguments: Sequence[str]) -> int:
    said = _parser().parse_args(arguments)
    if not Path("/proc/self/stat").exists():
        _tell("memory and CPU of workers are read from /proc: run this on Linux")
        return 1
    where = machine()
    results = [_run(job) for job in _jobs(said)]
    if said.json:
        found = {"machine": where, "results": [result.as_json() for result in results]}
        print(json.dumps(found, indent=2))
    else:
        print(table(where, results))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bench", description="CPU and memory, beside a peer in the same run.")
    listed = "; ".join(f"{name}: {benchmark.says}" for name, benchmark in BENCHMARKS.items())
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *BENCHMARKS], help=f"{listed} (default: all)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, help="rounds of each benchmark")
    parser.add_argument("--generated", action="store_true", help="leave the recorded web aside")
    parser.add_argument("--outlets", type=int, help="size of the generated web")
    return parser


def _jobs(said: argparse.Namespace) -> Iterator[Job]:
    chosen = {name: BENCHMARKS[name] for name in said.names or BENCHMARKS}
    absent = recorded() is None
    if absent and not said.generated and any(not isinstance(each, OnItsOwn) for each in chosen.values()):
        _tell("../shared/data/replay, the recorded web, is not here: measuring on generated feeds and pages")
    for name, benchmark in chosen.items():
        rounds = said.rounds or benchmark.rounds
        if isinstance(benchmark, OnItsOwn):
            if why := benchmark.absent():
                _tell(f"{name} is skipped: {why}")
            else:
                yield Job(name, generated=True, rounds=rounds, outlets=0)
            continue
        outlets = said.outlets or benchmark.size.outlets
        if benchmark.on_recorded and not (said.generated or absent):
            yield Job(name, generated=False, rounds=rounds, outlets=outlets)
        if benchmark.on_generated or said.generated or absent:
            yield Job(name, generated=True, rounds=rounds, outlets=outlets)


def _run(job: Job) -> Result:
    web = f" on the {'generated' if job.generated else 'recorded'} web"
    _tell(f"{job.benchmark}, {job.rounds} rounds{web if job.outlets else ''} ...")
    done = run([sys.executable, "-m", "bench.alone", job.as_json()], stdout=PIPE, check=True)
    return from_json(json.loads(done.stdout))


def _tell(progress: str) -> None:
    print(progress, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
