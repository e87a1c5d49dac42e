from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from alerts.story import Label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from pipeline.model.change import Difference
    from pipeline.model.coverage import Coverage
    from pipeline.model.match import Quotation


class Kind(StrEnum):
    """What a mail is."""

    DIGEST = "digest"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Slot:
    """One occurrence of a schedule. (subscription, local_date, label) is unique for ever."""

    local_date: date
    label: str
    """`daily@07:00`, `weekly@07:00`, `hourly@14:00` or `alert-1`: what tells two slots of one day apart."""
    due: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A story of a digest, as its record keeps it."""

    article_id: int
    version_id: int
    story: int | None
    outlets: int
    along: tuple[tuple[int, int], ...] = ()
    """Ids of further articles told with it, and of their versions."""
    label: Label = Label.NEW

    @property
    def articles(self) -> int:
        """How many articles it stands for."""
        return 1 + len(self.along)


@dataclass(frozen=True, slots=True)
class Item:
    """One story in a digest, by its leading article, ready to print: text is clean, the link http or https or empty."""

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
    """Labels of further rules that it, or another article of its story, matched."""
    why: str
    """Which words matched under which rule, and where."""
    label: Label = Label.NEW
    story: int | None = None
    along: tuple[tuple[int, int], ...] = ()
    others: tuple[str, ...] = ()
    """Names of further outlets that report it."""
    reprints: int = 0
    added: int = 0
    """Reprints with text of their own."""
    state: int = 0
    """Of the outlets, how many are a state's, or aligned with it."""
    independent: int = 0
    more_outlets: int = 0
    """Since it was told last."""
    headline_then: str = ""
    """As it was told last, where it reads otherwise now."""
    changes: tuple[Difference, ...] = ()
    """Of the leading article; clean. Told where the story was told before."""
    withdrawn: bool = False
    """Its page can't be had any more."""
    lost: tuple[str, ...] = ()
    """Passages in which rules matched that match no longer."""
    changed_too: tuple[str, ...] = ()
    """Names of outlets of which a further article of the story changed since it was told."""

    @property
    def quoted(self) -> bool:
        """Whether its matched words are quoted: for who hears of them first, and where they can't be read any more."""
        return self.label is Label.NEW or self.withdrawn

    @property
    def outlets(self) -> int:
        """How many report it."""
        return 1 + len(self.others)

    @property
    def ref(self) -> Ref:
        """What the record keeps."""
        return Ref(self.article_id, self.version_id, self.story, self.outlets, self.along, self.label)


def kept_of(labels: Sequence[Label], room: int) -> set[int]:
    """Which of ranked stories are kept where there is room for so many: who was told wrong is to hear it."""
    urgent = sorted(range(len(labels)), key=lambda place: labels[place] is not Label.CHANGED)
    return set(urgent[:room])


@dataclass(frozen=True, slots=True)
class Section:
    """The stories of one rule."""

    rule: str
    label: str
    items: tuple[Item, ...]
    left: tuple[Ref, ...] = ()
    """Those that matched and are not listed, for the limits on a digest's length."""
    usual: int | None = None
    """How many such a digest usually has; None while too little is known."""

    @property
    def more(self) -> int:
        """How many more matched than are listed."""
        return len(self.left)

    @property
    def matched(self) -> int:
        """How many matched, listed or not."""
        return len(self.items) + self.more

    def shortened(self, items: int) -> Section:
        """Keep so many items, those that changed before others, and count the rest as `more`."""
        kept = kept_of([item.label for item in self.items], items)
        gone = tuple(item.ref for place, item in enumerate(self.items) if place not in kept)
        left = tuple(item for place, item in enumerate(self.items) if place in kept)
        return replace(self, items=left, left=(*gone, *self.left)) if gone else self


@dataclass(frozen=True, slots=True)
class Alerted:
    """Alerts that told some of what came in a digest's range."""

    times: int
    last: datetime
    rest: int
    """New stories under their rules that they left to the digest."""


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
    kind: Kind = Kind.DIGEST
    missed: int = 0
    """Earlier digests that were due and could not be made; this one has their news."""
    running: tuple[Item, ...] = ()
    """Stories told before of which there is only more of the same."""
    running_left: tuple[Ref, ...] = ()
    """Likewise, not listed."""
    repeated: tuple[Ref, ...] = ()
    """Articles that were told before, as they are."""
    silent: tuple[tuple[str, int], ...] = ()
    """Labels of rules that have nothing, though usually they do, and how much they usually have."""
    alerted: Alerted | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """All items listed under a rule, in reading order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def held_back(self) -> int:
        """How many stories matched and are not listed, for the limits on a digest's length."""
        return sum(section.more for section in self.sections)

    @property
    def matched(self) -> int:
        """How many stories with something to tell matched, listed or not."""
        return sum(section.matched for section in self.sections)

    @property
    def labels(self) -> tuple[Label, ...]:
        """What is new about each story under a rule, listed or not."""
        listed, left = self.items, (ref for section in self.sections for ref in section.left)
        return (*(item.label for item in listed), *(ref.label for ref in left))

    @property
    def counts(self) -> dict[str, int]:
        """Stories by rule."""
        return {section.rule: section.matched for section in self.sections}

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
