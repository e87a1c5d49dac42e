"""CSS selectors of outlets' rules."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from cssselect import ExpressionError, SelectorError
from lxml.cssselect import CSSSelector

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def select(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements of a tree that a CSS selector names, in their order."""
    return cast("list[HtmlElement]", _compiled(selector)(tree))


def selector_fault(selector: str) -> str | None:
    """What is wrong with a CSS selector, None where it can be used."""
    try:
        _compiled(selector)
    except (SelectorError, ExpressionError) as error:
        return str(error)
    return None


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")
