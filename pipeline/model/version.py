from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.article import Arrival, Article
    from pipeline.model.change import Difference


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence as it is compared with those of another version: all but its words."""

    key: str
    """Hash of its words in their order; equal where only case, punctuation or the form of numbers differs."""
    words: frozenset[int]
    """16-bit hashes of its content words; the smallest ones alone where the text is not kept."""
    rest: bool
    """Whether it has content words that `words` leaves out."""
    first: int
    """Hash of its first word, which may be a name without looking like one."""
    size: int
    """Words."""
    whole: bool
    """Whether it ends as a sentence does; a line that does not is a caption or a link as often as not."""
    numbers: tuple[str, ...]
    """In order, in their plain form: `1550`, `5%`, `m3` of March, `w1` of Monday."""
    names: tuple[str, ...]
    """In order, each a run of capitalised words in its plain form."""
    negations: tuple[str, ...]
    quotations: tuple[str, ...]
    """Of the words within quotation marks: their count, and a hash that common slips leave as it is."""
    said: str | None = None
    """As written; None where the text is not kept."""
    quoted: tuple[str, ...] = ()
    """The words of `quotations` as written; empty where the text is not kept."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What may change the meaning of an article whose text is not kept: enough to grade a later version."""

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    negations: int
    terms: tuple[str, ...]
    """Ids of the rules that matched."""
    statements: tuple[Statement, ...] | None = None
    """Of the text, without their words; None of an article that was stored before they were."""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an article's words."""

    number: int
    """From 1."""
    article: Article
    content_key: str
    facts: Facts | None
    """None where the text itself is kept."""
    why: str
    """How it was told from the version before it."""
    changes: tuple[Difference, ...] | None = None
    """How it differs materially from what readers may know; empty of a cosmetic one, None of a first version."""
    since: int | None = None
    """Number of the version it was compared with; None where none was read from the same source."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that may enter a digest. Its `seq` is allotted by the transaction that writes it."""

    kind: str
    """`article`, `version`, or `withdrawn`: its page is gone."""
    article_id: int
    version_id: int
    arrival: Arrival
    at: datetime
