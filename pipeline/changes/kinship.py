"""Whether a text is a later state of another, or another article that stands in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pipeline.changes.pairing import alike, pair
from pipeline.changes.state import outlined
from pipeline.dedupe.keys import same_title
from pipeline.dedupe.shingles import containment, shingles
from pipeline.dedupe.tokens import tokens
from pipeline.text import folded, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.changes.pairing import Group
    from pipeline.changes.state import State
    from pipeline.model.version import Statement

LONG: Final = 100
"""Words of the shorter text from which on it tells by itself."""
BRIEF: Final = 40
"""Words from which on having nothing in common tells; an edit may leave nothing of a feed's lines."""
RUNS: Final = 0.2
"""Part of the shorter text's runs of three words that a later state has at least."""
RUNS_OF_BRIEF: Final = 0.05
SENTENCES: Final = 0.25
"""The same of sentences, where only their traces are kept."""
WORDS: Final = 0.12
"""The same of content words, of shorter texts."""
TITLE: Final = 0.34
"""Part of the shorter title's words in the other, from which on titles of short texts are akin."""
SAME_MOMENT: Final = timedelta(hours=1)
"""Dates of publication so near are one: most edits leave the date."""
ANOTHER_DAY: Final = timedelta(hours=12)
"""Between two articles under one title, at least."""
TELLING: Final = 3
"""Numbers of a text, and sentences like one of the other's, that tell a formula."""
AGREEING: Final = 0.5
"""Part of the fewer numbers that stands in the other text; of an outlet's daily formula fewer do."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """How near two texts are, and what follows."""

    another: bool
    """Whether they are two articles."""
    why: str
    """With the measure and its threshold."""
    certain: bool = True
    """Whether the texts are long enough to tell by themselves."""


UNKNOWN: Final = Kinship(another=False, why="there are no words to compare", certain=False)


def kinship(before: State, after: State) -> Kinship:
    """Whether what stands at an address now is another article than what stood there before.

    An edit leaves the date of publication or much of the text. Under the same title, or where little was said, it takes
    dates that differ to tell another article: it may be a wall, or lines written anew. Where no text is kept, or none
    any longer, it takes another title on another day.
    """
    apart = _apart(before.published, after.published)
    if apart is not None and apart < SAME_MOMENT:
        return Kinship(another=False, why="published at the same time")
    another_day = apart is not None and apart >= ANOTHER_DAY
    found = strangers(before, after)
    if found is UNKNOWN and another_day and not _akin(before.title, after.title):
        return Kinship(another=True, why="of another title and day, and no text is kept to compare", certain=False)
    if found.another and same_title(before.title, after.title):
        return replace(found, another=another_day)
    if found.another and not found.certain:
        return replace(found, another=apart is not None and not _akin(before.title, after.title))
    if not found.another and another_day and _is_formula(before, after):
        return Kinship(another=True, why="sentences after one pattern with other figures, published on another day")
    return found


def strangers(before: State, after: State) -> Kinship:
    """Whether two texts have next to nothing in common, as an article and its edit, however deep, never have."""
    if before.text is not None and after.text is not None:
        one, other = tokens(folded(before.text)), tokens(folded(after.text))
        size = min(len(one), len(other))
        if size >= BRIEF:
            least = RUNS if size >= LONG else RUNS_OF_BRIEF
            return _judged("runs of three words", _runs(one, other), least, size)
    stood, stands = outlined(before).body or (), outlined(after).body or ()
    size = min(sum(each.size for each in body) for body in (stood, stands))
    if size >= LONG:
        return _judged("sentences", alike(stood, stands), SENTENCES, size)
    mine, theirs = (frozenset(word for each in body for word in each.words) for body in (stood, stands))
    if not (mine and theirs):
        return UNKNOWN
    return _judged("words", _contained(mine, theirs), WORDS, size)


def _judged(what: str, share: float, least: float, size: int) -> Kinship:
    why = f"of the shorter text's {what} {share:.2f} stand in the other, of an edit {least} at least"
    return Kinship(share < least, why, certain=size >= BRIEF)


def _runs(one: Sequence[str], other: Sequence[str]) -> float:
    return _contained(frozenset(shingles(one)), frozenset(shingles(other)))


def _apart(before: datetime | None, after: datetime | None) -> timedelta | None:
    """How long lies between two dates of publication; None where that can't be said."""
    if before is None or after is None or (before == after and not (before.hour or before.minute)):
        return None  # days without a time of day may be the same for two articles
    return abs(after - before)


def _akin(one: str, other: str) -> bool:
    return _contained(frozenset(words(one)), frozenset(words(other))) >= TITLE


def _contained(one: frozenset[object], other: frozenset[object]) -> float:
    return containment(len(one & other), len(one), len(other))


def _is_formula(before: State, after: State) -> bool:
    """Whether sentences say the same of other figures, as reports do that an outlet writes every day."""
    stood, stands = outlined(before).body or (), outlined(after).body or ()
    mine, theirs = (frozenset(number for each in body for number in each.numbers) for body in (stood, stands))
    fewest = min(len(mine), len(theirs))
    if fewest < TELLING or len(mine & theirs) >= AGREEING * fewest:
        return False
    groups = pair(stood, stands).groups
    refilled = sum(map(_refilled, groups))
    return refilled >= TELLING and refilled * 2 >= len(groups)


def _refilled(group: Group) -> bool:
    before, after = _numbers(group.before), _numbers(group.after)
    return bool(before - after and after - before)


def _numbers(statements: Sequence[Statement]) -> frozenset[str]:
    return frozenset(number for each in statements for number in each.numbers)
