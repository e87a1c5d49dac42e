"""A document being matched: which patterns stand in it, and where."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from pipeline.matching.normal import cased, normal, word_spans
from pipeline.model.match import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from pipeline.matching.patterns import Patterns
    from pipeline.model.document import Document

Place = tuple[int, int]
"""Numbers of the first word and of the one after the last. Words of the text are counted on from those of the title."""
APART: Final = 1000
"""What lies between the last word of the title and the first of the text: more than NEAR and contexts reach."""
NUMBER: Final = itemgetter(0)
LEAD: Final = 60
"""Words of the text that are its lead."""


class Reading:
    """What is found in one document; all but `patterns` is worked out when it is asked for."""

    def __init__(self, document: Document, patterns: Patterns) -> None:
        title, text = normal(document.title), normal(document.text)
        self.document = document
        self._bytes = b"%b\n%b" % (title, text)
        self._break = len(title)
        self._hits = patterns.hits(self._bytes)
        self.patterns = set(map(NUMBER, self._hits))
        self._in_title: set[int] | None = None
        self._places: dict[int, list[Place]] = {}
        self._known: dict[Hashable, Any] = {}

    def once(self, key: Hashable, work_out: Callable[[Reading], Any]) -> Any:  # noqa: ANN401 - of whatever is asked
        """What `work_out` finds, worked out once for each key."""
        if key not in self._known:
            self._known[key] = work_out(self)
        return self._known[key]

    def places(self, pattern: int) -> list[Place]:
        """Where a pattern stands, in order."""
        found = self._places.get(pattern)
        if found is None:
            found = self._places[pattern] = self._count_words(pattern)
        return found

    def written(self, place: Place) -> list[str]:
        """The words of a place in their case."""
        words, base = (self._cased_title, 0) if place[0] < self.body else (self._cased_text, self.body)
        return words[place[0] - base : place[1] - base]

    def around(self, place: Place, reach: int) -> list[str]:
        """The words before and after a place, in their case, in the same field."""
        words, base = (self._cased_title, 0) if place[0] < self.body else (self._cased_text, self.body)
        start, end = place[0] - base, place[1] - base
        return words[max(0, start - reach) : start] + words[end : end + reach]

    def span(self, place: Place) -> Span:
        """A place in the document as it is written."""
        field, base = ("title", 0) if place[0] < self.body else ("text", self.body)
        spans = self._title_spans if field == "title" else self._text_spans
        start, end = spans[place[0] - base][0], spans[place[1] - base - 1][1]
        return Span(field, start, end, self.document.field(field)[start:end])

    @property
    def in_title(self) -> set[int]:
        """Patterns that stand in the title; a `cached_property` would take as long as working them out."""
        if self._in_title is None:
            self._in_title = {number for number, start, _ in self._hits if start < self._break}
        return self._in_title

    @cached_property
    def body(self) -> int:
        """Number of the first word of the text."""
        return self._bytes.count(b" ", 0, self._break) + APART

    @cached_property
    def _starts(self) -> dict[int, list[Place]]:
        """Begin and end of each hit in bytes, by pattern."""
        starts: defaultdict[int, list[Place]] = defaultdict(list)
        for pattern, start, end in self._hits:
            starts[pattern].append((start, end))
        return starts

    def _count_words(self, pattern: int) -> list[Place]:
        """A pattern begins with a blank, and ends with one if its last word does there."""
        found, words, counted = [], 0, 0
        text = self._bytes
        for start, end in self._starts.get(pattern, ()):
            words += text.count(b" ", counted, start)
            counted = start
            long = text.count(b" ", start, end - 1)
            first = words + APART if start > self._break else words
            found.append((first, first + long))
        return found

    @cached_property
    def _cased_title(self) -> list[str]:
        return cased(self.document.title).decode().split()

    @cached_property
    def _cased_text(self) -> list[str]:
        return cased(self.document.text).decode().split()

    @cached_property
    def _title_spans(self) -> Sequence[tuple[int, int]]:
        return word_spans(self.document.title)

    @cached_property
    def _text_spans(self) -> Sequence[tuple[int, int]]:
        return word_spans(self.document.text)


def outermost(places: Iterable[Place]) -> Iterator[Place]:
    """In order; a place inside another is left out."""
    reached = -1
    for place in sorted(places, key=lambda place: (place[0], -place[1])):
        if place[1] > reached:
            reached = place[1]
            yield place
