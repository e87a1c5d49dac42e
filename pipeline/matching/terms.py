"""From names and terms to the patterns that find them."""

from __future__ import annotations

import re
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from pipeline.errors import RuleError
from pipeline.matching.nodes import AsWritten, InARow, Words
from pipeline.matching.normal import cased, normal
from pipeline.matching.russian import case_forms
from pipeline.matching.sense import is_cjk
from pipeline.matching.snowball import ALGORITHMS, same_stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.matching.nodes import Node
    from pipeline.matching.patterns import Patterns

MOST_FORMS: Final = 64
"""Forms of a phrase that stand as patterns; where there are more, each word is looked for by itself."""
MOST_JOINERS: Final = 5
_COMPOUND: Final = re.compile(r"(?<=[^\W\d_]{2})[-\u2010\u2011](?=[^\W\d_]{2})")
_RUSSIAN: Final = re.compile(r"(?=.*[а-яё]{2})[а-яё\W\d_a-z]+", re.IGNORECASE)


def exact_node(text: str, patterns: Patterns) -> AsWritten:
    """Finds words in their exact case."""
    return AsWritten(any_case_node(text, patterns), tuple(cased(text).decode().split()))


def any_case_node(text: str, patterns: Patterns) -> Words:
    """Finds words in whatever case, but in no other form."""
    return Words(frozenset({patterns.number(_pattern(_folded(text)))}))


def term_node(text: str, language: str | None, patterns: Patterns) -> Node:
    """Finds a name or a term in all its forms: those of its language, compounds joined, and what `*` leaves open."""
    words = text.removesuffix("*")
    if words != text:
        variants = {_pattern(_folded(spelling), open_end=True) for spelling in _spellings(words)}
    elif language == "ru":
        rows = {row for spelling in _spellings(words) for row in case_forms(tuple(_words(spelling)))}
        variants = {_pattern(_folded(" ".join(row))) for row in rows}
    elif language in ALGORITHMS:
        return _inflected(words, language, patterns)
    else:
        variants = {_pattern(_folded(spelling)) for spelling in _spellings(words)}
    return Words(frozenset(map(patterns.number, variants)))


def is_russian(text: str) -> bool:
    """Whether a text has Russian letters, and no letters of other languages written in Cyrillic."""
    return _RUSSIAN.fullmatch(text) is not None


def _inflected(text: str, language: str, patterns: Patterns) -> Node:
    rows = [[_folded_forms(word, language) for word in _words(spelling)] for spelling in _spellings(text)]
    if all(prod(map(len, row)) <= MOST_FORMS for row in rows):
        whole = {_pattern(words) for row in rows for words in product(*row)}
        return Words(frozenset(map(patterns.number, whole)))
    return InARow(tuple(Words(frozenset(patterns.number(_pattern([form])) for form in forms)) for forms in rows[0]))


def _folded_forms(word: str, language: str) -> set[bytes]:
    return {b" ".join(_folded(form)) for form in same_stem(word, language)}


def _spellings(text: str) -> Iterator[str]:
    """The text, and with its compounds joined: nonproliferation; what a non-joiner parts, also without it."""
    pieces = text.split("\u200c", MOST_JOINERS)
    for joiners in product((" ", ""), repeat=len(pieces) - 1):
        yield "".join(part for pair in zip(pieces, (*joiners, ""), strict=True) for part in pair)
    joined = _COMPOUND.sub("", text)
    if joined != text and not any(word.isupper() for word in _words(text)):
        yield joined


def _words(text: str) -> Sequence[str]:
    words = cased(text).decode().split()
    if not words:
        raise RuleError("", f"the name {text!r} has no word in it; write letters or digits")
    return words


def _folded(text: str) -> list[bytes]:
    _words(text)
    return normal(text).split()


def _pattern(words: Sequence[bytes], *, open_end: bool = False) -> bytes:
    end = b"" if open_end and not is_cjk(words[-1].decode()) else b" "
    return b" %b%b" % (b" ".join(words), end)
