from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.changes.furniture import is_furniture
from pipeline.tagging.quote import ABBREVIATION, SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Iterator


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end; what belongs to the page and not to the article is left out."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if not is_furniture(text[start:end].strip()):
            yield from _of_line(text, start, end)
        start = end + 1


def _of_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for mark in SENTENCE_END.finditer(text, start, end):
        if mark.end() < end and ABBREVIATION.search(text, max(start, mark.start() - 12), mark.start() + 1):
            continue
        yield from _trimmed(text, start, mark.end())
        start = mark.end()
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    close = end - (len(piece) - len(piece.rstrip()))
    if any(letter.isalnum() for letter in text[begin:close]) and not is_furniture(text[begin:close]):
        yield begin, close
