"""What a page says where it has no article, or hardly one: an error, a wall, a question for consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST: Final = 600
"""Characters; what is said comes first. Of a longer text it is not asked what else stands on its page."""
_FRAME: Final = ("head", "script", "style", "noscript", "template", "svg", "iframe", "nav", "header", "footer", "aside")
"""Elements that stand on all pages of a site alike."""


def brief(tree: HtmlElement) -> str:
    """The first words of a page as a reader sees them, forms included; changes `tree`."""
    etree.strip_elements(tree, *_FRAME, etree.Comment, with_tail=False)
    return " ".join(" ".join(tree.itertext()).split())[:LONGEST]
