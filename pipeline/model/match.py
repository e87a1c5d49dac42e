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
