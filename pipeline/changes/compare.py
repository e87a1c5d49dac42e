"""Statements beside those that stand for them: which of their facts differ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from pipeline.changes import passages
from pipeline.changes.listing import only_reordered
from pipeline.changes.metonyms import same_actor, stands_in
from pipeline.changes.names import same_name
from pipeline.changes.negations import negations
from pipeline.changes.numerals import numbers
from pipeline.changes.passages import around, figure
from pipeline.changes.quoted import quotation_differences
from pipeline.changes.roles import role_differences
from pipeline.model.change import Difference, Matter
from pipeline.text import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.changes.pairing import Group, Weights
    from pipeline.changes.side import Side
    from pipeline.model.version import Statement

MOST: Final = 6
"""Differences of a change: a digest prints them. None of a kind has more, as each is looked up in its sentence."""
TIGHT: Final = 0.7
"""Part of either statement's words in the other, from which on a figure or name that took another's place is a change
although both stand elsewhere: in loose paraphrases they wander."""
CROWD: Final = 200
"""Names of a sentence from which on it is a table or an attack, and its names are not compared one by one."""
BESIDE: Final = 40
"""Letters before and after a figure in which the words next to it stand."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Both versions as a whole."""

    before: Side
    after: Side
    weights: Weights


def compared(group: Group, sides: Sides) -> Iterator[Difference]:
    """How what is said now differs from what was said, in figures, negations, quotations and names."""
    yield from number_differences(group, sides)
    yield from _negation_differences(group)
    same = _near(group, sides.weights, 1.0)
    yield from quotation_differences(group, sides.before, sides.after, same_words=same)
    if not only_reordered(group):
        yield from _name_differences(group, sides)
        yield from role_differences(group)


def number_differences(group: Group, sides: Sides) -> Iterator[Difference]:
    """Figures, dates and days of the week that were replaced, dropped or put in."""
    before, after = _all(group.before, "numbers"), _all(group.after, "numbers")
    stood, stands = frozenset(before), frozenset(after)
    gone = [value for value in before if value not in stands]
    fresh = [value for value in after if value not in stood]
    days = ([value for value in found if value[0] == "w"] for found in (gone, fresh))
    gone, fresh = ([value for value in found if value[0] != "w"] for found in (gone, fresh))
    pairs: list[tuple[str | None, str | None]] = [*zip(*days, strict=False), *zip(gone, fresh, strict=False)]
    pairs = list(_replaced(dict.fromkeys(pairs), group, sides))
    pairs += [(value, None) for value in gone[len(fresh) :] if value not in sides.after.numbers]
    pairs += [(None, value) for value in fresh[len(gone) :] if value not in sides.before.numbers]
    if not (gone or fresh) and _swapped(group):
        pairs = [(before[0], after[0])]
    for one, other in islice(dict.fromkeys(pairs), MOST):
        yield Difference(Matter.NUMBER, one and _figure(one, group.before), other and _figure(other, group.after))


def _replaced(
    pairs: Iterable[tuple[str | None, str | None]], group: Group, sides: Sides
) -> Iterator[tuple[str | None, str | None]]:
    tight = None
    for one, other in pairs:
        if one in sides.after.numbers and other in sides.before.numbers:
            tight = _near(group, sides.weights, TIGHT) if tight is None else tight
            if not tight:
                continue
        yield one, other


def _swapped(group: Group) -> bool:
    """Whether the same figures stand beside other words: 5 envoys and 12 guards, 12 envoys and 5 guards."""
    if len(group.before) != 1 or len(group.after) != 1:
        return False
    one, other = _neighbours(group.before[0]), _neighbours(group.after[0])
    moved = [value for value in one if value in other and not set(one[value]) & set(other[value])]
    return len(moved) > 1


def _neighbours(statement: Statement) -> dict[str, tuple[str, ...]]:
    """The words next to each figure that stands once."""
    if statement.said is None or len(statement.numbers) != len(set(statement.numbers)):
        return {}
    return {
        number.value: tuple(_beside(statement.said, number.start, number.end)) for number in numbers(statement.said)
    }


def _beside(said: str, start: int, end: int) -> Iterator[str]:
    yield from WORDS.findall(said[max(0, start - BESIDE) : start].casefold())[-1:]
    yield from WORDS.findall(said[end : end + BESIDE].casefold())[:1]


def _figure(value: str, statements: Sequence[Statement]) -> str:
    for each in statements:
        if value in each.numbers and each.said is not None:
            place = next(number for number in numbers(each.said) if number.value == value)
            return around(each.said, place.start, place.end)
    return figure(value)


def _negation_differences(group: Group) -> Iterator[Difference]:
    before, after = _all(group.before, "negations"), _all(group.after, "negations")
    if len(before) == len(after):
        return
    one, other = _negated(group.before), _negated(group.after)
    if one is not None and other is not None:
        if len(group.before) == len(group.after) == 1:
            one, other = passages.apart(one, other)
        yield Difference(Matter.NEGATION, passages.clipped(one), passages.clipped(other))
    elif len(before) > len(after):
        yield Difference(Matter.NEGATION, f"“{before[-1]}”", None)
    else:
        yield Difference(Matter.NEGATION, None, f"“{after[-1]}”")


def _negated(statements: Sequence[Statement]) -> str | None:
    """The sentence that is negated, else the first."""
    if any(each.said is None for each in statements):
        return None
    return next((each.said for each in statements if negations(each.said or "")), statements[0].said)


def _name_differences(group: Group, sides: Sides) -> Iterator[Difference]:
    before, after = _all(group.before, "names"), _all(group.after, "names")
    if max(len(before), len(after)) > CROWD:
        return
    gone = [name for name in before if not any(same_name(name, other) for other in after)]
    fresh = [name for name in after if not any(same_name(name, other) for other in before)]
    lost = [name for name in gone if not (sides.after.names(name) or stands_in(name, group.after))]
    won = [name for name in fresh if not (sides.before.names(name) or stands_in(name, group.before))]
    if gone and fresh and (lost or won or _near(group, sides.weights, TIGHT)):
        one, other = (lost or gone)[0], (won or fresh)[0]
        if not same_actor(one, other):
            yield Difference(Matter.NAME, _name(one, group.before), _name(other, group.after))
        lost, won = lost[1:], won[1:]
    for name in lost:
        yield Difference(Matter.NAME, _name(name, group.before), None)
    for name in won:
        yield Difference(Matter.NAME, None, _name(name, group.after))


def _name(name: str, statements: Sequence[Statement]) -> str:
    for each in statements:
        if name in each.names and each.said is not None and (place := each.said.find(name)) >= 0:
            return around(each.said, place, place + len(name))
    return passages.clipped(name)


def _near(group: Group, weights: Weights, least: float) -> bool:
    """Whether a statement and its counterpart have at least that part of their words in common, either way."""
    return any(
        weights.share(one, other) >= least and weights.share(other, one) >= least
        for one in group.before
        for other in group.after
    )


def _all(statements: Sequence[Statement], facts: str) -> list[str]:
    return [fact for each in statements for fact in getattr(each, facts)]
