"""How much news a rule usually has."""

from __future__ import annotations

from statistics import median_high
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WINDOWS: Final = 7
"""Like windows that are looked at."""
FEWEST: Final = 4
"""Below so many nothing is usual yet."""


def usual(past: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The median of stories in the last like windows, by rule; empty where there were fewer than four.

    Args:
        past: Stories by rule of each window, in any order; a rule that is absent had none.
    """
    if len(past) < FEWEST:
        return {}
    rules = {rule for window in past for rule in window}
    return {rule: median_high(window.get(rule, 0) for window in past) for rule in rules}
