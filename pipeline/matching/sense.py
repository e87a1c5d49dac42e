"""Whether a query can be meant: what matches everything, or can't match, is refused."""

from __future__ import annotations

import re
from typing import Final

from pipeline.matching.letters import CJK
from pipeline.matching.normal import normal
from pipeline.model.query import All, Any, AtLeast, Not, Query, Term, Within

SHORTEST_PREFIX: Final = 3
_CJK: Final = re.compile(f"[{CJK}]")


def fault_of(query: Query) -> str | None:
    """What is wrong with a query as a whole, or with one term, in a sentence; None for nothing."""
    if isinstance(query, Term):
        return _term_fault(query)
    if not _asks_for_something(query):
        return "says only what must not be there (in one of its alternatives at least); say what must be there too"
    return None


def _term_fault(term: Term) -> str | None:
    words = term.text.removesuffix("*")
    if words.startswith("*"):
        return "a * stands at the end of a word, not at its beginning; write out the words you look for"
    if "*" in words:
        return "a * stands only at the end; write inspect* BEFORE/1 regime for words that follow each other"
    if term.exact and term.text.endswith("*"):
        return "what is exact has no * at its end; take the = away"
    folded = normal(words).decode().split()
    if not folded:
        return f"{term.text!r} has no letter or digit, so that it can't match anything"
    if term.text.endswith("*") and len(folded[-1]) < SHORTEST_PREFIX and not is_cjk(folded[-1]):
        return f"too many words begin with {folded[-1]!r}; write at least {SHORTEST_PREFIX} letters before the *"
    return None


def is_cjk(word: str) -> bool:
    """Whether a word is of a script that parts words without blanks, or not at all."""
    return _CJK.match(word) is not None


def _asks_for_something(query: Query) -> bool:
    match query:
        case Not():
            return False
        case All(parts):
            return any(map(_asks_for_something, parts))
        case Any(parts):
            return all(map(_asks_for_something, parts))
        case AtLeast(count, parts):
            return sum(not _asks_for_something(part) for part in parts) < count
        case Within(_, part):
            return _asks_for_something(part)
        case _:
            return True
