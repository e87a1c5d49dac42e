"""Stories: reports of one event in different words, told as they come (single pass, average link)."""

from __future__ import annotations

from array import array
from collections import Counter
from math import exp
from typing import TYPE_CHECKING, Final

from pipeline.dedupe.member import HOUR
from pipeline.dedupe.terms import SCALE
from pipeline.model.story import Grounds

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pipeline.dedupe.member import Candidate, Member

WINDOW: Final = 60 * HOUR
"""Seconds for which an article attracts others."""
THRESHOLD: Final = 0.16
"""Average similarity to a story's articles from which on an article belongs to it."""
FADING: Final = 0.6
"""Similarity counts exp(-FADING) times at a distance of one window: an event is reported within a day or two."""
HEAVY: Final = 40
"""Terms by which articles are found; all terms are compared."""
VISITS: Final = 6000
"""Entries of the index that are looked at for an article, those of its rarest terms first."""
NEAREST: Final = 24
"""Articles found whose stories are compared."""
LATEST: Final = 24
"""Articles of a story that are compared."""


class Stories:
    """The articles of the last 60 hours by their terms, without copies."""

    def __init__(self, members: Mapping[int, Member]) -> None:
        self._members = members
        self._postings: dict[int, array[int]] = {}
        self._stories: dict[int, list[int]] = {}

    def add(self, slot: int) -> None:
        """Let a member attract others."""
        member = self._members[slot]
        for term in member.signature.terms[:HEAVY]:
            self._postings.setdefault(term, array("Q")).append(slot)
        self._stories.setdefault(member.story, []).append(slot)

    def remove(self, slot: int, member: Member) -> None:
        """Take back what `add` did."""
        for term in member.signature.terms[:HEAVY]:
            _take(self._postings, term, slot)
        _take(self._stories, member.story, slot)

    def find(self, it: Candidate, apart: Collection[int] = ()) -> tuple[int | None, Grounds]:
        """The story an article belongs to, None for none; and the measure. Stories in `apart` are none of its own."""
        mine = dict(zip(it.signature.terms, it.signature.weights, strict=True))
        best, story, nearest = 0.0, None, None
        for one in sorted(self._candidates(it)):
            score = self._similarity(it, mine, one)
            if score > best and one not in apart:
                best, story = score, one
        if story is not None:
            nearest = self._nearest(mine, story)
        return (story if best >= THRESHOLD else None), Grounds("similarity", best, THRESHOLD, nearest)

    def _candidates(self, it: Candidate) -> set[int]:
        found: Counter[int] = Counter()
        left = VISITS
        postings = (self._postings.get(term) for term in it.signature.terms[:HEAVY])
        for posting in sorted(filter(None, postings), key=len):
            left -= len(posting)
            if left < 0:
                break
            found.update(posting)
        alive = ((slot, count) for slot, count in found.items() if self._may(it, self._members[slot]))
        nearest = sorted(alive, key=lambda item: (-item[1], item[0]))[:NEAREST]
        return {self._members[slot].story for slot, _ in nearest}

    def _may(self, it: Candidate, other: Member) -> bool:
        spoken = it.language is None or other.language is None or it.language == other.language
        return spoken and abs(other.at - it.at) <= WINDOW

    def _similarity(self, it: Candidate, mine: Mapping[int, int], story: int) -> float:
        """The mean over the story's articles, less the longer ago they are."""
        slots = self._stories[story][-LATEST:]
        shared = gaps = 0
        for slot in slots:
            other = self._members[slot]
            shared += _product(mine, other)
            gaps += abs(other.at - it.at)
        return shared / (len(slots) * SCALE * SCALE) * exp(-FADING * gaps / (len(slots) * WINDOW))

    def _nearest(self, mine: Mapping[int, int], story: int) -> int:
        members = [self._members[slot] for slot in self._stories[story][-LATEST:]]
        return max(members, key=lambda member: (_product(mine, member), -member.article)).article


def _product(mine: Mapping[int, int], other: Member) -> int:
    theirs = other.signature
    return sum(mine[term] * weight for term, weight in zip(theirs.terms, theirs.weights, strict=True) if term in mine)


def _take(lists: dict[int, array[int]] | dict[int, list[int]], key: int, slot: int) -> None:
    lists[key].remove(slot)
    if not lists[key]:
        del lists[key]
