from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.changes.numerals import numbers
from pipeline.changes.passages import clipped, figure
from pipeline.changes.plain import plain
from pipeline.model.change import Difference, Matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.version import Facts


def coarse_differences(before: Facts, after: Facts) -> Iterator[Difference]:
    """Of an article stored before its statements were: what is gone from the text as a whole counts."""
    one, other = _values(before), _values(after)
    gone, fresh = sorted(one - other), sorted(other - one)
    for number, value in enumerate(gone):
        yield Difference(Matter.NUMBER, figure(value), figure(fresh[number]) if number < len(fresh) else None)
    for name in sorted(set(before.names) - set(after.names)):
        yield Difference(Matter.NAME, clipped(name), None)
    if before.negations > after.negations:
        yield Difference(Matter.NEGATION, "a negation", None)


def _values(facts: Facts) -> set[str]:
    return {number.value for said in facts.numbers for number in numbers(plain(said))}
