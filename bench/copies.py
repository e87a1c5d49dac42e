"""`python -m bench.copies`: how well near copies are told, and what that costs beside datasketch.

Each text of 25 words and more is printed by its outlet, and again by others, edited in five ways. Texts on the same
topic, and the daily reports of one outlet after one pattern, are to stay articles of their own. Pairs of originals that
share half of their runs of three words are copies by nature, and count neither way.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections import defaultdict
from dataclasses import dataclass
from random import Random
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Final

from datasketch import MinHash, MinHashLSH

from bench.edits import EDITS, formula
from bench.precision import Tally
from bench.prose import Prose
from bench.texts import Text, generated, real
from pipeline.dedupe.boilerplate import Boilerplate
from pipeline.dedupe.copies import Copies
from pipeline.dedupe.index import Index
from pipeline.dedupe.member import HOUR, Candidate, Member, member
from pipeline.dedupe.shingles import containment, shingles
from pipeline.dedupe.terms import Frequencies
from pipeline.dedupe.tokens import tokens
from pipeline.dedupe.traits import SHORT, Traits, paragraphs, signed, traits
from pipeline.model.story import Group
from pipeline.text import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG: Final = 100
"""Words of the original, and of the copy, from which on a pair is a long one."""
FORMULAS: Final = 60
EVERY: Final = HOUR // 4
DAY: Final = 24 * HOUR
NATURAL: Final = 0.5
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Print:
    """A text as an outlet prints it."""

    text: Text
    outlet: str
    at: int
    of: int | None
    """The place of its original among the prints."""
    kind: str


def prints(texts: Sequence[Text], chance: Random) -> list[Print]:
    """Originals and their copies some hours later, in the order of time."""
    prose = Prose(chance)
    made: list[tuple[Print, Print | None]] = []
    for place, text in enumerate(texts):
        original = Print(text, text.outlet or f"outlet-{place}", place * EVERY, None, "original")
        made.append((original, None))
        for kind, edit in EDITS.items():
            copy = Print(edit(text, prose, chance), f"{kind}-{place}", original.at + chance.randint(1, DAY), None, kind)
            made.append((copy, original))
    every = len(texts) * EVERY
    reports = (
        Print(formula(day, chance), "headquarters", day * DAY % every, None, "formula") for day in range(FORMULAS)
    )
    made.extend((one, None) for one in reports)
    made.sort(key=lambda pair: pair[0].at)
    places = {id(one): place for place, (one, _) in enumerate(made)}
    return [Print(one.text, one.outlet, one.at, places[id(of)] if of else None, one.kind) for one, of in made]


def judged(items: Sequence[Print]) -> list[int | None]:
    """Of which article each print is a copy, by the stage of the service."""
    index, said = Index(), []
    for place, item in enumerate(items):
        candidate = index.candidate(place, item.at, traits(item.outlet, None, item.text.title, item.text.text))
        found = index.group(candidate)
        copied = found.of if found.group is Group.COPY else None
        index.add(candidate, place if found.story is None else found.story, copied)
        said.append(copied)
    return said


def tallies(items: Sequence[Print], said: Sequence[int | None]) -> dict[str, dict[str, Tally]]:
    """Right and wrong answers on long and on short texts, for each kind and altogether."""
    made: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for item, answer in zip(items, said, strict=True):
        original = items[item.of].text if item.of is not None else item.text
        size = "long" if min(item.text.words, original.words) >= LONG else "short"
        if answer != item.of and answer is not None and _natural(item, items[answer], items):
            continue
        for name in (item.kind, "all"):
            tally = made[size][name]
            tally.right += answer is not None and answer == item.of
            tally.wrong += answer is not None and answer != item.of
            tally.missed += item.of is not None and answer != item.of
    return made


def cpu(items: Sequence[Print]) -> dict[str, float]:
    """Seconds for each article: our search for copies alone, datasketch word by word, and in one batch."""
    gc.collect()
    gc.freeze()  # the prints are no part of what is measured
    rounds = [(_ours(items), _peer(items, batch=False), _peer(items, batch=True)) for _ in range(ROUNDS)]
    names = ("treatywatch", "datasketch, update", "datasketch, update_batch")
    return dict(zip(names, map(median, zip(*rounds, strict=True)), strict=True))


def _ours(items: Sequence[Print]) -> float:
    """What the service does to find copies: read, sign, propose, compare, remember; without what stories need."""
    members: dict[int, Member] = {}
    copies, boilerplate, nothing = Copies(members), Boilerplate(), Frequencies()
    started = process_time()
    for place, item in enumerate(items):
        text = item.text
        read = Traits(item.outlet, None, tokens(folded(text.title)), paragraphs(item.outlet, text.text), {}, None)
        signature = signed(read, boilerplate, nothing)
        candidate = Candidate(place, item.outlet, None, item.at, signature)
        found = copies.find(candidate).original
        members[place] = member(candidate, place, found.root if found else place)
        copies.add(place, signature)
        if not found:
            boilerplate.add(signature.paragraphs)
    return (process_time() - started) / len(items)


def _peer(items: Sequence[Print], *, batch: bool) -> float:
    """The peer on the same words: runs of three, 128 permutations, threshold .5."""
    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    started = process_time()
    for place, item in enumerate(items):
        words = tokens(folded(item.text.text))
        runs = {" ".join(run).encode() for run in zip(words, words[1:], words[2:], strict=False)}
        signature = MinHash(num_perm=128)
        if batch:
            signature.update_batch(runs)
        else:
            for run in runs:
                signature.update(run)
        lsh.query(signature)
        lsh.insert(place, signature)
    return (process_time() - started) / len(items)


def _natural(item: Print, answer: Print, items: Sequence[Print]) -> bool:
    """Whether the originals of two prints share so much that neither is wrong."""
    one, other = ((items[it.of] if it.of is not None else it).text.text for it in (item, answer))
    mine, theirs = (set(shingles(tokens(folded(text)))) for text in (one, other))
    return containment(len(mine & theirs), len(mine), len(theirs)) >= NATURAL


def report(items: Sequence[Print]) -> str:
    """All figures as text."""
    made = tallies(items, judged(items))
    lines = []
    for size, label in (("long", f"{LONG} words and more"), ("short", "shorter")):
        lines.append(f"{label:<20} {'right':>6} {'wrong':>6} {'missed':>6}   {'P':>6} {'R':>6} {'F1':>6}")
        for kind, tally in sorted(made[size].items(), key=lambda pair: (pair[0] == "all", pair[0])):
            figures = f"{tally.precision:>6.4f} {tally.recall:>6.4f} {tally.f1:>6.4f}"
            lines.append(f"  {kind:<18} {tally.right:>6} {tally.wrong:>6} {tally.missed:>6}   {figures}")
    costs = cpu(items)
    lines += [f"{name:<26} {seconds * 1e6:8.0f} µs CPU per article" for name, seconds in costs.items()]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser("python -m bench.copies", description="Near copies, beside datasketch.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--generated", action="store_true", help="leave the real texts aside")
    said = parser.parse_args(arguments)
    chance = Random(said.seed)
    texts = [] if said.generated else real()
    if not texts:
        print("measuring on generated texts", file=sys.stderr)
        texts = generated(chance)
    items = prints([text for text in texts if text.words >= SHORT], chance)
    print(f"{len(items)} prints of {len(texts)} texts, seed {said.seed}")
    print(report(items))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
