from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pipeline.model.match import Match
from pipeline.tagging.quote import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.match import Span


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
    """Which rules an article is about, with their evidence, in the order of rule ids."""
    fields = {"title": title, "text": text}
    return tuple(
        Match(rule, matcher.versions[rule], spans, quote(fields[best.field], best))
        for rule, spans in sorted(matcher.find(fields).items())
        for best in (_best(spans),)
    )


def _best(spans: tuple[Span, ...]) -> Span:
    """The span to quote: the first in the text, where a sentence says more than a headline; else in the title."""
    return next((span for span in spans if span.field == "text"), spans[0])
