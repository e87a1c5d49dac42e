from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from pipeline.model.coverage import Coverage
    from pipeline.model.match import Quotation


@dataclass(frozen=True, slots=True)
class Slot:
    """One occurrence of a schedule. (subscription, local_date, label) is unique for ever."""

    local_date: date
    label: str
    """`daily@07:00` or `weekly@07:00`: what tells two slots of one day apart."""
    due: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article in a digest, ready to print: text is clean, the link is http or https or empty."""

    article_id: int
    version_id: int
    title: str
    url: str
    outlet: str
    """The outlet's name."""
    ownership: str | None
    language: str | None
    published: datetime | None
    first_seen: datetime
    text_by: str
    quotation: Quotation
    also: tuple[str, ...]
    """Labels of further rules that matched."""
    why: str
    """Which words matched under which rule, and where."""


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one rule."""

    rule: str
    label: str
    items: tuple[Item, ...]
    more: int = 0
    """How many matched beyond the limit."""


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything a template needs, decided."""

    id: str
    """Short, printable, stable: tells operators which digest a reader speaks of."""
    subscription: str
    name: str
    slot: Slot
    zone: str
    after_seq: int
    """Contents are the events with after_seq < seq <= upto_seq."""
    upto_seq: int
    since: datetime
    """When the previous digest was planned, or the subscription began; display only."""
    until: datetime
    sections: tuple[Section, ...]
    coverage: Coverage
    held_back: int = 0
    """Items left out by the limit on a digest's length."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in reading order."""
        return tuple(item for section in self.sections for item in section.items)
