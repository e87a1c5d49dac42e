"""Words for comparing texts in any script."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from pipeline.text import INVISIBLE, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Letters of scripts that are written without spaces: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
MARKS: Final = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
"""Signs inside words that `\\w` leaves out, so that Hindi, Arabic or Hebrew words would fall apart."""
SPECIAL = re.compile(f"[{UNSPACED}{MARKS}]")
WORD = re.compile(rf"[{UNSPACED}]|(?:[^\W{UNSPACED}]|[{MARKS}])+")
UNSPACED_WORD = re.compile(rf"[{UNSPACED}]")


def folded(text: str) -> str:
    """Text as compared, like `pipeline.text.fold`, but with its white space."""
    if text.isascii():
        return text.lower()
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def tokens(text: str) -> list[str]:
    """The words of a folded text; of scripts without spaces the single letters."""
    return (WORDS if text.isascii() or not SPECIAL.search(text) else WORD).findall(text)


def unspaced(words: Sequence[str]) -> bool:
    """Whether most of a text is in a script without spaces; judged by a sample of its words."""
    sample = words[:: max(1, len(words) // 64)]
    return len(UNSPACED_WORD.findall("".join(sample))) * 2 > len(sample)


def numbers(words: Iterable[str]) -> set[str]:
    """The words that begin with a digit (folding has made other forms of them plain)."""
    return {word for word in words if word < ":"}
