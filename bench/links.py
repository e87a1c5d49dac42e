"""`python -m bench.links`: how well stories in English and Russian are linked, on a small table of our own.

No independent reports of one event in two languages were to be had, so these figures say that the rule works as it is
meant to, and not how well it does on real news. Each event comes in both languages, some hours apart, among reports
that have no other but share names, numbers or concepts with some.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Final

from bench.precision import Tally
from bench.two_languages import reports
from pipeline.dedupe.links import Links
from pipeline.dedupe.marks import marks
from pipeline.dedupe.member import HOUR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.two_languages import Report

SPREAD: Final = 24 * HOUR
"""All reports come within a day."""
ROUNDS: Final = 20


def linked(items: Sequence[Report], *, concepts: bool) -> Tally:
    """Links of each report to the other language, in the order given: right, wrong and missed."""
    links, tally = Links(), Tally()
    events = Counter(item.event for item in items)
    for place, item in enumerate(items):
        found = marks(item.title, item.text, item.concepts if concepts else ())
        links.add(place, item.language, place * SPREAD // len(items), found)
    for place, item in enumerate(items):
        right = [items[other].event == item.event for _, other in links.also(place)]
        tally.right += sum(right)
        tally.wrong += len(right) - sum(right)
        tally.missed += events[item.event] > 1 and not any(right)
    return tally


def measure(seed: int, rounds: int = ROUNDS) -> dict[bool, Tally]:
    """Without concepts and with them, over some orders of arrival."""
    chance, made = Random(seed), {False: Tally(), True: Tally()}
    for _ in range(rounds):
        items = chance.sample(reports(), len(reports()))
        for concepts, total in made.items():
            tally = linked(items, concepts=concepts)
            total.right += tally.right
            total.wrong += tally.wrong
            total.missed += tally.missed
    return made


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser("python -m bench.links", description="Links between languages, on our own table.")
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args(arguments)
    print(f"{len(reports())} invented reports in two languages, most of events in both; {ROUNDS} orders of arrival")
    for concepts, tally in measure(said.seed).items():
        label = "with concepts" if concepts else "names and numbers"
        print(f"  {label:<18} P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
