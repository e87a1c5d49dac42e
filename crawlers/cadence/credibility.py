"""How far a count is to be believed: Bühlmann–Straub credibility, which is linear empirical Bayes.

A group (the 9 o'clocks, say) has a lasting factor of its own, and its cells (each day's 9 o'clock) scatter around it.
The best linear estimate of the factor from n items where e were expected is (K + n) / (K + e): K items of prior weight
on "as expected", where K = (scatter of a cell per expected item) / (variance of the factors between groups). Both are
estimated from the source's own past, so nothing is tuned. H. Bühlmann, E. Straub, "Glaubwürdigkeit für Schadensätze",
Mitteilungen der Vereinigung schweizerischer Versicherungsmathematiker 70 (1970).
"""

from __future__ import annotations

from math import inf, isinf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Cell = tuple[float, float]
    """Items counted, items expected."""


def factor(weight: float, counted: float, expected: float) -> float:
    """How many times what was expected is to be expected from now on; 1 where the weight is infinite."""
    return 1.0 if isinf(weight) else (weight + counted) / (weight + expected)


def prior_weight(groups: Iterable[Sequence[Cell]]) -> float:
    """K in items, from groups of two or more cells; infinite where they don't differ more than chance explains.

    The variance between groups is what cells of one group have in common, so that items which come in batches, and
    scatter widely without lasting, are not taken for a habit.
    """
    common = pairs = scatter = squares = expected = 0.0
    for cells in groups:
        off = [counted - due for counted, due in cells]
        within, own, total = sum(r * r for r in off), sum(due * due for _, due in cells), sum(due for _, due in cells)
        common += sum(off) ** 2 - within
        pairs += total * total - own
        scatter, squares, expected = scatter + within, squares + own, expected + total
    if pairs <= 0 or common <= 0:
        return inf
    between = common / pairs
    return max((scatter - between * squares) / expected, _POISSON) / between


_POISSON = 1.0
"""Scatter per expected item of independent arrivals; less than that in a short past is luck."""
