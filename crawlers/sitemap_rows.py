"""The rows of a sitemap, as they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat

MOST_ROWS = 50_000
"""Of one document (sitemaps.org, "Sitemap index files")."""
MOST_ELEMENTS = 400_000
DEEPEST = 32
ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}
NEWS = "news"
NEWS_FIELDS = frozenset({"title", "publication_date", "language"})
"""What is read of `<news:news>` (developers.google.com, "News sitemaps"); keywords are not."""

_BARE = re.compile(r"&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);)", re.IGNORECASE)
_ROW, _FIELD = 2, 3  # depths


@dataclass(slots=True)
class Row:
    """One `<url>` or `<sitemap>`: texts as written, empty where absent."""

    loc: str = ""
    lastmod: str = ""
    news: bool = False
    title: str = ""
    publication_date: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A document, read as far as it goes."""

    root: str
    """Local name of the root element, empty where there is none."""
    rows: tuple[Row, ...]
    fault: str | None
    """What ended the reading before the document did."""
    malformed: bool


def rows(text: str) -> Rows:
    """The rows of a document without entities. An `&` that should be `&amp;` is read as one."""
    found = _walked(text)
    if found.malformed and _BARE.search(text):
        return _walked(_BARE.sub("&amp;", text))
    return found


def _walked(text: str) -> Rows:
    walk = _Walk()
    fault, malformed = None, False
    try:
        walk.run(text.encode("utf-8", "replace"))
    except expat.ExpatError as error:
        fault, malformed = f"line {error.lineno}: {expat.ErrorString(error.code)}", True
    except _Enough as enough:
        fault = str(enough)
    return Rows(walk.root, tuple(walk.rows), fault, malformed=malformed)


class _Enough(Exception):
    """No error: ends the walk, for a reason or for none."""


class _Walk:
    def __init__(self) -> None:
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self.root = ""
        self.rows: list[Row] = []
        self._depth = self._elements = self._opened = self._news = 0
        self._row: Row | None = None
        self._text: list[str] = []

    def run(self, document: bytes) -> None:
        self._parser.Parse(document, True)  # noqa: FBT003 - expat's own signature

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        self._elements += 1
        local = name.rpartition(" ")[2].lower()
        if self._depth == 1:
            self.root = local
            if local not in ROOTS:
                raise _Enough
        elif self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise _Enough("elements beyond any sitemap's measure")
        elif self._depth == _ROW:
            self._open_row(local)
        elif self._depth == _FIELD and local == NEWS and self._row:
            self._row.news, self._news = True, self._depth
        self._text = []
        self._parser.CharacterDataHandler = self._text.append if self._row else None

    def _open_row(self, local: str) -> None:
        if self._opened == MOST_ROWS:
            raise _Enough(f"more than {MOST_ROWS:,} addresses")
        self._opened += 1
        self._row = Row() if local == ROOTS[self.root] else None

    def _end(self, name: str) -> None:
        depth, row = self._depth, self._row
        self._depth = depth - 1
        if row is None:
            return
        local = name.rpartition(" ")[2].lower()
        if depth == _ROW:
            self.rows += [row] if row.loc else []
            self._row = None
        elif depth == _FIELD:
            self._news = 0
            if local in {"loc", "lastmod"}:
                self._keep(row, local)
        elif self._news and local in NEWS_FIELDS:
            self._keep(row, local)

    def _keep(self, row: Row, field: str) -> None:
        if not getattr(row, field):
            setattr(row, field, "".join(self._text).strip())
        self._text = []
