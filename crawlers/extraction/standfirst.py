"""The paragraph under the heading that says what the article is about, and that extractors leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawlers.extraction.words import beginning, key, names, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

SHORTEST, LONGEST = 25, 700
"""Characters of a standfirst."""
FEWEST_WORDS = 5
SENTENCE = 50
"""Characters from which a block that nothing calls a standfirst may be one."""
LINKED = 0.4
"""Share of linked characters from which a block is a menu."""
KNOWN_BY = 40
"""Characters by which the first paragraph is known again on the page."""

_BLOCKS = {"p", "div", "h2", "h3", "h4", "span", "strong"}
_BESIDE = {"figure", "figcaption", "nav", "aside", "ul", "ol", "button", "form", "time", "footer", "table", "dialog"}
_WITHIN = {"time", "figure", "button", "svg", "h1", "style", "script"}
_ROOTS = {"html", "body", "main", "article"}
_CALLED = re.compile(
    r"stand-?first|(?<![a-z])(?:lead|dek|deck|excerpt|preamble|preface|strap-?line|intro|sapo|chapo|teaser|summary|"
    r"sub-?(?:title|heading|headline|line)|description|abstract|entradilla|bajada|sommario|vorspann|ingress|manchet|"
    r"underrubrik|lede)(?![a-z])",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"by-?line|author|date|time|caption|credit|share|social|breadcrumb|categor|tags?(?![a-z])|comment|copyright|nav|menu|"
    r"foto|photo|image|video|audio|reading|label|kicker|newsletter|related|promo|player|gallery|cookie|consent|paywall|"
    r"subscri|button|meta(?![a-z])|widget|banner|advert",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…»”\"“]$")


@dataclass(frozen=True, slots=True)
class _Block:
    element: HtmlElement
    words: str
    key: str


def standfirst(tree: HtmlElement, lines: Sequence[str], said: Iterable[str]) -> str:
    """The standfirst that the text of these `lines` lacks, else nothing.

    It stands between the page's heading and the text's first line. It is what the page says of itself in one of its
    descriptions (`said`), or is called a lead by its markup, or is the first block there that reads like a sentence.
    """
    text = key("\n".join(lines))
    first = text[:KNOWN_BY]
    if not first:
        return ""
    blocks, found = _above(tree, first)
    blocks = [block for block in blocks if block.key not in text]
    told = [stem for stem in (key(description) for description in said) if len(stem) >= SHORTEST]
    stated = next((block for block in blocks if any(_alike(block.key, stem) for stem in told)), None)
    if stated or not found:
        return stated.words if stated else ""
    fit = [block for block in blocks if _fits(block)]
    named = next((block for block in fit if _is_called(block.element)), None)
    chosen = named or next((block for block in fit if _reads_like_one(block)), None)
    return chosen.words if chosen else ""


def _above(tree: HtmlElement, first: str) -> tuple[list[_Block], bool]:
    """The blocks between the last heading and the first paragraph, and whether there are both."""
    blocks: list[_Block] = []
    headed = False
    for element in tree.iter():
        if element.tag == "h1" and words(element):
            blocks, headed = [], True
        elif element.tag in _BLOCKS:
            text = beginning(element, LONGEST + 1)
            told = key(text)
            if told.startswith(first):
                return blocks, headed
            if SHORTEST <= len(text) <= LONGEST and len(told.split()) >= FEWEST_WORDS:
                blocks.append(_Block(element, text, told))
    return blocks, False


def _alike(block: str, stem: str) -> bool:
    """A description may be cut short, or lack the place in front."""
    return (
        (stem in block and len(block) < len(stem) + SHORTEST)
        or (block in stem and 2 * len(block) > len(stem))
        or block.startswith(stem)
    )


def _fits(block: _Block) -> bool:
    for each in _lineage(block.element):
        if each.tag in _BESIDE or _OTHER.search(names(each)):
            return False
    for each in block.element.iter():
        if each.tag in _WITHIN or (each is not block.element and _OTHER.search(names(each))):
            return False
    linked = sum(len(words(link)) for link in block.element.iter("a"))
    return linked <= LINKED * len(block.words)


def _lineage(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    for each in element.iterancestors():
        if each.tag in _ROOTS:
            return
        yield each


def _is_called(element: HtmlElement) -> bool:
    parent = element.getparent()
    near = (element,) if parent is None or parent.tag in _ROOTS else (element, parent)
    return any(_CALLED.search(names(each)) for each in near)


def _reads_like_one(block: _Block) -> bool:
    return block.element.tag in {"p", "div"} and len(block.words) >= SENTENCE and bool(_SENTENCE.search(block.words))
