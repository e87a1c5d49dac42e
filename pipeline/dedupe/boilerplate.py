"""Paragraphs that an outlet prints under many articles: who we are, how to subscribe, what else to read."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

OFTEN: Final = 3
"""Other articles of the outlet with a paragraph, from which on it is boilerplate."""
BUCKETS: Final = 1 << 22


class Boilerplate:
    """Counts the paragraphs of the window, by hashes that include the outlet.

    A count-min sketch of 8 MB (Cormode and Muthukrishnan 2005) with two rows in one: a dictionary takes ten times that.
    At 100,000 articles of 15 paragraphs one paragraph in a thousand is taken for boilerplate wrongly.
    """

    def __init__(self) -> None:
        self._counts = array("H", bytes(2 * BUCKETS))

    def has(self, paragraph: int) -> bool:
        """Whether other articles had it often enough."""
        return all(self._counts[place] >= OFTEN for place in _places(paragraph))

    def add(self, paragraphs: Iterable[int]) -> None:
        """Count the paragraphs of an article, each once."""
        self._change(paragraphs, 1)

    def remove(self, paragraphs: Iterable[int]) -> None:
        """Take them out again."""
        self._change(paragraphs, -1)

    def _change(self, paragraphs: Iterable[int], by: int) -> None:
        for paragraph in paragraphs:
            for place in _places(paragraph):
                self._counts[place] += by


def _places(paragraph: int) -> tuple[int, int]:
    return paragraph % BUCKETS, (paragraph * 0x9E3779B1 >> 10) % BUCKETS
