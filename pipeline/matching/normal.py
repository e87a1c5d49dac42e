"""The normal form in which words are compared.

NFKC, case folded, spelling variants made one, words parted by one blank. Everything that is no letter, digit or mark
parts words, so that hyphens, quotes and blanks of every kind are alike; the possessive ending ’s is no word.
"""

from __future__ import annotations

from typing import Final

from pipeline.matching.charset import CHARSETS
from pipeline.matching.letters import WORD, forms

LONGEST_KEPT: Final = 40
KEPT: Final = 40_000


def normal(text: str) -> bytes:
    """The words of a text, folded, as UTF-8, with a blank before and after each: `b" new start "`, or `b" "`."""
    for charset in CHARSETS:
        if (words := charset.folded(text)) is not None:
            return words
    return _word_by_word(text, _FOLDED)


def cased(text: str) -> bytes:
    """The same words in the case as written; the n-th word of one is the n-th of the other."""
    for charset in CHARSETS:
        if (words := charset.cased(text)) is not None:
            return words
    return _word_by_word(text, _CASED)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where in the text each word stands; words that share a run of letters share its place."""
    return [
        place
        for match in WORD.finditer(text)
        if (form := _FOLDED[match.group(1)])
        for place in (match.span(1),) * (form.count(b" ") + 1)
    ]


def _word_by_word(text: str, known: _Forms) -> bytes:
    found = b" ".join(filter(None, map(known.__getitem__, WORD.findall(text))))
    return b" %b " % found if found else b" "


class _Forms(dict[str, bytes]):
    """Forms of words; keeps those of short ones, and forgets all when they are many."""

    def __init__(self, *, folded: bool) -> None:
        super().__init__()
        self._folded = folded

    def __missing__(self, word: str) -> bytes:
        folded, in_case = forms(word)
        form = (folded if self._folded else in_case).encode("utf-8", "replace")
        if len(word) <= LONGEST_KEPT:
            if len(self) >= KEPT:
                self.clear()
            self[word] = form
        return form


_FOLDED = _Forms(folded=True)
_CASED = _Forms(folded=False)
