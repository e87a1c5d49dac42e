"""Words within quotation marks of any language's kind."""

from __future__ import annotations

from typing import Final

_CLOSED_BY: Final = {
    "“": '”"“',
    "„": '“”"',
    "”": "”",
    "«": '»"',
    "»": "«",
    "‹": "›",
    "›": "‹",
    '"': '"”“',
    "‘": "’'",
    "‚": "‘’",
    "'": "'’",
    "「": "」",
    "『": "』",
    "《": "》",
}
_MARKS: Final = frozenset(_CLOSED_BY) | frozenset("”»’›」』》")
_SINGLE: Final = frozenset("‘‚'’")
UNSPACED: Final = "\u2e80"
"""From here on scripts are written without blanks: a mark that opens follows a letter."""
LONGEST: Final = 4_000
"""Characters of a quotation."""
NESTED: Final = 40
"""Marks after the one that opens among which the one that closes is looked for."""
FEWEST_SINGLE: Final = 8
"""Characters between single marks, which apostrophes look like."""


def quotations(line: str) -> list[tuple[int, int]]:
    """Where the quoted words of a paragraph begin and end, without their marks.

    What is not closed reaches to the end of the paragraph: the next one goes on with it.
    """
    found: list[tuple[int, int]] = []
    at = 0
    marks = [place for place, letter in enumerate(line) if letter in _MARKS]
    for number, place in enumerate(marks):
        if place < at or not _opens(line, place):
            continue
        end = _end(line, marks[number + 1 : number + 1 + NESTED], line[place])
        if end is None and line[place] in _SINGLE:
            continue
        close = min(len(line) if end is None else end, place + LONGEST)
        if line[place] not in _SINGLE or close - place > FEWEST_SINGLE:
            found.append((place + 1, close))
            at = close + 1
    return found


def _opens(line: str, place: int) -> bool:
    if line[place] not in _CLOSED_BY:
        return False
    before, after = line[place - 1 : place], line[place + 1 : place + 2]
    return (not before.isalnum() or before > UNSPACED) and bool(after.strip() or line[place] in "«„「")


def _end(line: str, marks: list[int], opened: str) -> int | None:
    """The first mark that closes, nested quotations of other kinds passed over."""
    for place in marks:
        mark, after = line[place], line[place + 1 : place + 2]
        if mark in _CLOSED_BY[opened] and not (mark in _SINGLE and after.isalnum()) and not _reopens(line, place):
            return place
    return None


def _reopens(line: str, place: int) -> bool:
    """Whether a mark that could close stands where only one that opens can."""
    before, after = line[place - 1 : place], line[place + 1 : place + 2]
    return (before.isspace() or before in "([") and after.isalnum() and line[place] not in "»」』》"
