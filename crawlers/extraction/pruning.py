"""What stands on an article's page and is no part of the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from crawlers.extraction.lead_ins import announces
from crawlers.extraction.selecting import select
from crawlers.extraction.words import beginning, names, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

TOOLBARS = {"wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato"}
"""Ids of what web archives put above the page they keep."""
EMBEDS = {
    "twitter-tweet",
    "instagram-media",
    "tiktok-embed",
    "fb-post",
    "reddit-embed-bq",
    "bluesky-embed",
    "text-post-media",
}
"""Classes of what others wrote and a page shows in its midst."""
NEVER = {"figure", "figcaption", "dialog", "nav", "template", "noscript", "button", "form", "select"}
"""Elements that hold no words of an article."""
INLINE = ("strong", "b", "em", "i", "u", "mark", "font", "sup", "sub", "small", "cite", "abbr", "span", "wbr")
"""Elements that only dress words; extractors lose paragraphs over empty and nested ones."""
HEADING = 45
"""Characters of a heading that announces other articles."""
LARGEST_BLOCK = 700
"""Characters of a block of references to other articles."""
LONGEST_TITLE = 200
"""Characters of the name of another article."""
MENU = 0.9
"""Share of linked characters from which a paragraph is a way to somewhere else, sentence or not."""
MOST = 0.4
"""Share of a page's prose that one such element may hold; more is the article under an odd name."""

_ROOTS = {"html", "body", "main", "article"}
_BLOCKS = {"div", "section", "aside", "ul", "ol", "p", "details", "span", "a", "footer", "header", "h2", "h3", "h4"}
_OPENERS = {"p", "div", "span", "strong", "b", "em", "h2", "h3", "h4", "h5", "h6", "a", "header", "summary", "li"}
_ASIDE = re.compile(
    r"""(?<![a-z])(?:
      related(?!-?to) | read-?(?:also|more|next|on) | see-?also | more-?(?:from|on|like|stories|about|news) | also-?read
    | recommend\w* | recirc\w* | most-?(?:read|popular|viewed|shared) | trending | up-?next | next-?(?:article|story|up)
    | further-?reading | mehr-?zum-?thema | lesen-?sie | weiterlesen | lire-?(?:aussi|plus) | leer-?mas | czytaj-?\w*
    | newsletter\w* | nl-?(?:box|signup|widget) | sign-?up | subscri(?:be|ption)\w* | paywall-?(?:box|banner|offer)
    | author-?(?:bio|box|info|card|description|profile|details)\w* | (?:about|bio)-?(?:the-?)?author\w* | writer-?bio
    | captions? | credits? | copyright | image-?(?:info|meta|source|text) | photo-?(?:info|meta|text)
    | (?:social|share)-?(?:bar|links|buttons?|tools|icons|media)\w* | (?:tag|topic|keyword)-?(?:s|list|cloud)
    | poll | survey | umfrage | quiz | comments?-?(?:section|list|count|form|area|box) | disqus\w*
    | ad-?(?:slot|unit|container) | advert\w* | sponsor\w* | promo\w* | affiliate\w* | disclaimer
    | (?:info|fact|fakten|popular|report-?err\w*)-?box | image-?widget | article-?tools? | socials? | sns
    | visually-?hidden | sr-only | screen-?reader-?\w* | outbrain | taboola
    )(?![a-z])""",
    re.VERBOSE | re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…»”\"“:;,)]$")


def prune(tree: HtmlElement) -> None:
    """Take out of `tree`, in place, what surrounds and interrupts an article on its page; make its prose plain."""
    limit = MOST * _prose(tree)
    for element in list(_doubtful(tree)):
        if element.getparent() is not None and _prose(element) <= limit:
            element.drop_tree()
    for paragraph in tree.iter("p", "li"):
        _unlink(paragraph)
    etree.strip_tags(tree, *INLINE)


def drop(tree: HtmlElement, selectors: Sequence[str]) -> None:
    """Take out of `tree` what these CSS selectors name, whatever it holds."""
    for selector in selectors:
        for element in select(tree, selector):
            if element.getparent() is not None:
                element.drop_tree()


def _doubtful(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter():
        tag = element.tag
        if not isinstance(tag, str) or tag in _ROOTS:
            continue
        if (
            tag in NEVER
            or element.get("hidden") is not None
            or element.get("id") in TOOLBARS
            or (tag == "blockquote" and not EMBEDS.isdisjoint((element.get("class") or "").split()))
            or (tag in _BLOCKS and _ASIDE.search(names(element)))
            or _refers(element)
        ):
            yield element
        elif tag in _OPENERS and (block := _announced(element)) is not None:
            yield block


def _refers(element: HtmlElement) -> bool:
    """Whether it is a list of other articles' names, a paragraph that is one such name, or a link around paragraphs."""
    if element.tag == "a":
        return next(element.iter("p", "div", "h2", "h3", "h4"), None) is not None
    if element.tag in {"ul", "ol"}:
        items = [item for item in element if item.tag == "li"]
        return bool(items) and all(_is_link(item) for item in items)
    return element.tag == "p" and ((_is_link(element) and len(words(element)) > HEADING) or _is_caption(element))


def _is_caption(paragraph: HtmlElement) -> bool:
    return next(paragraph.iter("img"), None) is not None and len(words(paragraph)) <= LONGEST_TITLE


def _is_link(element: HtmlElement) -> bool:
    text = words(element)
    linked = sum(len(words(link)) for link in element.iter("a"))
    return len(text) <= LONGEST_TITLE and linked > 0 and 2 * linked >= len(text) and not text.endswith(".")


def _announced(element: HtmlElement) -> HtmlElement | None:
    """The block that begins with an element which announces other articles: the largest that holds no prose."""
    said = beginning(element, HEADING)
    if not 0 < len(said) <= HEADING or not announces(said):
        return None
    found = element
    for block in element.iterancestors():
        text = beginning(block, LARGEST_BLOCK)
        if block.tag in _ROOTS or len(text) > LARGEST_BLOCK or not text.startswith(said):
            break
        found = block
    return found


def _unlink(paragraph: HtmlElement) -> None:
    """A link within a sentence is no menu: extractors count linked words."""
    links = list(paragraph.iter("a"))
    text = words(paragraph) if links else ""
    linked = sum(len(words(link)) for link in links)
    if linked < MENU * len(text) and (_ENDS.search(text) or not _is_link(paragraph)):
        for link in links:
            link.drop_tag()


def _prose(element: HtmlElement) -> int:
    """Characters in paragraphs."""
    return sum(len(words(paragraph)) for paragraph in element.iter("p"))
