"""Reports for people: sections of aligned labels, wrapped to the terminal."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from alerts.clean import clean_quotation, clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.match import Quotation

LABEL: Final = 14
"""Columns of the labels."""
WIDEST: Final = 110
"""Columns beyond which lines are hard to read."""
LONGEST: Final = 2_000
"""Characters of one value; whatever a stranger sent, the report stays readable."""


@dataclass(slots=True)
class Report:
    """Lines of a report; what strangers wrote is cleaned of whatever steers a terminal."""

    width: int
    """Columns of the terminal."""
    lines: list[str] = field(default_factory=list)

    def section(self, title: str) -> None:
        """Begin a section."""
        if self.lines:
            self.lines.append("")
        self.lines.append(click.style(title, bold=True))

    def say(self, label: str, *values: str | None, colour: str | None = None) -> None:
        """A label and its values, each on lines of its own; nothing where there are none."""
        for value in filter(None, values):
            self._put(label, [click.style(line, fg=colour) if colour else line for line in self._wrapped(value)])
            label = ""

    def quote(self, quotation: Quotation) -> None:
        """A sentence, with its matched words marked."""
        said = clean_quotation(quotation)
        shown, at = [], 0
        for line in self._wrapped(said.text):
            at = said.text.index(line, at)
            shown.append(_marked(line, said.start - at, said.end - at))
            at += len(line)
        self._put("", shown)

    def words(self, label: str, words: Sequence[Sequence[tuple[str, str | None]]]) -> None:
        """A label and words; the parts of a word have each their colour."""
        room, lines, used = max(20, self.width - LABEL - 2), [""], 0
        for parts in words:
            said = [(clean_text(part, room), colour) for part, colour in parts]
            length = sum(len(part) for part, _ in said)
            if used and used + 1 + length > room:
                lines.append("")
                used = 0
            styled = (click.style(part, fg=colour) if colour else part for part, colour in said)
            lines[-1] += (" " if used else "") + "".join(styled)
            used += length + bool(used)
        self._put(label, lines)

    def _put(self, label: str, shown: list[str]) -> None:
        if len(label) >= LABEL:
            self.lines.append(f"  {click.style(label, dim=True)}")
            label = ""
        for line in shown:
            self.lines.append(
                f"  {click.style(label.ljust(LABEL), dim=True)}{line}" if label else f"{'':{LABEL + 2}}{line}"
            )
            label = ""

    def _wrapped(self, text: str) -> list[str]:
        room = max(20, self.width - LABEL - 2)
        return textwrap.wrap(clean_text(text, LONGEST), room, break_on_hyphens=False)


def _marked(line: str, start: int, end: int) -> str:
    start, end = max(start, 0), max(end, 0)
    words = line[start:end]
    return f"{line[:start]}{click.style(words, fg='yellow', bold=True)}{line[end:]}" if words else line
