"""`python -m bench.precision FILE`: how well the shipped topics find what is labelled in a file of JSON Lines.

Each line has `id`, `title`, `text`, `language`, `concepts` (ids), `arms_control` and `uncertain`. Topics were tuned on
the rows whose id ends in an even hexadecimal digit; the others are reported apart.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.report import Result
from pipeline.matching.matcher import Matcher
from pipeline.model.document import Document
from treatywatch.settings.convert_topics import concepts_of
from treatywatch.settings.files import read_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = dict[str, Any]
FEWEST = 5
"""Labelled rows of a concept, in the whole file, from which on it counts."""
LABELLED = Path(__file__).parents[1] / "../shared/data/alerts/dev.jsonl"
HALVES = {"tuned (even ids)": 0, "held out (odd ids)": 1}
TAG = re.compile("<[^>]*>")


@dataclass(slots=True)
class Tally:
    """Right and wrong answers."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, *, said: bool, labelled: bool) -> None:
        """Count one answer."""
        self.right += said and labelled
        self.wrong += said and not labelled
        self.missed += labelled and not said

    @property
    def precision(self) -> float:
        """The part of the answers that is right; 1 where there is none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The part of the labels that is found; 1 where there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Figures:
    """What one set of rows says."""

    concepts: dict[str, Tally]
    """Each concept that counts."""
    together: Tally = field(default_factory=Tally)
    """All of these."""
    arms_control: Tally = field(default_factory=Tally)
    """Any topic, against the label `arms_control`; rows that are uncertain are left out."""


def read_rows(path: Path) -> list[Row]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def half(rows: Iterable[Row], parity: int) -> list[Row]:
    """Rows whose id ends in an even (0) or an odd (1) hexadecimal digit."""
    return [row for row in rows if int(row["id"][-1], 16) % 2 == parity]


def counted(rows: Iterable[Row]) -> list[str]:
    """Concepts with rows enough, the most frequent first."""
    labels = Counter(concept for row in rows for concept in row["concepts"])
    return [concept for concept, count in labels.most_common() if count >= FEWEST]


def figures(rows: Iterable[Row], concepts: Sequence[str], matcher: Matcher) -> Figures:
    """Match every row and compare."""
    made = Figures({concept: Tally() for concept in concepts})
    for row in rows:
        found = matcher.matching(Document(_plain(row["title"]), _plain(row["text"]), row["language"]))
        for concept, tally in made.concepts.items():
            answer = {"said": concept in found, "labelled": concept in row["concepts"]}
            tally.count(**answer)
            made.together.count(**answer)
        if not row["uncertain"]:
            made.arms_control.count(said=bool(found), labelled=row["arms_control"])
    return made


def shipped_matcher() -> Matcher:
    """The topics that come with the program, compiled."""
    return Matcher(concepts_of(read_files(Path(str(resources.files("config"))), {}).topics))


def absent() -> str | None:
    """Why `measure` can't run, if it can't."""
    return None if LABELLED.is_file() else "../shared/data/alerts/dev.jsonl, the labelled rows, is not here"


def measure(_rounds: int) -> Result:
    """The figures of both halves; every round would come to the same."""
    rows = read_rows(LABELLED)
    concepts, matcher = counted(rows), shipped_matcher()
    result = Result("precision", f"{len(rows)} labelled rows (../shared/data/alerts)")
    result.notes.append(f"{len(concepts)} concepts with {FEWEST} rows or more, micro-averaged")
    for name, parity in HALVES.items():
        made = figures(half(rows, parity), concepts, matcher)
        result.add(f"{name}: precision", "", (made.together.precision,))
        result.add(f"{name}: recall", "", (made.together.recall,))
        result.add(f"{name}: arms control or not", "F1", (made.arms_control.f1,))
    return result


def table(name: str, made: Figures) -> str:
    """Figures as text."""
    head = f"{name:<22} {'right':>5} {'wrong':>5} {'missed':>6}  {'P':>5} {'R':>5} {'F1':>5}"
    rows = [*made.concepts.items(), ("all of these", made.together), ("arms_control (any)", made.arms_control)]
    lines = [
        f"{label:<22} {tally.right:>5} {tally.wrong:>5} {tally.missed:>6}  "
        f"{tally.precision:>5.3f} {tally.recall:>5.3f} {tally.f1:>5.3f}"
        for label, tally in rows
    ]
    return "\n".join([head, *lines])


def main(arguments: Sequence[str]) -> int:
    """Print the figures of both halves, then of the whole."""
    if len(arguments) != 1:
        print("usage: python -m bench.precision FILE", file=sys.stderr)
        return 2
    rows = read_rows(Path(arguments[0]))
    concepts, matcher = counted(rows), shipped_matcher()
    for name, parity in HALVES.items():
        print(table(name, figures(half(rows, parity), concepts, matcher)), end="\n\n")
    print(table("the whole", figures(rows, concepts, matcher)))
    return 0


def _plain(text: str | None) -> str:
    return " ".join(unescape(TAG.sub(" ", unescape(text or ""))).split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
