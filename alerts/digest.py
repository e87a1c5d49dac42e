from __future__ import annotations

from dataclasses import dataclass, replace
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
    """How many more matched than are listed."""

    @property
    def matched(self) -> int:
        """How many matched, listed or not."""
        return len(self.items) + self.more

    def shortened(self, items: int) -> Section:
        """Keep the first `items` and count the rest as `more`."""
        return replace(self, items=self.items[:items], more=self.matched - len(self.items[:items]))


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
    """With the outlets' names in place of their ids."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All items listed, in reading order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def held_back(self) -> int:
        """How many articles matched and are not listed, for the limits on a digest's length."""
        return sum(section.more for section in self.sections)

    @property
    def matched(self) -> int:
        """How many articles matched, listed or not."""
        return sum(section.matched for section in self.sections)

    def shortened(self, items: int) -> Digest:
        """Keep at most `items`, taking them from the longest sections so that no rule is crowded out."""
        keep = [len(section.items) for section in self.sections]
        for _ in range(sum(keep) - items):
            longest = max(range(len(keep)), key=lambda place: (keep[place], place))
            keep[longest] -= 1
        return replace(self, sections=tuple(map(Section.shortened, self.sections, keep)))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A digest in words, the same for all its recipients."""

    digest: Digest
    """As printed: what did not fit is counted, and not among its items."""
    subject: str
    html: str
    text: str
