"""From two states of an article to what differs materially."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from pipeline.changes import passages
from pipeline.changes.coarse import coarse_differences
from pipeline.changes.compare import MOST, Sides, compared, number_differences
from pipeline.changes.pairing import Group, Weights, pair
from pipeline.changes.quoted import spoken
from pipeline.changes.side import Side
from pipeline.changes.state import outlined
from pipeline.model.change import Difference, Matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.changes.pairing import Pairing
    from pipeline.changes.state import State
    from pipeline.model.version import Statement

FEWEST_WORDS: Final = 5
"""Words of a sentence whose loss counts."""
_WEIGHT: Final = (Matter.NEGATION, Matter.NUMBER, Matter.QUOTATION, Matter.NAME, Matter.TERM, Matter.DELETION)
"""The weightiest first."""


def grade(before: State, after: State, terms: Iterable[Difference] = ()) -> tuple[Difference, ...]:
    """What differs materially, the weightiest first, at most six; empty for a cosmetic change.

    `terms` are the rules that match now or match no longer. Where the text came from another source (a feed's lines,
    then the page), more or less of the same article was read: then only they count. What was merely added counts where
    somebody is quoted in it; a running story that grows has not changed.
    """
    if before.text_by != after.text_by:
        return ordered(terms)
    one, other = outlined(before), outlined(after)
    sides = Sides(Side(one), Side(other), Weights([*one.every(), *other.every()]))
    found = [*terms, *_title_differences(one.title, other.title, sides)]
    if one.body is not None and other.body is not None:
        found += _body_differences(pair(one.body, other.body), sides)
    elif before.facts and after.facts:
        found += coarse_differences(before.facts, after.facts)
    return ordered(found)


def ordered(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """The weightiest first; of each matter one, before there is a second of any."""
    once = dict.fromkeys(found)
    by_matter = ([each for each in once if each.matter is matter] for matter in _WEIGHT)
    rounds = chain.from_iterable(zip_longest(*by_matter))
    return tuple(each for each in rounds if each is not None)[:MOST]


def _title_differences(before: Statement | None, after: Statement | None, sides: Sides) -> Iterator[Difference]:
    """Of a headline that says something else altogether only figures count: most changes of headlines are taste."""
    if before is None or after is None or before.key == after.key:
        return
    group = Group((before,), (after,))
    if sides.weights.like(before, after):
        yield from compared(group, sides)
    else:
        yield from (each for each in number_differences(group, sides) if each.before and each.after)


def _body_differences(found: Pairing, sides: Sides) -> Iterator[Difference]:
    for group in found.groups:
        yield from compared(group, sides)
    for each in found.removed:
        if quoted := spoken([each], sides.after):
            yield from (Difference(Matter.QUOTATION, one, None) for one in quoted)
        if each.whole and each.size >= FEWEST_WORDS:
            yield Difference(Matter.DELETION, passages.statement(each), None)
    yield from (Difference(Matter.QUOTATION, None, one) for one in spoken(found.added, sides.before))
