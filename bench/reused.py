"""`python -m bench.reused`: whether another article that takes an address is told from an edit.

Pairs of what stood and what stands at one address. Other articles: the text nearest in words, another outlet's report
of the same event, any text, and under the same title the next day's report after one pattern. Edits: those of
`bench.edits`, and sentences replaced by those of the nearest text, a tenth to half of them; all come under other
titles. Figures of the rule were chosen on the pairs of every other text, and are printed for the rest.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log, sqrt
from random import Random
from typing import TYPE_CHECKING, Final

from bench.edits import EDITS, SENTENCE, formula
from bench.precision import Tally
from bench.prose import Prose
from bench.texts import SHARED, Text, events, generated, real
from pipeline.changes.kinship import BRIEF, LONG, WORDS, kinship
from pipeline.changes.outline import outline, traces
from pipeline.changes.state import State, outlined
from pipeline.dedupe.keys import same_title
from pipeline.dedupe.shingles import containment, shingles
from pipeline.dedupe.tokens import tokens
from pipeline.model.version import Facts
from pipeline.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Rule = Callable[[State, State], bool]

PAIRS: Final = 800
FORMULAS: Final = 60
REWRITTEN: Final = (0.1, 0.25, 0.5)
COPIED: Final = 0.5
"""Runs of three words shared, from which on two texts are one by nature."""
NOON: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """What stood at an address, and what stands there."""

    before: Text
    after: Text
    another: bool
    kind: str
    half: int
    """0 of those by which the rule was chosen."""


def pairs(texts: Sequence[Text], chance: Random, number: int = PAIRS) -> Iterator[Pair]:
    """Pairs of all kinds but reports of one event."""
    prose, nearest = Prose(chance), Nearest(texts)
    for place in chance.sample(range(len(texts)), min(number, len(texts))):
        text, near, half = texts[place], nearest(place), place % 2
        if shared_runs(text, near) < COPIED:
            yield Pair(text, near, another=True, kind="nearest text", half=half)
        yield Pair(text, chance.choice(texts), another=True, kind="any text", half=half)
        for kind, edit in EDITS.items():
            made = edit(text, prose, chance)
            yield Pair(text, Text(prose.title(), made.text), another=False, kind=kind, half=half)
        for part in REWRITTEN:
            if new := rewritten(text, near, part, chance):
                yield Pair(text, new, another=False, kind=f"{part:.0%} rewritten", half=half)
    for day in range(FORMULAS):
        yield Pair(formula(day % 28, chance), formula(day % 28 + 1, chance), True, "daily formula", day % 2)  # noqa: FBT003 - another


def same_event(chance: Random) -> Iterator[Pair]:
    """Reports of one event by two outlets; none where the texts are absent."""
    found = events() if SHARED.is_dir() else {}
    for place, event in enumerate(chance.sample(sorted(found), min(PAIRS, len(found)))):
        first, second, *_ = found[event]
        if shared_runs(first, second) < COPIED:
            yield Pair(first, second, another=True, kind="same event", half=place % 2)


class Nearest:
    """The text that shares the rarest words with another."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._words = [frozenset(tokens(folded(f"{text.title} {text.text}"))) for text in texts]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for place, found in enumerate(self._words):
            for word in found:
                self._by_word[word].append(place)
        self._texts = texts

    def __call__(self, place: int) -> Text:
        """That of the text at a place."""
        shared: dict[int, float] = defaultdict(float)
        for word in sorted(self._words[place]):
            others = self._by_word[word]
            if len(others) * 20 < len(self._texts):
                for other in others:
                    shared[other] += log(len(self._texts) / len(others)) / sqrt(len(self._words[other]))
        shared.pop(place, None)
        return self._texts[max(shared, key=shared.__getitem__, default=place - 1)]


def rewritten(text: Text, source: Text, part: float, chance: Random) -> Text | None:
    """With that part of its sentences replaced by another's; None of a text of one sentence."""
    sentences, others = SENTENCE.split(text.text), SENTENCE.split(source.text)
    gone = chance.sample(range(len(sentences)), max(1, round(len(sentences) * part)))
    if len(sentences) == 1:
        return None
    for number, place in enumerate(gone):
        sentences[place] = others[number % len(others)]
    return Text(source.title, " ".join(sentences))


def shared_runs(one: Text, other: Text) -> float:
    """Which part of the shorter text's runs of three words stands in the other."""
    mine, theirs = (frozenset(shingles(tokens(folded(text.text)))) for text in (one, other))
    return containment(len(mine & theirs), len(mine), len(theirs))


def former(before: State, after: State) -> bool:
    """By content words alone, as the program told it at first."""
    stood, stands = (
        frozenset(word for each in outlined(it).body or () for word in each.words) for it in (before, after)
    )
    return not same_title(before.title, after.title) and len(stood & stands) < WORDS * min(len(stood), len(stands))


def present(before: State, after: State) -> bool:
    """As the program tells it."""
    return kinship(before, after).another


def state(text: Text, published: datetime | None, *, kept: bool) -> State:
    """A text as an outlet's terms let us keep it."""
    if kept:
        return State(text.title, text.text, "page", published=published)
    known = traces(outline(text.title, text.text, None))
    return State(text.title, None, "page", Facts((), (), 0, (), known), published=published)


def tallies(found: Sequence[Pair], rule: Rule, *, kept: bool, dated: bool) -> dict[str, dict[str, Tally]]:
    """Right and wrong answers by size and kind."""
    made: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for pair in found:
        after = Text(pair.before.title, pair.after.text) if pair.kind == "daily formula" else pair.after
        dates = (NOON, NOON + DAY) if dated else (None, None)
        said = rule(state(pair.before, dates[0], kept=kept), state(after, dates[1], kept=kept))
        for kind in (pair.kind, "all"):
            made[size_of(pair)][kind].count(said=said, labelled=pair.another)
    return made


def size_of(pair: Pair) -> str:
    """By the shorter text."""
    words = min(pair.before.words, pair.after.words)
    return f"{LONG} words and more" if words >= LONG else f"{BRIEF} to {LONG}" if words >= BRIEF else "shorter"


def report(found: Sequence[Pair], *, kept: bool, dated: bool) -> str:
    """Both rules side by side."""
    before, now = (tallies(found, rule, kept=kept, dated=dated) for rule in (former, present))
    lines = []
    for size in sorted(now):
        lines.append(f"{size:<20} {'pairs':>6} {'P before':>9} {'R before':>9} {'P':>7} {'R':>7} {'edits lost':>11}")
        for kind, tally in sorted(now[size].items(), key=lambda pair: (pair[0] == "all", pair[0])):
            old = before[size][kind]
            count = sum(kind in {pair.kind, "all"} and size_of(pair) == size for pair in found)
            figures = f"{old.precision:>9.4f} {old.recall:>9.4f} {tally.precision:>7.4f} {tally.recall:>7.4f}"
            lines.append(f"  {kind:<18} {count:>6} {figures} {tally.wrong:>5}/{old.wrong:<5}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser("python -m bench.reused", description="Other articles at known addresses.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="texts that pairs are made of")
    parser.add_argument("--half", type=int, default=1, help="0: the pairs by which the rule was chosen")
    parser.add_argument("--dated", action="store_true", help="published a day apart, edits as well")
    parser.add_argument("--facts", action="store_true", help="of texts that may not be kept")
    parser.add_argument("--generated", action="store_true", help="leave the real texts aside")
    said = parser.parse_args(arguments)
    chance = Random(said.seed)
    texts = [] if said.generated else [text for text in real() if text.text]
    if not texts:
        print("measuring on generated texts", file=sys.stderr)
    found = [*pairs(texts or generated(chance), chance, said.pairs), *(same_event(chance) if texts else ())]
    print(report([pair for pair in found if pair.half == said.half], kept=not said.facts, dated=said.dated))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
