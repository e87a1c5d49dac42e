"""An element's words, and text as it is compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NAMES = ("class", "id", "itemprop", "data-testid", "data-component", "aria-label")
"""Attributes by which newsrooms' templates name what an element is for."""

_NO_WORD = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")


def key(text: str) -> str:
    """The words of a text, whatever stands between them."""
    return _NO_WORD.sub(" ", text.replace("\xad", "")).strip().casefold()


def words(element: HtmlElement) -> str:
    """All words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def beginning(element: HtmlElement, characters: int) -> str:
    """The first words of an element, about so many characters or a little more."""
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece) if not piece.isspace() else 1
        if length > 2 * characters:
            break
    return " ".join("".join(pieces).split())


def names(element: HtmlElement) -> str:
    """What its template calls an element: "article-body" of `articleBody` and `article_body`."""
    if not isinstance(element.tag, str):
        return ""
    found = " ".join(value for name in NAMES if (value := element.get(name)))
    return _CAMEL.sub("-", found.replace("_", "-")) if found else ""
