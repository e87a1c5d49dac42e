"""Which statements of one version stand for which of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model.version import Statement

LIKE: Final = 0.5
"""Part of one statement's words, weighed by how rare they are in the article, that must stand in the other."""
SCATTERED: Final = 0.75
"""Part of its words that must stand in what is new altogether, where no single statement is like it."""
REPLACED: Final = 0.2
"""The same where the new statement stands in the place of the old one."""
FEWEST: Final = 2
"""Content words two statements must share."""
COMMON: Final = 64
"""New statements with a word, from which on it proposes none of them: this bounds the cost on long texts."""
TRIED: Final = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of the version before, and those that say the same or nearly the same now."""

    before: tuple[Statement, ...]
    after: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """What became of the statements of a text; those that did not change are left out."""

    groups: tuple[Group, ...]
    removed: tuple[Statement, ...]
    """Nothing like them is there now."""
    added: tuple[Statement, ...]
    """Nothing like them was there before."""


class Weights:
    """How telling words are: the rarer in both versions, the more."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._often = Counter(word for statement in statements for word in statement.words)

    def of(self, words: Iterable[int]) -> float:
        """The weight of words together."""
        return sum(1 / self._often[word] for word in words if self._often[word])

    def share(self, one: Statement, other: Statement, fewest: int = FEWEST) -> float:
        """Which part of a statement's words stands in another; estimated where only some are kept of either."""
        mine = one.words
        if other.rest:
            mine = frozenset(word for word in mine if word <= max(other.words))
        shared = mine & other.words
        whole = self.of(mine)
        return self.of(shared) / whole if whole and len(shared) >= min(fewest, len(mine)) else 0.0

    def like(self, one: Statement, other: Statement) -> bool:
        """Whether most of either stands in the other."""
        return self.share(one, other) >= LIKE or self.share(other, one) >= LIKE


def pair(before: Sequence[Statement], after: Sequence[Statement]) -> Pairing:
    """Pair what is gone with what is new. A statement may be split in two, or two be made one."""
    stood, stands = {each.key for each in before}, {each.key for each in after}
    gone = _once(each for each in before if each.key not in stands)
    fresh = _once(each for each in after if each.key not in stood)
    weights = Weights([*before, *after])
    links = _links(gone, fresh, weights) | {(g, f) for f, g in _links(fresh, gone, weights)}
    links |= _in_place(gone, fresh, links, _Places(before, after, weights))
    groups = _groups(links)
    paired_gone, paired_fresh = {g for g, _ in links}, {f for _, f in links}
    alone = [each for number, each in enumerate(gone) if number not in paired_gone]
    standing = _Postings(after)
    everything = frozenset(word for each in fresh for word in each.words)
    return Pairing(
        tuple(Group(tuple(gone[g] for g in sorted(gs)), tuple(fresh[f] for f in sorted(fs))) for gs, fs in groups),
        tuple(each for each in alone if not _stands(each, standing, everything, weights)),
        tuple(each for number, each in enumerate(fresh) if number not in paired_fresh),
    )


def alike(before: Sequence[Statement], after: Sequence[Statement]) -> float:
    """Which part of the shorter of two texts stands in the other, in sentences that are each other's likest."""
    stood, stands = {each.key for each in before}, {each.key for each in after}
    gone = _once(each for each in before if each.key not in stands)
    fresh = _once(each for each in after if each.key not in stood)
    weights = Weights([*before, *after])
    links = _links(gone, fresh, weights) & {(g, f) for f, g in _links(fresh, gone, weights)}
    lost = {each.key for each in gone} - {gone[g].key for g, _ in links}
    new = {each.key for each in fresh} - {fresh[f].key for _, f in links}
    shorter, foreign = min((before, lost), (after, new), key=lambda side: sum(each.size for each in side[0]))
    size = sum(each.size for each in shorter)
    return sum(each.size for each in shorter if each.key not in foreign) / size if size else 0.0


def _once(statements: Iterable[Statement]) -> list[Statement]:
    return list({each.key: each for each in statements}.values())


def _links(some: Sequence[Statement], others: Sequence[Statement], weights: Weights) -> set[tuple[int, int]]:
    """For each of some the likest of the others, if any is like it."""
    postings, links = _Postings(others), set()
    for number, each in enumerate(some):
        best, nearest = 0.0, None
        for candidate in postings.near(each, weights):
            other = others[candidate]
            one, two = weights.share(each, other), weights.share(other, each)
            if max(one, two) >= LIKE and one + two > best:
                best, nearest = one + two, candidate
        if nearest is not None:
            links.add((number, nearest))
    return links


class _Places:
    """Where statements stand, by the keys of those next to them."""

    def __init__(self, before: Sequence[Statement], after: Sequence[Statement], weights: Weights) -> None:
        self._before, self._after, self._weights = _beside(before), _beside(after), weights

    def replaces(self, one: Statement, other: Statement) -> bool:
        """Whether a statement stands in the place of another and has something of it."""
        above, below = self._before[one.key]
        now_above, now_below = self._after[other.key]
        if above != now_above and below != now_below:
            return False
        return self._weights.share(one, other, 1) >= REPLACED or self._weights.share(other, one, 1) >= REPLACED


def _beside(statements: Sequence[Statement]) -> dict[str, tuple[str, str]]:
    keys = ["", *(each.key for each in statements), ""]
    return {key: (keys[number], keys[number + 2]) for number, key in enumerate(keys[1:-1])}


def _in_place(
    gone: Sequence[Statement], fresh: Sequence[Statement], links: set[tuple[int, int]], places: _Places
) -> set[tuple[int, int]]:
    """Of what has no like: what replaces it where it stood."""
    left = [number for number in range(len(fresh)) if number not in {f for _, f in links}][:COMMON]
    alone = [number for number in range(len(gone)) if number not in {g for g, _ in links}][:COMMON]
    return {(g, f) for g in alone for f in left if places.replaces(gone[g], fresh[f])}


class _Postings:
    """Statements by their words."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self._by_word: dict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(statements):
            for word in each.words:
                self._by_word[word].append(number)

    def near(self, statement: Statement, weights: Weights) -> list[int]:
        """Those that share most, the nearest first."""
        shared: defaultdict[int, float] = defaultdict(float)
        for word in statement.words:
            found = self._by_word.get(word, ())
            if len(found) <= COMMON:
                weight = weights.of((word,))
                for number in found:
                    shared[number] += weight
        return sorted(shared, key=lambda number: (-shared[number], number))[:TRIED]


def _stands(statement: Statement, standing: _Postings, fresh: frozenset[int], weights: Weights) -> bool:
    near = (standing.statements[number] for number in standing.near(statement, weights))
    if any(weights.share(statement, other) >= LIKE for other in near):
        return True
    whole = weights.of(statement.words)
    return bool(whole) and weights.of(statement.words & fresh) >= SCATTERED * whole


def _groups(links: set[tuple[int, int]]) -> list[tuple[set[int], set[int]]]:
    """What is linked directly or by way of others."""
    groups: dict[int, tuple[set[int], set[int]]] = {}
    by_fresh: dict[int, tuple[set[int], set[int]]] = {}
    for gone, fresh in sorted(links):
        one, other = groups.get(gone), by_fresh.get(fresh)
        joined = one or other or (set(), set())
        if one and other and one is not other:
            one[0].update(other[0])
            one[1].update(other[1])
        joined[0].add(gone)
        joined[1].add(fresh)
        groups.update(dict.fromkeys(joined[0], joined))
        by_fresh.update(dict.fromkeys(joined[1], joined))
    return list({id(group): group for group in groups.values()}.values())
