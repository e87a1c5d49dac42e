"""`python -m bench.stories [FILE ...]`: how well reports of one event are told, beside plain TF-IDF.

Each file has events that three outlets report (`id`, `event`, `title`, `text` a line). They are streamed in the order
of event + uniform(-30, 30), so far apart that the window of 60 hours holds 150 or 300 articles. The peer is TF-IDF on
prefixes of six letters, title twice, incremental idf, average link, at its best threshold on the training part.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Final

from bench.texts import SHARED
from pipeline.dedupe.index import Index
from pipeline.dedupe.stories import WINDOW
from pipeline.dedupe.traits import traits
from pipeline.model.story import Group
from pipeline.text import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FILES: Final = tuple(SHARED / f"stories/allsides_{part}.jsonl" for part in ("train", "val"))
WINDOWS: Final = {150: 0.21, 300: 0.24}
"""Articles in the window, and the best threshold of plain TF-IDF on the training part, of .15, .18, .21 and .24."""
JITTER: Final = 30.0


@dataclass(frozen=True, slots=True)
class Report:
    """An outlet's report of an event."""

    event: str
    title: str
    text: str


def streamed(rows: Iterable[Mapping[str, str]], chance: Random) -> list[Report]:
    """Reports in the order of their event's place + uniform(-30, 30)."""
    events: dict[str, int] = {}
    placed = [(events.setdefault(row["event"], len(events)) + chance.uniform(-JITTER, JITTER), row) for row in rows]
    placed.sort(key=lambda pair: pair[0])
    return [Report(row["event"], row["title"], row["text"]) for _, row in placed]


def ours(reports: Sequence[Report], window: int) -> list[int]:
    """The story of each report, by the stage of the service."""
    index, said = Index(), []
    for place, report in enumerate(reports):
        read = traits(f"outlet-{place}", None, report.title, report.text)
        it = index.candidate(place, place * WINDOW // window, read)
        found = index.group(it)
        story = place if found.story is None else found.story
        index.add(it, story, found.of if found.group is Group.COPY else None)
        said.append(story)
    return said


class Plain:
    """Plain TF-IDF: what the figure is compared with."""

    def __init__(self, window: int, threshold: float) -> None:
        self._window, self._threshold = window, threshold
        self._frequencies: Counter[str] = Counter()
        self._recent: deque[tuple[int, int, dict[str, float]]] = deque()
        self._stories: dict[int, int] = {}
        self._count = 0

    def story(self, report: Report) -> int:
        """The story of the next report."""
        self._count += 1
        while self._recent and self._recent[0][0] <= self._count - self._window:
            self._recent.popleft()
        vector = self._vector(report)
        sums: dict[int, float] = defaultdict(float)
        sizes: Counter[int] = Counter()
        for _, story, other in self._recent:
            sums[story] += sum(weight * other[term] for term, weight in vector.items() if term in other)
            sizes[story] += 1
        best = max(sums, key=lambda story: sums[story] / sizes[story], default=None)
        if best is None or sums[best] / sizes[best] < self._threshold:
            best = self._count
        self._recent.append((self._count, best, vector))
        return best

    def _vector(self, report: Report) -> dict[str, float]:
        words = WORDS.findall(f"{report.title} {report.title} {report.text}".lower())
        counts = Counter(word[:6] for word in words)
        self._frequencies.update(counts.keys())
        weights = {term: count * log((self._count + 1) / self._frequencies[term]) for term, count in counts.items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}


def bcubed(events: Sequence[str], stories: Sequence[int]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998)."""
    both, event, story = Counter(zip(events, stories, strict=True)), Counter(events), Counter(stories)
    pairs = list(zip(events, stories, strict=True))
    precision = sum(both[pair] / story[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / event[pair[0]] for pair in pairs) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def table(name: str, reports: Sequence[Report]) -> str:
    """Figures of one file."""
    lines = [f"{name}: {len(reports)} reports of {len({report.event for report in reports})} events"]
    events = [report.event for report in reports]
    for window, threshold in WINDOWS.items():
        started = process_time()
        mine = bcubed(events, ours(reports, window))
        cost = (process_time() - started) / len(reports)
        plain = Plain(window, threshold)
        theirs = bcubed(events, [plain.story(report) for report in reports])
        for label, (precision, recall, f1) in (("treatywatch", mine), ("plain TF-IDF", theirs)):
            lines.append(f"  {window:>4} in the window  {label:<13} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}")
        lines.append(f"  {'':18} above: {mine[2] - theirs[2]:+.4f}; {cost * 1e6:.0f} µs CPU per article")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the figures of each file."""
    parser = argparse.ArgumentParser("python -m bench.stories", description="Stories, beside plain TF-IDF.")
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args(arguments)
    missing = [file for file in said.files if not file.is_file()]
    if missing:
        print(f"{missing[0]} is not here; name a file of events", file=sys.stderr)
        return 1
    for file in said.files:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        print(table(file.stem, streamed(rows, Random(said.seed))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
