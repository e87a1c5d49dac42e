"""An article's title, without the name of the site and without a kicker."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from crawlers.extraction.words import key, names, words
from crawlers.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

LONGEST_SITE = 40
"""Characters after the last separator of a window's title that are taken for the name of a site nobody named."""

TRUSTED = {"json-ld", "og:title"}
"""What is the article's title where it stands as a heading; cards of single networks are advertisements."""
SHORTEST_SITE = 4
"""Characters of a name that may be only a part of a site's."""
LONG = 15
"""Characters of a title that is known again at the end of a heading."""
CRUMBS = 3
"""Ancestors of a heading among which breadcrumbs are looked for."""

_CRUMBS = re.compile(r"crumb|bread-?bar|seo-?title", re.IGNORECASE)
_AFTER = re.compile(r"\s+(?:[|–—·•»:-]|\|\|)\s+(?=[^|–—·•»]*$)")
_BEFORE = re.compile(r"^([^|–—·•»:]{2,40}?)(?:\s+[|–—·•»-]|:)\s+")
_SEPARATED = re.compile(r"\s[|–—·•»-]\s")
_KICKER = re.compile(
    r"kicker|over-?line|top-?line|dach-?zeile|eyebrow|roof-?line|rubric|ober-?zeile|antetit|sur-?titre|title-?header",
    re.IGNORECASE,
)


class Title(NamedTuple):
    """A title, and what said it."""

    text: str
    by: str


def choose_title(tree: HtmlElement, said: Iterable[Title], sites: Sequence[str]) -> Title:
    """Of the titles that the page says (`said`, by trust) the one that stands as its heading, else the first.

    Without any it is the only heading, else the window's title. `sites` are names of the site, no part of a title.
    """
    known = frozenset(key(site) for site in sites) - {""}
    shown = _shown(tree)
    headings = [words(heading) for heading in shown]
    stated = [Title(_without_site(text, known), by) for text, by in said if text]
    if not stated and len(shown) == 1:
        return Title(_without_site(_unkicked(shown[0]), known), "heading")
    if not stated:
        return Title(_without_site(_window(tree), known, strangers=True), "title")
    bare = [text for heading in shown if (text := _unkicked(heading)) not in headings]
    trusted = [title for title in stated if title.by in TRUSTED] or stated
    text, by = _best(trusted, bare) or _best(trusted, headings) or stated[0]
    return Title(_framed(text, (*headings, *(title.text for title in stated))), by)


def _best(stated: Iterable[Title], headings: Sequence[str]) -> Title | None:
    keys = {key(heading) for heading in headings} - {""}
    return next((title for title in stated if key(title.text) in keys), None)


def bare_title(title: str, sites: Iterable[str]) -> str:
    """A title without the name of its site, before or behind."""
    return _without_site(title, frozenset(key(site) for site in sites) - {""}) or title


def _shown(tree: HtmlElement) -> list[HtmlElement]:
    """First headings; where they only stand in the breadcrumbs, for search engines, the second heading that follows."""
    found = list(tree.iter("h1"))
    shown = [heading for heading in found if not _in_crumbs(heading)]
    if found and not shown:
        shown = found[-1].xpath("following::h2[1]")
    return [heading for heading in shown if words(heading)]


def _in_crumbs(heading: HtmlElement) -> bool:
    near = (heading, *islice(heading.iterancestors(), CRUMBS))
    return any(_CRUMBS.search(" ".join((names(each), *each.attrib))) for each in near)


def _framed(title: str, others: Iterable[str]) -> str:
    """The shortest of the `others` where the title is just that with a separator and more, before or behind."""
    found = [other for other in others if len(other) >= LONG and other in title and _is_framed(title, other)]
    return min(found, key=len, default=title)


def _is_framed(title: str, other: str) -> bool:
    before, _, behind = title.partition(other)
    return bool(before) != bool(behind) and bool(_SEPARATED.search(f"{before[-3:]} {behind[:3]} "))


def _without_site(title: str, sites: frozenset[str], *, strangers: bool = False) -> str:
    while (end := _AFTER.search(title)) and end.start():
        name = key(title[end.end() :])
        colon = ":" in end[0]
        if not (_is_site(name, sites) or (strangers and not colon and len(title) - end.end() <= LONGEST_SITE)):
            break
        title, strangers = title[: end.start()], False
    start = _BEFORE.match(title)
    if start and key(start[1]) in sites:
        title = title[start.end() :]
    return title


def _is_site(name: str, sites: frozenset[str]) -> bool:
    """Whether it is a site's name, or most of one: `Herald` of `The Herald`, `herald.example` of `Herald`."""
    own = name.replace(" ", "")
    for site in (one.replace(" ", "") for one in sites):
        shorter, longer = sorted((own, site), key=len)
        if own == site or (len(shorter) >= SHORTEST_SITE and shorter in longer and 2 * len(shorter) > len(longer)):
            return True
    return False


def _unkicked(heading: HtmlElement) -> str:
    return " ".join("".join(_own_words(heading)).split()).strip("–—|:• ")


def _own_words(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not _KICKER.search(names(child)):
            yield from _own_words(child)
        yield child.tail or ""


def _window(tree: HtmlElement) -> str:
    return next((one_line(title.text or "") for title in tree.iter("title")), "")
