from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.dedupe.tokens import SPECIAL, UNSPACED
from pipeline.text import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|[{UNSPACED}]|(?:[^\W{UNSPACED}]|[{MARKS}])+(?:['’-](?:[^\W\d_{UNSPACED}]|[{MARKS}])+)*"
)
_PLAIN_WORD = re.compile(r"\w\.(?:[^\W\d_]\.)+|\w+(?:['’-][^\W\d_]+)*")
"""The same without the scripts that need more: three times as fast."""
_POSSESSIVE = re.compile(r"['’]s?$")
CASED = "\u0530"
"""Scripts before this one have capitals, and longer words than those after it."""
LONG, LONG_ELSEWHERE = 4, 3
FEWEST = 3
"""Content words of a statement; where it has fewer, all its words are."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in a text."""

    said: str
    """As written, without the full stops of `U.S.` and without a possessive ending."""
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in the form of `plain`, numbers included; single letters of scripts without blanks."""
    pattern = _WORD if SPECIAL.search(text) else _PLAIN_WORD
    return [Word(_bare(found[0]), found.start(), found.end()) for found in pattern.finditer(text)]


def _bare(said: str) -> str:
    if said.isalpha():
        return said
    return _POSSESSIVE.sub("", said.replace(".", ""))


def content(found: Sequence[Word]) -> set[str]:
    """The folded words by which a statement is known again; pairs of letters in scripts without blanks."""
    telling = set(_content(found))
    return telling if len(telling) >= FEWEST else {word.said.casefold() for word in found if not word.said[0].isdigit()}


def _content(found: Sequence[Word]) -> Iterator[str]:
    before = ""
    for word in found:
        said = word.said
        if len(said) == 1 and said >= CASED:
            if before:
                yield before + said
            before = said
            continue
        before = ""
        if said[0].isdigit():
            continue
        if len(said) >= (LONG if said[0] < CASED else LONG_ELSEWHERE) or (len(said) > 1 and said.isupper()):
            yield said.casefold()
