from __future__ import annotations

import re
from dataclasses import dataclass

NEGATION = re.compile(  # "not only" and its like deny nothing
    # English, with no. 5 and No 10 left out
    r"\b(?:not(?!\s+only\b)|no(?!\.?\s*\d)|never|without|nor|neither|none|nobody|nothing|nowhere|cannot|non(?!\s+seulement\b)"
    r"|\w{1,20}n['’]t"
    # Russian, Ukrainian
    r"|не(?!\s+только\b)|ни|нет|без|никогда|никто|ничего|никак\w{0,4}|нельзя|невозможно|немає|ніколи|ні"
    # German
    r"|nicht(?!\s+nur\b)|nichts|kein\w{0,2}|niemals|niemand\w{0,2}|nie|ohne|weder"
    # French, Spanish, Italian, Portuguese, Polish, Turkish
    r"|pas(?!\s+seulement\b)|(?:ne\s+|n['’])\w{1,20}\s+plus|jamais|sans|aucune?|rien"
    r"|nunca|jamás|sin|tampoco|ningun[oa]?|ningún|ni|senza|nessun[oa]?|não|nem|nigdy|bez"
    r"|değil|yok"
    # Arabic, Persian, Hebrew
    r"|لا|لم|لن|ليس\w?|بدون|دون|نه|نیست\w{0,2}|نمی\w{0,20}|نخواه\w{1,4}|نبا[یي]د|نکرد\w{0,3}|نشد\w{0,3}|هیچ|هرگز|לא|אין|בלי)\b"
    # Chinese and Japanese have no blanks; Africa, drones, the future and "constantly" are no negations
    r"|不(?![断斷仅僅过過少久])|没|沒|未(?![来來])|[无無](?![人线線])|非(?![常洲])|ません|ない|なかった",
    re.IGNORECASE,
)
TOGETHER = 12
"""Characters between two negations that are one: "neither ... nor" of short words, никогда не."""


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that turns a statement into its contrary, where it stands in a text."""

    word: str
    start: int
    end: int


def negations(text: str) -> list[Negation]:
    """The negations of a text in the form of `plain`; those close together count once."""
    found: list[Negation] = []
    end = -TOGETHER - 1
    for match in NEGATION.finditer(text):
        if match.start() - end > TOGETHER:
            found.append(Negation(match[0].lower(), match.start(), match.end()))
        end = match.end()
    return found
