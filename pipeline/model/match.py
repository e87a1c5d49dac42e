from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where words of a rule stand: offsets of characters in the article's title or text."""

    field: str
    """`title` or `text`."""
    start: int
    end: int
    text: str
    """The words as written."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Words of a rule that do not count."""

    span: Span
    guard: str
    """What decided: `case`, `capitals`, `context`, `exclude_near`; or of the rule as a whole `language`, `all`, `none`
    or `min_score`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule finds in a document."""

    matched: bool
    spans: tuple[Span, ...]
    """Of the occurrences that count, in order, the title's first; of nested ones the longest."""
    rejected: tuple[Rejection, ...]
    score: float
    """Occurrences, weighed by the rule's weights; what `min_score` is compared with."""
    decided: str
    """The guard because of which it does not match, or `absent`; empty where it does."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """At most 240 characters of an article around a match, and where the matched words stand in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A rule found in an article, with its evidence."""

    rule: str
    rule_version: str
    """Fingerprint of the rule that made it."""
    spans: tuple[Span, ...]
    quotation: Quotation
    """The first sentence in which the rule matched; from the text where it stands there, else the title."""
