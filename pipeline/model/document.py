from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """An article as rules see it: its words, and what is known beside them."""

    title: str
    text: str
    language: str | None = None
    outlet: str | None = None
    country: str | None = None
    ownership: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def field(self, name: str) -> str:
        """The words in `title` or `text`."""
        return self.title if name == "title" else self.text
