"""When an article appeared, as its page says it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from crawlers.extraction.printed import printed_date
from crawlers.extraction.words import beginning, names
from crawlers.feed_dates import EARLIEST, feed_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from lxml.html import HtmlElement

LONGEST = 120
"""Characters of a line that may be the article's date."""
BARE = 60
"""And of one that its template does not call a date."""
LOOKED_AT = 400
"""Elements of the header, and after the heading, among which it is looked for."""

_LINES = {"p", "div", "span", "li", "strong", "b", "em", "small", "td", "a", "address", "font", "h2", "h3", "time"}
_DATED = re.compile(
    r"(?<![a-z])(?:date|datum|fecha|data|time|publi\w*|posted|by-?line|meta|info|created|dateline|when)(?![a-z])",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_ITEMPROPS = ("datepublished", "datecreated")


class Moment(NamedTuple):
    """A date in UTC, and what said it."""

    at: datetime
    by: str


def choose_date(tree: HtmlElement, url: str, said: Iterable[tuple[str, str]], zone: tzinfo) -> Moment | None:
    """The first date that the page says (`said`: what is written, and where), else the one printed under its heading.

    A date without a zone is read in `zone`. Without either the address may name the day.
    """
    written = ((text, by) for text, by in (*said, *_marked(tree)) if text)
    stated = next((Moment(date, by) for text, by in written if (date := feed_date(text, None, zone))), None)
    if stated:
        return stated
    printed = next((date for date in _printed(tree, zone)), None)
    if printed:
        return Moment(printed.astimezone(UTC), "printed")
    return _addressed(url, zone)


def _marked(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Of microdata, then of time elements: those under the heading first."""
    for element in tree.iter():
        if isinstance(element.tag, str) and (element.get("itemprop") or "").lower() in _ITEMPROPS:
            yield element.get("content") or element.get("datetime") or "", "itemprop"
    headings = list(tree.iter("h1"))
    below = headings[-1].xpath("following::time[@datetime]") if headings else []
    for element in (*below, *tree.iter("time")):
        yield element.get("datetime") or "", "time"


def _printed(tree: HtmlElement, zone: tzinfo) -> Iterator[datetime]:
    american = any((root.get("lang") or "").lower() == "en-us" for root in tree.iter("html"))
    for element, longest in _lines(tree):
        text = beginning(element, longest)
        date = printed_date(text, zone, american=american) if len(text) <= longest else None
        if date and date >= EARLIEST:
            yield date


def _lines(tree: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Lines near the heading, and how long they may be: those that their template calls a date, then all."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        near = list(islice(tree.iter(), 2 * LOOKED_AT))
    else:
        above = next((each for each in heading.iterancestors() if each.tag in {"header", "article"}), heading)
        near = [*islice(above.iter(), LOOKED_AT), *heading.xpath(f"following::*[position() <= {LOOKED_AT}]")]
    lines = [element for element in near if element.tag in _LINES]
    yield from ((element, LONGEST) for element in lines if _DATED.search(names(element)))
    yield from ((element, BARE) for element in lines)


def _addressed(url: str, zone: tzinfo) -> Moment | None:
    found = _IN_URL.search(url)
    if found is None:
        return None
    try:
        date = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None
    return Moment(date, "address") if date >= EARLIEST else None
