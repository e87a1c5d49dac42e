"""Texts and queries of made-up words, as frequent as those of a language."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from pipeline.model.document import Document

if TYPE_CHECKING:
    from random import Random

WORDS: Final = 30_000
ASKED_FROM: Final = 1000
"""Queries ask for none of the words more frequent than this rank: nobody subscribes to `the`."""
LENGTH: Final = 3000
LATIN: Final = ("bcdfghklmnprstvwz", "aeiou")
CYRILLIC: Final = ("бвгджзклмнпрстфхч", "аеиоу")
TYPOGRAPHY: Final = 0.4
RUSSIAN: Final = 0.2
KINDS: Final = (("term", 40), ("or", 22), ("and", 18), ("not", 8), ("near", 7), ("title", 5))
"""Shares of 100 queries."""


class Vocabulary:
    """Writes documents and queries; the same seed gives the same ones."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._latin, self._cyrillic = self._words(LATIN), self._words(CYRILLIC)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(WORDS)))  # Zipf's law as Mandelbrot has it

    def document(self) -> Document:
        """About 3,000 characters: English with ASCII only, English with typographic marks, or Russian."""
        kind = self._chance.random()
        words = self._cyrillic if kind < RUSSIAN else self._latin
        dash, quotes = (" - ", '""') if kind > RUSSIAN + TYPOGRAPHY else (" — ", "“”")
        text = ""
        while len(text) < LENGTH:
            text += self._sentence(words, dash, quotes)
        return Document(" ".join(self._drawn(words, 9)).capitalize(), text)

    def query(self) -> str:
        """One term, alternatives, all of several groups, with an exception, near each other, or in the title."""
        words = self._cyrillic if self._chance.random() < RUSSIAN else self._latin
        kinds, weights = zip(*KINDS, strict=True)
        one, two, three, four = (self._term(words) for _ in range(4))
        return {
            "term": one,
            "or": f"{one} OR {two} OR {three}",
            "and": f"({one} OR {two}) AND ({three} OR {four})",
            "not": f"{one} {two} NOT {three}",
            "near": f"{one} NEAR/10 {two}",
            "title": f"title:({one} OR {two})",
        }[self._chance.choices(kinds, weights)[0]]

    def _term(self, words: list[str]) -> str:
        """A word of middling frequency, or a phrase of two or three."""
        number = self._chance.choices((1, 2, 3), (40, 45, 15))[0]
        asked = [self._asked(words) for _ in range(number)]
        return asked[0] if number == 1 else f'"{" ".join(asked)}"'

    def _asked(self, words: list[str]) -> str:
        return words[int(ASKED_FROM * (WORDS / ASKED_FROM) ** self._chance.random())]

    def _sentence(self, words: list[str], dash: str, quotes: str) -> str:
        drawn = self._drawn(words, self._chance.randint(6, 30))
        drawn[len(drawn) // 2] = f"{quotes[0]}{drawn[len(drawn) // 2]}{quotes[1]}"
        return f"{' '.join(drawn[:4])}{dash}{' '.join(drawn[4:])}. ".capitalize()

    def _drawn(self, words: list[str], number: int) -> list[str]:
        return self._chance.choices(words, cum_weights=self._weights, k=number)

    def _words(self, letters: tuple[str, str]) -> list[str]:
        """Frequent words are short (Zipf's law of abbreviation), and so come first."""
        made: dict[str, None] = {}
        while len(made) < WORDS:
            syllables = 1 + int(len(made) ** 0.25 / 4 + self._chance.random() * 2)
            made["".join(self._chance.choice(part) for _ in range(syllables) for part in letters)] = None
            made["".join(self._chance.choice(part) for _ in range(syllables) for part in letters) + "n"] = None
        return list(made)[:WORDS]
