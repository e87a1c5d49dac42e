"""What a query says, as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words that stand side by side."""

    text: str
    """Ends with `*` where the last word may go on."""
    exact: bool = False
    """True where the case and the form must be as written."""


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold, in all of the article."""

    part: Query


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms, or groups of alternative terms, at most `within` words apart; side by side is 1."""

    left: Query
    right: Query
    within: int
    ordered: bool = False
    """True where the left one comes first."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the parts hold."""

    count: int
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The part holds of the words in one place: `title`, `body`, or `lead`, the beginning of the body."""

    place: str
    part: Query


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the article beside its words: `outlet`, `country`, `language`, `ownership`, `author`, `tag`."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Concept:
    """Another rule matches."""

    id: str


Query: TypeAlias = Term | All | Any | Not | Near | AtLeast | Within | About | Concept

PLACES: Final = ("title", "body", "lead")
KNOWN: Final = ("outlet", "country", "language", "ownership", "author", "tag")
