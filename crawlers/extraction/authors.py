"""Who wrote an article, as its page says it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from crawlers.extraction.words import names, words
from crawlers.jsonld import persons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

LONGEST = 120
"""Characters of a by-line."""
MOST = 6
"""Authors of an article."""

_CALLED = re.compile(r"(?<![a-z])by-?line|(?<![a-z])authors?(?:-?names?)?(?![a-z])", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:by|written by|story by|von|par|por|di|av|autor(?:in)?:|author:|автор:|текст:)\s+", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}$")
_BESIDE = {"aside", "footer", "nav"}


class Authors(NamedTuple):
    """Names of persons, and what said them."""

    names: tuple[str, ...]
    by: str | None


def choose_authors(tree: HtmlElement, said: Iterable[Authors]) -> Authors:
    """The first that the page says (`said`, by trust), else the by-line that its markup calls one."""
    stated = next((found for found in said if found.names), None)
    if stated:
        return stated
    found = dict.fromkeys(name for line in islice(_lines(tree), MOST) for name in _names(line))
    return Authors(tuple(found)[:MOST], "by-line" if found else None)


def _lines(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("a", "p", "span", "div", "address", "li", "strong"):
        if not (
            element.get("rel") == "author" or element.get("itemprop") == "author" or _CALLED.search(names(element))
        ):
            continue
        text = words(element)
        if 0 < len(text) <= LONGEST and not any(each.tag in _BESIDE for each in element.iterancestors()):
            yield text


def _names(line: str) -> Iterator[str]:
    for name in persons((_LEAD.sub("", line, count=1) if _LEAD.match(line) else line,)):
        if _NAME.match(name) and name[0].isupper() and name.split()[-1][0].isupper():
            yield name.title() if name.isupper() else name
