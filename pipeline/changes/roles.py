"""Names that changed places: who accuses whom."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from pipeline.changes import passages
from pipeline.changes.names import stemmed
from pipeline.changes.words import CASED, words
from pipeline.model.change import Difference, Matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.changes.pairing import Group
    from pipeline.model.version import Statement

MOST: Final = 50
"""Names of a sentence; where there are more, they are listed."""
NAME: Final = ""
"""Stands for a name in a pattern; no word is empty."""
TELLING: Final = 4
"""Letters of a word that can say what one does to another."""
TELLING_ELSEWHERE: Final = 3
"""The same in scripts without capitals; where no blanks are written each letter tells."""
UNSPACED: Final = "\u2e80"
BEGINNING: Final = 5
"""Letters of a word that its endings leave: обвинила, обвинили."""
_JOINING: Final = frozenset([*"和与與及同跟、", "well", "from", "with"])
"""Words between names that say nothing of who does what to whom."""
_BY: Final = frozenset(["by", "von", "durch", "par", "por"])
"""What a sentence has once more when it is turned into the passive voice."""
_INFLECTED: Final = ("а", "ӿ")
"""Where names have endings of cases, the order of words is free, and the endings tell."""


def role_differences(group: Group) -> Iterator[Difference]:
    """Names that stand in each other's place while the words around them are the same, as far as texts are kept.

    Names that nothing stands between but `and`, `with` or a comma may change places.
    """
    if len(group.before) != 1 or len(group.after) != 1:
        return
    before, after = group.before[0], group.after[0]
    if before.said is None or after.said is None or before.key == after.key or not 1 < len(before.names) <= MOST:
        return
    mine, yours = [_stems(name) for name in before.names], [_stems(name) for name in after.names]
    if mine == yours or sorted(mine) != sorted(yours) or len(set(mine)) != len(mine):
        return
    pattern = _pattern(before)
    if pattern != _pattern(after) or _is_free(before.names, after.names) or _agents(before) != _agents(after):
        return
    if any(_swapped(mine, yours, one, other, pattern) for one, other in combinations(range(len(mine)), 2)):
        yield Difference(Matter.NAME, *map(passages.clipped, passages.apart(before.said, after.said)))


def _stems(name: str) -> str:
    return " ".join(map(stemmed, name.split()))


def _swapped(mine: Sequence[str], yours: Sequence[str], one: int, other: int, pattern: Sequence[str]) -> bool:
    if mine[one] != yours[other] or mine[other] != yours[one]:
        return False
    places = [place for place, word in enumerate(pattern) if word == NAME]
    return len(places) == len(mine) and any(word != NAME for word in pattern[places[one] : places[other]])


def _is_free(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether inflected names only changed their order, and each kept its ending."""
    inflected = any(_INFLECTED[0] <= name[-1:] <= _INFLECTED[1] for name in mine)
    return inflected and sorted(mine) == sorted(yours)


def _agents(statement: Statement) -> int:
    return sum(word.said.casefold() in _BY for word in words(statement.said or ""))


def _pattern(statement: Statement) -> list[str]:
    """The telling words in their order, and names as one sign."""
    said, pattern = statement.said or "", []
    at = 0
    for name in statement.names:
        place = said.find(name, at)
        if place < 0:
            return [said]  # not where it was read: no other pattern is equal
        pattern += [*_telling(said[at:place]), NAME]
        at = place + len(name)
    return [*pattern, *_telling(said[at:])]


def _telling(said: str) -> Iterator[str]:
    for word in words(said):
        low = word.said.casefold()
        least = 1 if low >= UNSPACED else TELLING if low < CASED else TELLING_ELSEWHERE
        if len(low) >= least and low not in _JOINING:
            yield low[:BEGINNING]
