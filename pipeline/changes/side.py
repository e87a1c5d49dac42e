from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.changes.names import same_name, stemmed
from pipeline.changes.plain import hashed

if TYPE_CHECKING:
    from pipeline.changes.outline import Outline


class Side:
    """One version as a whole: what stands anywhere in it."""

    def __init__(self, it: Outline) -> None:
        every = it.every()
        self.flow = it.flow
        self.numbers = frozenset(number for each in every for number in each.numbers)
        self.quotations = frozenset(quoted for each in every for quoted in each.quotations)
        self._names = {name for each in every for name in each.names}
        self._name_words = {stemmed(word): None for name in self._names for word in name.split()}
        self._hashes = frozenset(word for each in every for word in each.words) | {each.first for each in every}

    def names(self, name: str) -> bool:
        """Whether a name stands here, perhaps in part, in another case or without looking like one."""
        words = name.split()
        if all(stemmed(word) in self._name_words or hashed(word.casefold()) in self._hashes for word in words):
            return True
        return any(same_name(name, known) for known in self._names)

    def says(self, words: str) -> bool:
        """Whether folded words stand here, one after the other; never where the text is not kept."""
        return bool(words) and f" {words} " in self.flow
