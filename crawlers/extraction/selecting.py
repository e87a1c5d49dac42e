"""CSS selectors and XPaths of outlets' rules."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from cssselect import ExpressionError, SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPath, XPathError
from lxml.html import fromstring

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_XPATH = re.compile(r"\s*(?:\.{0,2}/|\(|@|[a-z-]+::|[a-z-]+\()")
"""How an XPath begins, and no CSS selector does."""


def select(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements of a tree that a CSS selector names, in their order."""
    return cast("list[HtmlElement]", _compiled(selector)(tree))


def pick(tree: HtmlElement, selector: str) -> list[HtmlElement | str]:
    """What a CSS selector or an XPath names, in its order; of attributes and text the words."""
    found: object = _compiled_xpath(selector)(tree) if _XPATH.match(selector) else select(tree, selector)
    results = found if isinstance(found, list) else [found]
    return [str(result) if isinstance(result, str) else result for result in results if _usable(result)]


def selector_fault(selector: str) -> str | None:
    """What is wrong with a CSS selector, None where it can be used."""
    try:
        _compiled(selector)
    except (SelectorError, ExpressionError) as error:
        return str(error)
    return None


def picker_fault(selector: str) -> str | None:
    """What is wrong with a CSS selector or an XPath, None where it can be used."""
    if not _XPATH.match(selector):
        return selector_fault(selector)
    try:
        _compiled_xpath(selector)(fromstring("<p></p>"))  # an unknown function is found out only here
    except XPathError as error:
        return str(error).lower() or "it can't be read"
    return None


def _usable(result: object) -> bool:
    return isinstance(result, str) or (hasattr(result, "tag") and isinstance(result.tag, str))


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


@lru_cache(maxsize=1024)
def _compiled_xpath(selector: str) -> XPath:
    return XPath(selector)
