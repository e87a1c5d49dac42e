"""Facts and differences as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model.change import Difference, Matter
from pipeline.model.version import Facts, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DIGITS = 4
"""Of a 16-bit hash, in hexadecimal."""


def facts_row(facts: Facts) -> dict[str, Any]:
    """Facts as JSON; a statement is a list, as there are many."""
    return {
        "numbers": facts.numbers,
        "names": facts.names,
        "negations": facts.negations,
        "terms": facts.terms,
        "statements": None if facts.statements is None else [_row(each) for each in facts.statements],
    }


def facts_of(row: Mapping[str, Any]) -> Facts:
    """Facts as they were stored; those of an older program have no statements."""
    statements = row.get("statements")
    return Facts(
        numbers=tuple(row["numbers"]),
        names=tuple(row["names"]),
        negations=row["negations"],
        terms=tuple(row["terms"]),
        statements=None if statements is None else tuple(_statement(each) for each in statements),
    )


def differences_of(row: Sequence[Mapping[str, Any]]) -> tuple[Difference, ...]:
    """Differences as they were stored."""
    return tuple(Difference(Matter(each["matter"]), each["before"], each["after"]) for each in row)


def _row(it: Statement) -> list[Any]:
    words = "".join(f"{word:0{_DIGITS}x}" for word in sorted(it.words))
    return [
        it.key, words, it.rest, it.first, it.size, it.whole, it.numbers, it.names, it.negations, it.quotations
    ]  # fmt: skip


def _statement(row: Sequence[Any]) -> Statement:
    key, words, rest, first, size, whole, numbers, names, negations, quotations = row
    hashes = frozenset(int(words[at : at + _DIGITS], 16) for at in range(0, len(words), _DIGITS))
    return Statement(
        key, hashes, rest, first, size, whole, tuple(numbers), tuple(names), tuple(negations), tuple(quotations)
    )
