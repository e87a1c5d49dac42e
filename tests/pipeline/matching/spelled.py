"""Queries as people would type them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.model.query import About, All, Any, AtLeast, Concept, Near, Not, Term, Within

if TYPE_CHECKING:
    from pipeline.model.query import Query


def spelled(query: Query) -> str:  # noqa: PLR0911 - one for each kind
    match query:
        case Term(text, exact):
            return f"{'=' if exact else ''}{_quoted(text)}"
        case All(parts):
            return " AND ".join(_inside(part, All) for part in parts)
        case Any(parts):
            return " OR ".join(map(spelled, parts))
        case Not(part):
            return f"NOT {_inside(part, Not)}"
        case Near(left, right, within, ordered):
            return f"{_inside(left, Near)} {'BEFORE' if ordered else 'NEAR'}/{within} {_inside(right, Near)}"
        case AtLeast(count, parts):
            return f"ATLEAST {count} ({', '.join(_inside(part, AtLeast) for part in parts)})"
        case Within(place, part):
            return f"{place}:{_inside(part, Within)}"
        case About(field, value):
            return f"{field}:{_quoted(value)}"
        case Concept(id_):
            return f"@{id_}"


LOOSER: dict[type, tuple[type, ...]] = {
    All: (Any,),
    Not: (All, Any, Near),
    Near: (All, Any, Near, Not),
    AtLeast: (All, Any),
    Within: (All, Any, Near, Not),
}


def _inside(part: Query, outer: type) -> str:
    return f"({spelled(part)})" if isinstance(part, LOOSER[outer]) else spelled(part)


def _quoted(text: str) -> str:
    plain = re.fullmatch(r"[^\W_]+\*?", text) and not re.fullmatch("(?i:and|or|not|near|before|atleast)", text)
    return text if plain else f'"{text.removesuffix("*")}"{"*" * text.endswith("*")}'
