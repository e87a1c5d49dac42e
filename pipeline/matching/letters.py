"""Words of any script, and the letters in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import Final

from pipeline.text import INVISIBLE

LONGEST_WORD: Final = 1000
"""Letters of a word that are looked at; only words made to do harm have more."""
MARKS_IN_A_ROW: Final = 30
"""More than any script writes; longer runs are cut, as ordering them takes quadratic time (UAX 15, section 13)."""
CJK: Final = (
    "\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Han, Kana and Hangul: each character is a word, as these scripts part words differently or not at all."""
_BLOCKS_WITH_MARKS = chain(
    range(0x0300, 0x2100), range(0x302A, 0x3100), range(0xA600, 0xAC00), range(0xFB1E, 0xFB1F), range(0xFE00, 0xFE30)
)
MARKS: Final = "".join(char for char in map(chr, _BLOCKS_WITH_MARKS) if unicodedata.category(char)[0] == "M")
_WITHIN = MARKS + INVISIBLE.pattern.strip("[]")
_LETTER = rf"[^\W_{CJK}\u02bc]"
WORD: Final = re.compile(
    rf"([{CJK}][{_WITHIN}]*|{_LETTER}+(?:[{_WITHIN}]+{_LETTER}*)*)(?:['’ʼ＇][sS](?![^\W_]|['’ʼ＇]))?"
)
"""A word as group 1, its possessive ending left out."""
_AFTER_ARABIC = re.compile("(?<=[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc])\u200c+")
_LONG_MARKS = re.compile(rf"([{MARKS}]{{{MARKS_IN_A_ROW}}})[{MARKS}]+")
_DROPPED = chain(range(0x300, 0x370), range(0x610, 0x61B), (0x640, 0x670), range(0x64B, 0x660))
_DIGITS = {chr(zero + digit): str(digit) for zero in (0x660, 0x6F0, 0x966) for digit in range(10)}
_SAME_LETTERS = str.maketrans(
    dict.fromkeys(map(chr, chain(_DROPPED, range(0xFE00, 0xFE10))), "")
    | dict.fromkeys("يىئ", "ی")
    | dict.fromkeys("أإآٱ", "ا")
    | dict.fromkeys("ةۀھہە", "ه")
    | {"ك": "ک", "ؤ": "و", "ё": "е", "Ё": "Е"}
    | _DIGITS
)
"""Variants of Arabic and Persian letters and digits are one, ё is е; marks that no letter took up are dropped."""


def forms(word: str) -> tuple[str, str]:
    """A word (or what `WORD` takes for one) folded, and in its case; both are of as many words, mostly one.

    NFKC, full case folding, and `_SAME_LETTERS`. The zero-width non-joiner parts words in Arabic script only.
    """
    visible = INVISIBLE.sub("", _AFTER_ARABIC.sub(" ", word[:LONGEST_WORD]))
    written = unicodedata.normalize("NFKC", _LONG_MARKS.sub(r"\1", visible))
    folded = WORD.findall(unicodedata.normalize("NFKC", written.casefold()).translate(_SAME_LETTERS))
    in_case = WORD.findall(written.translate(_SAME_LETTERS))
    return " ".join(folded), " ".join(in_case if len(in_case) == len(folded) else folded)
