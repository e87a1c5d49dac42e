"""Which words of a text were taken out and put in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

CONTEXT: Final = 6
"""Words shown on either side of a change."""
LONG: Final = 120
"""Words of a run from which on its middle is left out."""
PAIRS: Final = 20_000
"""Equal words of two runs, paired each with each, up to which they are compared word by word: difflib's cost grows with
it. Longer runs are told as taken out and put in as a whole."""
BUDGET: Final = 20 * PAIRS
"""The same for a text as a whole."""
GAP: Final = "…"
_SENTENCE: Final = re.compile(r"\n+|(?<=[.!?…。！？])\s+|(?<=[。！？])")


class Fate(Enum):
    """What became of words."""

    SAME = " "
    GONE = "-"
    NEW = "+"


@dataclass(frozen=True, slots=True)
class Run:
    """Words one after the other that share a fate."""

    fate: Fate
    words: tuple[str, ...]


def word_diff(before: str, after: str) -> tuple[Run, ...]:
    """The changed places with some words around, and `…` for what lies between; nothing where all words are the same.

    Sentences are compared first, then the words of those that differ. Time is bounded for texts of any length.
    """
    budget = _Budget()
    runs: list[Run] = []
    one, other = _sentences(before), _sentences(after)
    for tag, *places in budget.opcodes(one, other):
        mine, yours = _words(one[places[0] : places[1]]), _words(other[places[2] : places[3]])
        runs += [Run(Fate.SAME, mine)] if tag == "equal" else _of_words(mine, yours, budget)
    return tuple(_shortened(_merged(runs)))


class _Budget:
    """difflib within bounds."""

    def __init__(self) -> None:
        self._left = BUDGET

    def opcodes(self, one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[tuple[str, int, int, int, int]]:
        """As of `SequenceMatcher.get_opcodes`; what is alike at both ends costs nothing."""
        most = min(len(one), len(other))
        lead = next((at for at in range(most) if one[at] != other[at]), most)
        tail = next((at for at in range(most - lead) if one[-1 - at] != other[-1 - at]), most - lead)
        yield "equal", 0, lead, 0, lead
        ends = len(one) - tail, len(other) - tail
        mine, yours = one[lead : ends[0]], other[lead : ends[1]]
        often, again = Counter(mine), Counter(yours)
        pairs = sum(count * again[word] for word, count in often.items())
        if pairs > min(PAIRS, self._left):
            yield "replace", lead, ends[0], lead, ends[1]
        else:
            self._left -= pairs
            for tag, *at in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
                yield tag, at[0] + lead, at[1] + lead, at[2] + lead, at[3] + lead
        yield "equal", ends[0], len(one), ends[1], len(other)


def _of_words(one: tuple[str, ...], other: tuple[str, ...], budget: _Budget) -> list[Run]:
    runs = []
    for tag, begin, end, now_begin, now_end in budget.opcodes(one, other):
        if tag == "equal":
            runs.append(Run(Fate.SAME, one[begin:end]))
        else:
            runs += [Run(Fate.GONE, one[begin:end]), Run(Fate.NEW, other[now_begin:now_end])]
    return runs


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]


def _words(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for sentence in sentences for word in sentence.split())


def _merged(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one fate as one; of a changed place first what is gone, then what is new."""
    merged: list[Run] = []
    place: dict[Fate, list[str]] = {Fate.GONE: [], Fate.NEW: []}
    for run in (*runs, Run(Fate.SAME, ())):
        if run.fate is not Fate.SAME:
            place[run.fate] += run.words
        elif run.words or run is not runs[-1]:
            merged += [Run(fate, tuple(words)) for fate, words in place.items() if words]
            place = {Fate.GONE: [], Fate.NEW: []}
            merged.append(run)
    return [run for run in merged if run.words]


def _shortened(runs: Sequence[Run]) -> Iterator[Run]:
    if all(run.fate is Fate.SAME for run in runs):
        return
    for number, run in enumerate(runs):
        words = run.words
        if run.fate is not Fate.SAME:
            cut = len(words) > LONG
            yield Run(run.fate, (*words[: LONG // 2], GAP, *words[-LONG // 4 :]) if cut else words)
        elif number == 0:
            yield Run(run.fate, (GAP, *words[-CONTEXT:]) if len(words) > CONTEXT else words)
        elif number == len(runs) - 1:
            yield Run(run.fate, (*words[:CONTEXT], GAP) if len(words) > CONTEXT else words)
        else:
            yield Run(run.fate, (*words[:CONTEXT], GAP, *words[-CONTEXT:]) if len(words) > 2 * CONTEXT else words)


Part = tuple[Fate, str]


def written(runs: Sequence[Run]) -> list[tuple[Part, ...]]:
    """The words as `git diff --word-diff` has them, `[-old words-]{+new words+}`; parts without a blank together."""
    marks = {Fate.SAME: ("", ""), Fate.GONE: ("[-", "-]"), Fate.NEW: ("{+", "+}")}
    found: list[tuple[Part, ...]] = []
    for run in runs:
        opening, closing = marks[run.fate]
        words = list(run.words)
        words[0] = opening + words[0]
        words[-1] += closing
        parts: list[tuple[Part, ...]] = [((run.fate, word),) for word in words]
        if found and found[-1][-1][0] is Fate.GONE and run.fate is Fate.NEW:
            parts[0] = (*found.pop(), *parts[0])
        found += parts
    return found
