from __future__ import annotations

from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, Final

from pipeline.changes.negations import negations
from pipeline.changes.numerals import numbers
from pipeline.changes.passages import clipped
from pipeline.changes.words import words
from pipeline.model.change import Difference, Matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.changes.pairing import Group
    from pipeline.changes.side import Side
    from pipeline.model.version import Statement

SPOKEN: Final = 4
"""Words from which on a quotation that is new or gone altogether is a statement, and not a title or an irony."""
_SAME_WORD: Final = 0.8
"""Likeness of two spellings of a word."""
_MOST: Final = 24
"""Quotations of a pair of statements that are told; real ones have three at most."""
_LONGEST_COMPARED: Final = 200
"""Words of a quotation in which slips are looked for."""


def quotation_differences(group: Group, before: Side, after: Side, *, same_words: bool) -> Iterator[Difference]:
    """Quotations that were reworded, dropped or put in. Words that merely lost or gained their marks are the same.

    `same_words` says that the statements have the same content words but for their endings: it stands in for a look at
    the quoted words where they are not kept.
    """
    gone = list(islice(_missing(group.before, frozenset(_all(group.after)), after), _MOST))
    fresh = list(islice(_missing(group.after, frozenset(_all(group.before)), before), _MOST))
    for one, other in zip(gone, fresh, strict=False):
        if not _slips_only(one, other, same_words=same_words):
            yield Difference(Matter.QUOTATION, shown(one), shown(other))
    for one in gone[len(fresh) :]:
        yield Difference(Matter.QUOTATION, shown(one), None)
    for other in fresh[len(gone) :]:
        yield Difference(Matter.QUOTATION, None, shown(other))


def spoken(statements: Sequence[Statement], elsewhere: Side) -> list[str]:
    """What is quoted in statements that have no counterpart, if it is long enough to be somebody's statement."""
    return [shown(each) for each in _missing(statements, frozenset(), elsewhere, SPOKEN)]


Quoted = tuple[str, str | None]
"""Count and hash of quoted words, and the words where they are kept."""


def shown(quoted: Quoted) -> str:
    """A quotation for people."""
    said = quoted[1]
    return clipped(f"“{said[:600].strip()}”") if said else f"a quotation of {_length(quoted)} words"


def _length(quoted: Quoted) -> int:
    return int(quoted[0].partition(":")[0])


def _missing(
    statements: Sequence[Statement], counterparts: AbstractSet[str], elsewhere: Side, fewest: int = 0
) -> Iterator[Quoted]:
    """Each quotation of so many words once, as looking for one goes through the whole text."""
    told = set(counterparts)
    for each in statements:
        said = dict(zip(each.quotations, each.quoted, strict=False))
        for key in each.quotations:
            quoted = said.get(key)
            if key in told or key in elsewhere.quotations or _length((key, quoted)) < fewest:
                continue
            told.add(key)
            if quoted is None or not elsewhere.says(_folded(quoted)):
                yield key, quoted


def _slips_only(one: Quoted, other: Quoted, *, same_words: bool) -> bool:
    if one[1] is None or other[1] is None:
        return same_words and _length(one) == _length(other)
    mine, yours = _folded(one[1]).split(), _folded(other[1]).split()
    if len(mine) != len(yours) or len(mine) > _LONGEST_COMPARED:
        return False
    if any(len(found(one[1])) != len(found(other[1])) for found in (negations, numbers)):
        return False
    return all(_same_word(word, slip) for word, slip in zip(mine, yours, strict=True))


def _same_word(word: str, slip: str) -> bool:
    if word == slip:
        return True
    alike = word[0] == slip[0] and not (word[0].isdigit() or slip[0].isdigit())
    return alike and SequenceMatcher(None, word, slip, autojunk=False).ratio() >= _SAME_WORD


def _folded(quoted: str) -> str:
    return " ".join(word.said.casefold() for word in words(quoted))


def _all(statements: Sequence[Statement]) -> list[str]:
    return [key for each in statements for key in each.quotations]
