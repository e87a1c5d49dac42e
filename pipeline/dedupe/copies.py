"""Near copies: MinHash proposes, containment decides; short texts by exact rules."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.dedupe.bandtable import BandTable
from pipeline.dedupe.likeness import CONTAINED, NEARLY_ALL, Comparer
from pipeline.dedupe.member import HOUR
from pipeline.dedupe.traits import SHORT
from pipeline.model.story import Grounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.dedupe.member import Candidate, Member
    from pipeline.dedupe.signature import Signature

WINDOW: Final = 14 * 24 * HOUR
"""Seconds between an article and a copy of it, at most."""
SOON: Final = 48 * HOUR
"""The same, of short texts."""
TRIED: Final = 32
"""Proposals that are compared, those with most bands in common first."""
ALIKE: Final = 0.7
"""Shorter / longer text, above which copies share more than one band: .998 of those of equal length do."""
SAYING: Final = 8
"""Words of a short text from which on equal ones are copies."""
TITLE: Final = 5
"""Words of a title from which on an equal one tells a copy."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a search for copies found."""

    original: Member | None
    """The nearest text, where it is a copy."""
    grounds: Grounds
    added: bool = False
    formulas: frozenset[int] = frozenset()
    """Stories of reports after the same pattern, about other days."""


class Copies:
    """The articles of the window by their words."""

    def __init__(self, members: Mapping[int, Member]) -> None:
        self._members = members
        self._table = BandTable(members.__contains__)
        self._short: dict[int, array[int]] = {}

    def add(self, slot: int, signature: Signature) -> None:
        """Remember the signature of the member in a slot."""
        if signature.bands:
            self._table.add(slot, signature.bands)
        else:
            for key in _exact(signature):
                self._short.setdefault(key, array("Q")).append(slot)

    def remove(self, slot: int, signature: Signature) -> None:
        """Forget a short text; others are forgotten with their slot."""
        if not signature.shingles:
            for key in _exact(signature):
                self._short[key].remove(slot)
                if not self._short[key]:
                    del self._short[key]

    def find(self, it: Candidate) -> Compared:
        """The article whose words this one has, or the nearest that it was compared with."""
        return self._near(it) if it.signature.shingles else self._exactly(it)

    def _near(self, it: Candidate) -> Compared:
        comparer = Comparer(it)
        best: tuple[float, int, Member] | None = None
        nearest, formulas, seen = Grounds("containment", 0.0, CONTAINED), set(), {}
        for member in self._proposed(it):
            found = comparer.likeness(member)
            seen[member.article] = member
            if found.formula:
                formulas.add(member.story)
            if found.copy and (best is None or (-found.containment, member.article) < best[:2]):
                best = (-found.containment, member.article, member)
                if found.containment >= NEARLY_ALL:
                    break
            if found.containment > nearest.score:
                nearest = Grounds("containment", found.containment, CONTAINED, member.article)
        if best is None:
            return Compared(None, nearest, formulas=frozenset(formulas))
        grounds = Grounds("containment", -best[0], CONTAINED, best[1])
        return Compared(best[2], grounds, comparer.adds(seen.get(best[2].root, best[2])))

    def _proposed(self, it: Candidate) -> Iterator[Member]:
        """Members with a band in common. Texts of one length that are copies have more than one in common."""
        left, size, earliest, latest = TRIED, it.signature.words, it.at - WINDOW, it.at + WINDOW
        for slot, count in self._table.near(it.signature.bands).most_common():
            member = self._members.get(slot)
            if member is None or not earliest <= member.at <= latest or member.article == it.article:
                continue
            words = member.words
            if count == 1 and min(words, size) > ALIKE * max(words, size):
                continue
            yield member
            left -= 1
            if not left:
                return

    def _exactly(self, it: Candidate) -> Compared:
        """Equal words, or an equal title where one text is empty; of one outlet only equal words."""
        for key, measure in zip(_exact(it.signature), ("same words", "same title"), strict=True):
            for slot in self._short.get(key, ()):
                other = self._members[slot]
                if _comparable(it, other, SOON) and _says_the_same(it, other, measure):
                    return Compared(other, Grounds(measure, 1.0, 1.0, other.article))
        return Compared(None, Grounds("same words", 0.0, 1.0))


def _comparable(it: Candidate, other: Member, within: int) -> bool:
    return other.article != it.article and abs(other.at - it.at) <= within


def _exact(it: Signature) -> tuple[int, int]:
    """Two keys that can't be taken for each other: of the text, even; of the title, odd."""
    return it.text_key << 1, it.title_key << 1 | 1


def _says_the_same(it: Candidate, other: Member, measure: str) -> bool:
    one = it.signature
    if measure == "same words":
        return SAYING <= one.words < SHORT
    return it.outlet != other.outlet and bool(one.title_key) and not (one.words and other.words)
