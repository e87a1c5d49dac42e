"""Headlines in capitals throughout, put calmly."""

from __future__ import annotations

import re
from typing import Final

WORD: Final = re.compile(r"(?:\w\.){2,}|\w+(?:['’]\w+)*")
_ABBREVIATIONS: Final = """
us usa uk un eu uae nato osce iaea opcw ctbto abm inf icbm slbm irbm jcpoa paros aukus mfa heu leu cia ap afp
onu ue otan aiea oiac сша оон ес мид нато магатэ обсе озхо дняо двзяи тасс
"""
_SMALL: Final = """
a an and as at but by for from in into of on or over the to with
et de des du en la le les sur à und der die das den dem im von zu mit für auf
и в во на о об с со по за из к от для до не
"""
ABBREVIATIONS: Final = frozenset(_ABBREVIATIONS.split())
"""Of the field, that have a vowel; words of consonants alone are taken for abbreviations anyway."""
SMALL: Final = frozenset(_SMALL.split())
CONSONANTS: Final = frozenset("bcdfghjklmnpqrstvwxzбвгджзйклмнпрстфхцчшщ")


def lowered(headline: str, known: str = "") -> str:
    """Begin words with a capital as titles do, and leave abbreviations and what stands so in `known` as they are."""
    names: dict[str, str] = {
        word.lower(): word for word in re.findall(r"\w+", known) if len(word) > 1 and word.isupper()
    }
    first = WORD.search(headline)

    def calm(word: re.Match[str]) -> str:
        plain = str(word[0]).lower()
        stem = re.split("['’]", plain)[0]
        if stem in names:
            return names[stem] + plain[len(stem) :]
        if "." in plain or stem in ABBREVIATIONS or (len(stem) > 1 and CONSONANTS.issuperset(stem)):
            return stem.upper() + plain[len(stem) :]
        if plain in SMALL and first and word.start() != first.start():
            return plain
        return plain[:1].upper() + plain[1:]

    return WORD.sub(calm, headline)
