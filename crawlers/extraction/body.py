"""The text of an article, taken from its page."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from lxml.html import tostring
from trafilatura import bare_extraction

from crawlers.extraction.lines import own_lines
from crawlers.extraction.pruning import drop, prune
from crawlers.extraction.selecting import select
from crawlers.extraction.standfirst import standfirst
from crawlers.extraction.words import words
from crawlers.plain import clean, paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipeline.model.outlet import Selectors

SHORTEST = 50
"""Characters below which a text is no article but what is left of a menu, a wall or a script's page."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # that a page has no article is a value, not a warning


def article_text(tree: HtmlElement, title: str, said: Sequence[str], rules: Selectors) -> tuple[str, str]:
    """The article's text, one paragraph a line, and what found it; changes `tree`.

    `said` are descriptions that the page gives of itself: one of them may stand under the heading. Rules that select
    nothing any more are passed over.
    """
    titles = [title, *(words(heading) for heading in tree.iter("h1"))]
    drop(tree, rules.drop)
    prune(tree)
    selected = _selected(tree, rules.body) if rules.body else []
    lines = selected or _extracted(tree)
    own = own_lines(lines, titles)
    lead = standfirst(tree, own, said)
    text = "\n".join([lead, *own] if lead else own)
    if len(text) < SHORTEST:
        return "", ""
    return text, ("rules" if selected else "trafilatura") + (", standfirst" if lead else "")


def _selected(tree: HtmlElement, body: str) -> list[str]:
    found = select(tree, body)
    outer = [element for element in found if not any(each in found for each in element.iterancestors())]
    markup = (tostring(element, encoding="unicode", with_tail=False) for element in outer)
    lines = [line for text in markup for line in paragraphs(text).split("\n") if line]
    return lines if sum(map(len, lines)) >= SHORTEST else []


def _extracted(tree: HtmlElement) -> list[str]:
    document = bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=False)
    text = getattr(document, "text", None) or ""  # typed as perhaps a dict, which it no longer is
    lines = (" ".join(clean(line).split()) for line in text.splitlines())
    return [line for line in lines if line]
