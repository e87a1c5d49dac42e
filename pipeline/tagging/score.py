"""How much an article is about something."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model.match import Span

TITLE: Final = 3.0
LEAD: Final = 1.5
LEAD_ENDS: Final = 400
"""Characters of the text that are its lead."""
A_WORD: Final = 0.25
MOST_WORDS: Final = 5
OTHERS: Final = 0.1
A_NAME: Final = 3
"""Words from which on a term can hardly mean anything else."""


def topical(spans: Sequence[Span]) -> float:
    """How much an article is about a rule: words in the title, in the lead, how often, and how specific they are.

    A place in the title counts 3, one in the lead 1.5, further ones in the text less and less. Each word more of the
    longest span adds a quarter, as longer names are more specific.
    """
    if not spans:
        return 0.0
    text = [span for span in spans if span.field == "text"]
    title = TITLE * (len(text) < len(spans))
    lead = LEAD * any(span.start < LEAD_ENDS for span in text)
    words = min(max(len(span.text.split()) for span in spans), MOST_WORDS)
    return round((title + lead + log2(1 + len(text))) * (1 + A_WORD * (words - 1)), 2)


def specific(words: str) -> int:
    """How much matched words tell of what was looked for, 1 to 3: their number, but all there is with an acronym."""
    each = words.split()
    return A_NAME if any(len(word) > 1 and word.isupper() for word in each) else min(len(each), A_NAME)


def overall(scores: Iterable[float]) -> float:
    """Of an article: that of the rule it is most about, and a tenth of the others'."""
    ordered = sorted(scores, reverse=True)
    return ordered[0] + OTHERS * sum(ordered[1:]) if ordered else 0.0
