from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pipeline.model.match import Match
from pipeline.tagging.quote import quote
from pipeline.text import same_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.match import Quotation, Span


KEPT = 100
TRIED = 20
"""Spans looked at for one worth quoting."""


class Find(Protocol):
    """Compiled rules."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Version of each rule, by its id."""
        ...

    def find(self, fields: Mapping[str, str]) -> Mapping[str, tuple[Span, ...]]:
        """All spans of all matching rules, by rule."""
        ...


def tag(title: str, text: str, matcher: Find) -> tuple[Match, ...]:
    """Which rules an article is about, with their evidence (at most 100 spans each), in the order of rule ids."""
    fields = {"title": title, "text": text}
    return tuple(
        Match(rule, matcher.versions[rule], spans[:KEPT], _telling(spans, fields))
        for rule, spans in sorted(matcher.find(fields).items())
    )


def _telling(spans: tuple[Span, ...], fields: Mapping[str, str]) -> Quotation:
    """The first sentence of the text with a match; the headline only where it stands nowhere else.

    Pages often repeat the headline above the text, so a sentence that reads like it says no more than it does.
    """
    for span in spans[:TRIED]:
        quotation = quote(fields[span.field], span)
        if span.field == "text" and not same_words(quotation.text, fields["title"]):
            return quotation
    return quote(fields[spans[0].field], spans[0])
