from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

FORGOTTEN: Final = "…"
"""Stands for a passage of a text that is kept no longer."""


class Matter(StrEnum):
    """What makes a change of an article's words more than cosmetic."""

    NUMBER = "number"
    QUOTATION = "quotation"
    NEGATION = "negation"
    NAME = "name"
    TERM = "term"
    """A treaty term: a rule matches that did not, or the other way round."""
    DELETION = "deletion"
    """A statement is gone, and nothing like it stands in its place."""
    WITHDRAWN = "withdrawn"
    """The page is gone."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One material difference between two states of an article. At least one side is given, but of WITHDRAWN."""

    matter: Matter
    before: str | None
    """What was said, at most 240 characters; None for what is added."""
    after: str | None
    """What is said now, at most 240 characters; None for what is gone."""


def without_passages(it: Difference) -> Difference:
    """What is kept of a difference when the text goes: its matter, and which sides it had."""
    return replace(it, before=it.before and FORGOTTEN, after=it.after and FORGOTTEN)
