"""Inflected forms that leave the Snowball stem of a word as it is."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from Stemmer import Stemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

ALGORITHMS: Final = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "pl": "polish",
    "ru": "russian",
}
ENDINGS: Final = {
    "de": "e em en er ern es n s",
    "en": "s es ies",
    "es": "s es a as o os",
    "fr": "s e es x aux",
    "pl": "a ą e ę i ią o u y ie om ów em ach ami owi ego emu ej ych ym ymi ich im imi iej iego iemu ii ię iach iami"
    " iom",
    "ru": "а у ом ем е ы и ов ев ей ам ям ами ями ах ях ой ою я ю ь",
}
"""Endings of nouns and adjectives; those of verbs are left out."""
_VOWELS: Final = tuple("aeiouáéíóú")
_CONSONANTS: Final = tuple("bcdfghjklmnpqrtvwy")
PLURALS: Final = {
    "en": ((_VOWELS, "s"), (_CONSONANTS[:-1], "s")),
    "es": ((_VOWELS, "s"), (_CONSONANTS, "es")),
    "fr": (((*_VOWELS, *_CONSONANTS), "s"),),
}
"""Regular plurals, which are taken whatever Snowball makes of them: it parts arma and armas."""
SHORTEST: Final = 4
_UMLAUTS: Final = {"a": "ä", "o": "ö", "u": "ü"}


@lru_cache(maxsize=8192)
def same_stem(word: str, language: str) -> frozenset[str]:
    """A word with the endings of its language, as far as they don't change its stem; other languages have none.

    Short words, acronyms and what holds digits have no other forms.
    """
    if language not in ALGORITHMS or len(word) < SHORTEST or word.isupper() or not word.isalpha():
        return frozenset({word})
    stemmer, low = _stemmer(language), word.casefold()
    stem = stemmer.stemWord(low)
    bases = {low, low[:-1], stem} if language != "pl" else {low, low[:-1], low[:-2], stem}
    made = {base + ending for base in bases for ending in ("", *ENDINGS[language].split())}
    if language == "de":
        made |= {form for one in made for form in _with_umlaut(one)}
    regular = {low + plural for ends, plural in PLURALS.get(language, ()) if low.endswith(ends)}
    return frozenset({word, *regular, *(form for form in made if stemmer.stemWord(form) == stem)})


def _with_umlaut(word: str) -> Iterator[str]:
    """The last a, o or u with an umlaut, as in Vertrag, Verträge."""
    at = max(word.rfind(vowel) for vowel in _UMLAUTS)
    if at > 0 and word[at - 1 : at + 1] not in {"au", "eu"}:
        yield word[:at] + _UMLAUTS[word[at]] + word[at + 1 :]


@cache
def _stemmer(language: str) -> Any:  # noqa: ANN401 - PyStemmer has no types
    return Stemmer(ALGORITHMS[language])
