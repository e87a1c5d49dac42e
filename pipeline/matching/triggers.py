"""What must be there for a query to hold: the rarest of its required terms, which calls for its evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from pipeline.matching.compile import Match
from pipeline.matching.nodes import AsWritten, Both, Close, In, InARow, Known, Some, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.matching.nodes import Node

Key: TypeAlias = int | tuple[str, bytes]
"""The number of a pattern, as `~number` where it must stand in the title; or something known beside the words."""
TITLES: Final = 0.05
"""How many of the documents with a word have it in the title, roughly."""
COMMON: Final = frozenset(
    b"the a an of to in and on for with by is was at as it be that this from are has have not will he she they said new"
    b" i of les la le de des et en un une du que der die das und von zu den el los las del y w na z do nie"
    b" \xd0\xb2 \xd0\xb8 \xd0\xbd\xd0\xb0 \xd0\xbd\xd0\xb5 \xd0\xbe \xd1\x81 \xd0\xbf\xd0\xbe".split()
)
SHARE: Final = {"outlet": 0.02, "tag": 0.05, "country": 0.1, "ownership": 0.3, "language": 0.5}
"""In how many of all documents such a value stands, roughly."""


class Trigger(NamedTuple):
    """Without any of these keys a query can't hold."""

    cost: float
    """How many documents have one of them, roughly: longer words, and more of them, are rarer."""
    keys: frozenset[Key]


class Triggers:
    """Finds triggers of nodes."""

    def __init__(self, patterns: list[bytes], of_rule: Callable[[str], Trigger | None]) -> None:
        self._patterns, self._of_rule = patterns, of_rule

    def of(self, node: Node) -> Trigger | None:  # noqa: PLR0911 - one for each kind of node
        """The cheapest trigger, or None where a query may hold of a document with none of its words."""
        match node:
            case Words(patterns):
                return Trigger(sum(cost(self._patterns[number]) for number in patterns), frozenset(patterns))
            case AsWritten(part):
                return self.of(part)
            case In(part, place):
                return _in_title(self.of(part)) if place == "title" and not isinstance(part, Match) else self.of(part)
            case Both(parts) | InARow(parts):
                return cheapest(map(self.of, parts))
            case Close(left, right):
                return cheapest((self.of(left), self.of(right)))
            case Some(parts, count):
                return self._some(parts, count)
            case Known(field, value):
                return None if field == "author" else Trigger(SHARE[field], frozenset({(field, value)}))
            case Match(rule):
                return self._of_rule(rule)
            case _:
                return None

    def besides(self, node: Node, trigger: Trigger) -> frozenset[int] | None:
        """Patterns without one of which a node can't hold either, where it asks for more than what calls for it."""
        match node:
            case Both(parts) | InARow(parts):
                pass
            case Close(left, right):
                parts = (left, right)
            case _:
                return None
        others = (other for other in map(self.of, parts) if other and other.keys != trigger.keys)
        found = cheapest(other for other in others if all(isinstance(key, int) and key >= 0 for key in other.keys))
        return frozenset(key for key in found.keys if isinstance(key, int)) if found else None

    def _some(self, parts: tuple[Node, ...], count: int) -> Trigger | None:
        """Of n parts at least k hold: so one holds of whichever n - k + 1 of them."""
        found = [self.of(part) for part in parts]
        known = sorted((trigger for trigger in found if trigger), key=lambda trigger: trigger.cost)
        needed = len(parts) - count + 1
        return together(known[:needed]) if len(known) >= needed else None


def _in_title(trigger: Trigger | None) -> Trigger | None:
    """For words; a concept may hold by other words than those in the title."""
    if trigger is None:
        return None
    return Trigger(trigger.cost * TITLES, frozenset(~key for key in trigger.keys if isinstance(key, int)))


def cheapest(triggers: Iterable[Trigger | None]) -> Trigger | None:
    """Of what must all be there."""
    return min((trigger for trigger in triggers if trigger), key=lambda trigger: trigger.cost, default=None)


def together(triggers: Iterable[Trigger]) -> Trigger:
    """Of what may each be there."""
    every = list(triggers)
    return Trigger(sum(trigger.cost for trigger in every), frozenset().union(*(trigger.keys for trigger in every)))


def cost(pattern: bytes) -> float:
    """A guess at how many documents hold a pattern."""
    words = pattern.split()
    each = [1.0 if word in COMMON else 1 / (1 + len(word)) ** 2 for word in words]
    rarest = min(each) if pattern.endswith(b" ") else min([*each[:-1], 4 * each[-1]])
    return rarest / 4.0 ** (len(words) - 1)
