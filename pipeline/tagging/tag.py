from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from pipeline.model.match import Match, Span
from pipeline.tagging.quote import quote
from pipeline.tagging.score import specific
from pipeline.text import same_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.document import Document
    from pipeline.model.match import Finding, Quotation


KEPT = 100
TRIED = 20
"""Spans looked at for one worth quoting."""


class Find(Protocol):
    """Compiled rules."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Version of each rule, by its id."""
        ...

    def find(self, document: Document) -> Mapping[str, Finding]:
        """What each rule finds, by its id; rules that find nothing may be left out."""
        ...


def tag(document: Document, matcher: Find) -> tuple[Match, ...]:
    """Which rules an article is about, with their evidence (at most 100 spans each), in the order of rule ids."""
    return tagged(document, matcher.find(document), matcher.versions)


def tagged(document: Document, findings: Mapping[str, Finding], versions: Mapping[str, str]) -> tuple[Match, ...]:
    """The same of findings that are known already."""
    return tuple(
        Match(rule, versions[rule], finding.spans[:KEPT], _telling(finding.spans, document))
        for rule, finding in sorted(findings.items())
        if finding.matched
    )


def _telling(spans: tuple[Span, ...], document: Document) -> Quotation:
    """The first sentence of the text with the most telling of the words; the headline only where none has any.

    Of a query for `Iran nuclear deal` near `Iran`, the deal tells more, however often the country is named; of equals
    the longer, then what stands there most often.
    Pages often repeat the headline above the text, so a sentence that reads like it says no more than it does. What
    matches by none of its words (a query for an outlet) is told by the headline.
    """
    said = Counter(span.text.casefold() for span in spans)
    telling = {
        words: (specific(words), len(words.split()), said[words.casefold()], len(words))
        for words in {span.text for span in spans}
    }
    for span in sorted(spans, key=lambda span: telling[span.text], reverse=True)[:TRIED]:
        quotation = quote(document.field(span.field), span)
        if span.field == "text" and not same_words(quotation.text, document.title):
            return quotation
    first = spans[0] if spans else Span("title", 0, 0, "")
    return quote(document.field(first.field), first)
