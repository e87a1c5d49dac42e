from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write what a rule looks for: a run of whole words."""

    text: str
    exact: bool = False
    """True for acronyms: the case must be as written."""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A concept of the operator's, or a keyword of a subscriber's. Ids are permanent."""

    id: str
    label: str
    names: tuple[Name, ...]
    kind: str = "concept"


def keyword_rule(words: str) -> Rule:
    """The rule for a subscriber's keyword; equal keywords share one rule.

    Words written in capitals only (`INF`, `СНВ`) are acronyms and match in exact case.
    """
    text = " ".join(words.split())
    exact = len(text) > 1 and text.isupper()
    return Rule(f"keyword:{text if exact else text.casefold()}", text, (Name(text, exact=exact),), "keyword")
