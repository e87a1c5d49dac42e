from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.model.query import Query

_RUSSIAN: Final = re.compile("[а-яё \\W\\d]*[а-яё]{2}[а-яё \\W\\d]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """Words that tell in which sense a name is used. All are written as names are, `missile*` included."""

    any: tuple[str, ...]
    """One of them near the name settles it."""
    within: int = 15
    """How many words away is near."""
    strong: tuple[str, ...] = ()
    """One of them settles it anywhere in the article; so do the rule's names that need no context."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write what a rule looks for: a run of whole words; the last may end with `*` and so go on."""

    text: str
    exact: bool = False
    """True for acronyms: the case must be as written. Other cases count only in strong `context`."""
    language: str | None = None
    """Its other forms are found in the languages that have them; so are those of Russian phrases without a language."""
    context: Context | None = None
    """What this name needs, instead of what the rule's names need."""
    capitals: bool = False
    """True where an acronym is no word, so that it counts among words in capitals too."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What an occurrence adds to the score that `min_score` asks for."""

    title: float = 2.0
    body: float = 1.0


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts that tell whether a rule does what it is meant to do."""

    match: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A concept of the operator's, a keyword or a query of a subscriber's. Ids are permanent.

    It matches where a name or a query of `any` is found (or, where it has neither, `all` holds), its guards let at
    least one occurrence pass, every query of `all` holds and none of `none`, and the score is at least `min_score`.
    """

    id: str
    label: str
    names: tuple[Name, ...] = ()
    kind: str = "concept"
    any: tuple[Query, ...] = ()
    all: tuple[Query, ...] = ()
    none: tuple[Query, ...] = ()
    context: Context | None = None
    """What occurrences of `any`, and of names without a context of their own, need."""
    exclude_near: tuple[str, ...] = ()
    """Words that veto an occurrence which they are near to or overlap; others in the article still count."""
    exclude_within: int = 3
    """How many words away is near."""
    weights: Weights = Weights()
    min_score: float = 0.0
    languages: tuple[str, ...] = ()
    """It matches only articles in one of them, or of unknown language; empty for all."""
    examples: Examples = Examples()


def keyword_rule(words: str) -> Rule:
    """The rule for a subscriber's keyword; equal keywords share one rule.

    Words written in capitals only (`INF`, `СНВ`) are acronyms and match in exact case; Russian words match in all cases
    of their declension.
    """
    text = " ".join(words.split())
    exact = len(text) > 1 and text.isupper()
    language = "ru" if _RUSSIAN.fullmatch(text) else None
    name = Name(text, exact=exact, language=language, capitals=True)
    return Rule(f"keyword:{text if exact else text.casefold()}", text, (name,), "keyword")


def query_rule(text: str, query: Query) -> Rule:
    """The rule for a subscriber's query; `text` is as written, `query` what `parse_query` made of it."""
    said = " ".join(text.split())
    return Rule(f"query:{said}", said, kind="query", any=(query,))
