"""Words that mean nothing, in sentences as long as those of newspapers."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

ONSETS = ("b", "br", "d", "f", "g", "gr", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "")
NUCLEI = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
CODAS = ("", "n", "r", "s", "l", "nd", "st", "t")
WORDS = 3000
ON_TOPIC = (
    "Both sides said the New START limits on deployed warheads still held.",
    "Inspections under the INF Treaty ended years ago, the ministry recalled.",
    "The review conference of the Non-Proliferation Treaty meets next spring.",
    "Observers asked what became of the Open Skies Treaty flights.",
)
"""Sentences that the shipped topics match."""


class Prose:
    """A source of titles, sentences and paragraphs; the same seed gives the same ones."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._words = list(dict.fromkeys(self._word() for _ in range(WORDS)))
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))  # Zipf's law

    def title(self) -> str:
        """Five to twelve words."""
        return self.words(self._chance.randint(5, 12)).capitalize()

    def sentence(self) -> str:
        """Six to thirty words, with a name now and then."""
        words = self.words(self._chance.randint(6, 30)).split(" ")
        if self._chance.random() < 0.4:  # noqa: PLR2004 - how often newspapers name somebody
            at = self._chance.randrange(len(words))
            words[at:at] = self.name().split(" ")
        said = " ".join(words)
        return f"{said[0].upper()}{said[1:]}."

    def paragraph(self) -> str:
        """One to five sentences."""
        return " ".join(self.sentence() for _ in range(self._chance.randint(1, 5)))

    def article(self, paragraphs: int) -> list[str]:
        """Paragraphs; one article in five is on a topic."""
        text = [self.paragraph() for _ in range(paragraphs)]
        if self._chance.random() < 0.2:  # noqa: PLR2004 - as many as leave matching something to do
            text[len(text) // 2] += f" {self._chance.choice(ON_TOPIC)}"
        return text

    def name(self) -> str:
        """Two capitalised words."""
        return self.words(2).title()

    def words(self, number: int) -> str:
        """Words, the frequent ones frequently."""
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=number))

    def _word(self) -> str:
        return "".join(
            self._chance.choice(ONSETS) + self._chance.choice(NUCLEI) + self._chance.choice(CODAS)
            for _ in range(self._chance.choice((1, 1, 2, 2, 2, 3, 4)))
        )
