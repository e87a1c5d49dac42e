"""Words for comparing texts in any script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.text import MARKS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Letters of scripts that are written without spaces: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
SPECIAL = re.compile(f"[{UNSPACED}{MARKS}]")
WORD = re.compile(rf"[{UNSPACED}]|(?:[^\W{UNSPACED}]|[{MARKS}])+")
UNSPACED_WORD = re.compile(rf"[{UNSPACED}]")


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
