"""What a text has in common with its translation: numbers, names, and the concepts it is about."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

CYRILLIC: Final = str.maketrans(
    dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў", (
        "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
        "h", "ts", "ch", "sh", "sh", "", "i", "", "e", "iu", "ia", "i", "i", "e", "g", "u",
    ), strict=True))
)  # fmt: skip
"""Letters of Russian and Ukrainian as English newspapers write them, about."""
NAME: Final = re.compile(r"(?<![.!?…«»\"“”]\s)(?<!^)(?<=\s)[A-ZА-ЯЁІЇЄҐ][\w’'-]{2,}", re.MULTILINE)
"""A capitalised word that does not begin a sentence."""
NUMBER: Final = re.compile(r"(?<![\w.,])\d[\d.,\u00a0\u202f]*\d(?!\w)")
VOWELS: Final = re.compile("[aeiouyw]")
KEY: Final = 4
"""Consonants of a name that are compared: `Oreshnik` and «Орешник» are `orsh`."""


def marks(title: str, text: str, concepts: Iterable[str] = ()) -> frozenset[str]:
    """The keys of names, the numbers of two digits and more, and the concepts."""
    said = f"{title}\n{text}"
    names = {f"name:{key}" for word in NAME.findall(said) if len(key := _key(word)) >= KEY - 1}
    numbers = {f"number:{re.sub('[^0-9]', '', number)}" for number in NUMBER.findall(said)}
    return frozenset(names | numbers | {f"concept:{concept}" for concept in concepts})


def _key(name: str) -> str:
    latin = unicodedata.normalize("NFKD", name.casefold().translate(CYRILLIC)).replace("kh", "h").replace("ph", "f")
    letters = "".join(filter(str.isalpha, latin)).replace("ks", "x").replace("c", "k")
    return letters[:1] + VOWELS.sub("", letters[1:])[: KEY - 1]
