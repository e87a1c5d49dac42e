"""Lines of plain text, measured as a screen with letters of one width shows them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from alerts.direction import END_OF_ISOLATE, ISOLATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS: Final = 72
NO_BREAK: Final = "\u00a0"
STAYS_WITH_NEXT: Final = frozenset({"Ps", "Pi"})
STAYS_WITH_LAST: Final = frozenset({"Pe", "Pf", "Po", "Mn", "Me", "Mc", "Cf"})


def width(text: str) -> int:
    """How many columns text takes: a Chinese, Japanese or Korean letter two, a mark on a letter none (UAX 11)."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def wrapped(text: str, indent: str = "", first: str = "") -> str:
    """Break text into lines of at most 72 columns, at spaces and between wide letters; a monstrous word is broken."""
    lines, line, bare = [], first or indent, True
    for gap, unit in _units(text, COLUMNS - max(len(indent), len(first))):
        if not bare and width(line + gap + unit) > COLUMNS:
            torn = line.count(ISOLATE) > line.count(END_OF_ISOLATE)  # its end would be lost with the line's
            lines.append(f"{line}{END_OF_ISOLATE if torn else ''}")
            line, bare = f"{indent}{ISOLATE if torn else ''}", True
        line += unit if bare else gap + unit
        bare = False
    return "\n".join(lines if bare else [*lines, line]).replace(NO_BREAK, " ")


def packed(facts: Iterable[str], indent: str = "") -> str:
    """Facts with bars between them, as many on a line as fit; no line begins or ends with a bar."""
    lines: list[str] = []
    for fact in facts:
        if lines and width(f"{indent}{lines[-1]} | {fact}") <= COLUMNS:
            lines[-1] += f" | {fact}"
        else:
            lines.append(fact)
    return "\n".join(wrapped(line, indent) for line in lines)


def ruled(title: str) -> str:
    """`== New START: 4 =====`: a heading, its last line filled with a rule."""
    lines = wrapped(title, "   ", "== ")
    last = lines.rpartition("\n")[2]
    return f"{lines} {'=' * (COLUMNS - width(last) - 1)}".rstrip()


def underlined(title: str) -> str:
    """A heading with a line below it, as long as it is."""
    lines = wrapped(title)
    return f"{lines}\n{'=' * max(map(width, lines.splitlines()), default=0)}"


def _units(text: str, room: int) -> Iterator[tuple[str, str]]:
    """What no line break parts, and what stands before it where none comes."""
    for word in filter(None, text.split(" ")):
        gap = " "
        for piece in _pieces(word) if width(word) > room // 2 else (word,):
            for unit in _broken(piece, room):
                yield gap, unit
                gap = ""


def _pieces(word: str) -> Iterator[str]:
    """Parts of a word between which scripts without spaces may be broken, no bracket left alone."""
    if word.isascii():
        yield word
        return
    start = 0
    for place in range(1, len(word)):
        before, after = word[place - 1], word[place]
        wide = _width(before) > 1 or _width(after) > 1
        held = unicodedata.category(before) in STAYS_WITH_NEXT or unicodedata.category(after) in STAYS_WITH_LAST
        if wide and not held:
            yield word[start:place]
            start = place
    yield word[start:]


def _broken(piece: str, room: int) -> Iterator[str]:
    """Parts that fit into so many columns."""
    part, taken = "", 0
    for char in piece:
        if taken + _width(char) > room:
            yield part
            part, taken = "", 0
        part += char
        taken += _width(char)
    yield part
