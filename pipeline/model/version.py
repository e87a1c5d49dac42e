from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.article import Arrival, Article


@dataclass(frozen=True, slots=True)
class Facts:
    """What may change the meaning of an article whose text is not kept: enough to grade a later version."""

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    negations: int
    terms: tuple[str, ...]
    """Ids of the rules that matched."""


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


@dataclass(frozen=True, slots=True)
class Event:
    """Something that may enter a digest. Its `seq` is allotted by the transaction that writes it."""

    kind: str
    """`article`, `version`, or `withdrawn`: its page is gone."""
    article_id: int
    version_id: int
    arrival: Arrival
    at: datetime
