"""The window: what a settled article is compared with. In memory, and a function of the stored signatures alone."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from pipeline.dedupe.boilerplate import Boilerplate
from pipeline.dedupe.copies import WINDOW, Copies
from pipeline.dedupe.member import Candidate, member
from pipeline.dedupe.stories import WINDOW as STORY_WINDOW
from pipeline.dedupe.stories import Stories
from pipeline.dedupe.terms import Frequencies
from pipeline.dedupe.traits import signed
from pipeline.model.story import Group, Grouping

if TYPE_CHECKING:
    from pipeline.dedupe.member import Member
    from pipeline.dedupe.traits import Traits


class Index:
    """Articles of the last 14 days, counted from the newest."""

    def __init__(self) -> None:
        self._members: dict[int, Member] = {}
        self._slots: dict[int, int] = {}
        self._next = 0
        self._leaving: list[tuple[int, int]] = []
        self._fading: list[tuple[int, int]] = []
        self._newest = 0
        self._boilerplate, self._frequencies = Boilerplate(), Frequencies()
        self._copies, self._stories = Copies(self._members), Stories(self._members)

    @property
    def newest(self) -> int:
        """The latest moment of an article, in seconds since 1970; the window is counted from it."""
        return self._newest

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, article: int) -> bool:
        return article in self._slots

    def member(self, article: int) -> Member | None:
        """An article of the window."""
        slot = self._slots.get(article)
        return None if slot is None else self._members[slot]

    def candidate(self, article: int, at: int, it: Traits) -> Candidate:
        """An article with its signature beside those that came before it."""
        signature = signed(it, self._boilerplate, self._frequencies)
        return Candidate(article, it.outlet, it.language, at, signature)

    def group(self, it: Candidate) -> Grouping:
        """Decide where an article belongs; nothing is changed."""
        compared = self._copies.find(it)
        if original := compared.original:
            return Grouping(Group.COPY, original.root, original.story, (compared.grounds,), compared.added)
        story, grounds = self._stories.find(it, compared.formulas)
        both = (compared.grounds, grounds)
        if story is None:
            return Grouping(Group.NEW, None, None, both)
        return Grouping(Group.SAME_STORY, grounds.neighbour, story, both)

    def add(self, it: Candidate, story: int, root: int | None = None) -> None:
        """Put an article where it belongs; `root` is the article that it is a copy of.

        An article that is there already is replaced; one older than the window is left out.
        """
        self.remove(it.article)
        self.reach(it.at)
        if it.at <= self._newest - WINDOW:
            return
        slot, self._next = self._next, self._next + 1
        new = member(it, story, it.article if root is None else root)
        self._members[slot], self._slots[it.article] = new, slot
        heappush(self._leaving, (it.at, slot))
        self._copies.add(slot, it.signature)
        if not new.copied:
            self._attract(slot, it)

    def remove(self, article: int) -> None:
        """Forget an article."""
        slot = self._slots.pop(article, None)
        if slot is not None:
            self._drop(slot)

    def reach(self, newest: int) -> None:
        """Let the window end at a moment, if it is later than the present end."""
        self._newest = max(self._newest, newest)
        while self._fading and self._fading[0][0] <= self._newest - STORY_WINDOW:
            self._stories.remove(heappop(self._fading)[1])
        while self._leaving and self._leaving[0][0] <= self._newest - WINDOW:
            slot = heappop(self._leaving)[1]
            if slot in self._members:
                del self._slots[self._members[slot].article]
                self._drop(slot)

    def _attract(self, slot: int, it: Candidate) -> None:
        self._boilerplate.add(it.signature.paragraphs)
        self._frequencies.add(it.signature.terms)
        if it.at > self._newest - STORY_WINDOW:
            heappush(self._fading, (it.at, slot))
            self._stories.add(slot, it.signature)

    def _drop(self, slot: int) -> None:
        self._stories.remove(slot)
        old = self._members.pop(slot)
        signature = old.signature
        self._copies.remove(slot, signature)
        if not old.copied:
            self._boilerplate.remove(signature.paragraphs)
            self._frequencies.remove(old.places)
