"""Figures, and how they are printed."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.measure import Peak

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity, measured once a round."""

    what: str
    unit: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Of the rounds."""
        return median(self.rounds)

    def as_json(self) -> dict[str, Any]:
        """With what the table says of it."""
        return {**asdict(self), "median": self.median, "low": min(self.rounds), "high": max(self.rounds)}


@dataclass(slots=True)
class Result:
    """What a benchmark found on one material."""

    benchmark: str
    material: str
    notes: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def add(self, what: str, unit: str, rounds: Iterable[float]) -> None:
        """Add a figure, of one or more rounds."""
        self.figures.append(Figure(what, unit, tuple(rounds)))

    def add_peak(self, peak: Peak) -> None:
        """Add the most memory that was resident."""
        self.add("peak memory of the service", "MiB", (peak.own / MIB,))
        self.add("peak memory of the largest worker", "MiB", (peak.other / MIB,))

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        figures = [figure.as_json() for figure in self.figures]
        return {"benchmark": self.benchmark, "material": self.material, "notes": self.notes, "figures": figures}


def from_json(said: dict[str, Any]) -> Result:
    """The result that `as_json` was of."""
    figures = [Figure(one["what"], one["unit"], tuple(one["rounds"])) for one in said["figures"]]
    return Result(said["benchmark"], said["material"], said["notes"], figures)


def machine() -> dict[str, Any]:
    """Where it ran: figures of two machines don't compare, nor do those under different load."""
    return {
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def table(where: dict[str, Any], results: Sequence[Result]) -> str:
    """The report for people."""
    load = " ".join(f"{one:.2f}" for one in where["load"])
    lines = [f"{where['cores']} cores, load {load}, Python {where['python']}, {where['system']}"]
    for result in results:
        lines += ["", f"{result.benchmark}: {result.material}", *(f"  {note}" for note in result.notes)]
        width = max(len(figure.what) for figure in result.figures)
        lines.append(f"  {'':{width}}  {'median':>8}  {'lowest':>8}  {'highest':>8}")
        lines += [_line(figure, width) for figure in result.figures]
    return "\n".join(lines)


def _line(figure: Figure, width: int) -> str:
    spread = (min(figure.rounds), max(figure.rounds)) if len(figure.rounds) > 1 else ()
    numbers = "  ".join(f"{_digits(number):>8}" for number in (figure.median, *spread))
    return f"  {figure.what:{width}}  {numbers:28}  {figure.unit}"


def _digits(number: float) -> str:
    """Three significant digits."""
    whole = len(str(int(abs(number))))
    return f"{number:.{max(0, 3 - whole)}f}"
