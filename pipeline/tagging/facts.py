from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.model.version import Facts

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?:\s?%)?")
NAME = re.compile(r"(?<![\w’'-])[A-ZА-ЯЁ][\w’'-]++(?:\s++[A-ZА-ЯЁ][\w’'-]++)++")
NEGATION = re.compile(
    r"\b(?:not|no|never|without|nor|neither|none|cannot|\w+n['’]t|не|ни|нет|без|никогда|nicht|kein\w*|nie|ohne|pas|jamais"
    r"|sans|aucune?|nunca|sin|tampoco)\b",
    re.IGNORECASE,
)


def facts(text: str, terms: Iterable[str]) -> Facts:
    """The fingerprint of a text: its numbers, names of two words and more, negations, and matched terms."""
    return Facts(
        numbers=tuple(sorted({re.sub(r"\s", "", found) for found in NUMBER.findall(text)})),
        names=tuple(sorted({" ".join(found.split()) for found in NAME.findall(text)})),
        negations=len(NEGATION.findall(text)),
        terms=tuple(sorted(terms)),
    )
