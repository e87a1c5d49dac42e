from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.change import Difference
    from pipeline.model.story import Grouping


class Kind(StrEnum):
    """What a settled article is, beside what we have."""

    NEW = "new"
    VERSION = "version"
    """The same article with changed text."""
    KNOWN = "known"
    """Nothing changed; a sighting."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of the article that a settled one may be."""

    article_id: int
    url_key: str
    version: int
    """Number of the newest version, from 1."""
    content_key: str
    text_by: str
    title: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs, and why."""

    kind: Kind
    of: Known | None
    why: str
    grouping: Grouping | None = None
    """Where a new article belongs among others."""
    changes: tuple[Difference, ...] | None = None
    """How a version differs materially from what readers may know; empty where it is cosmetic, None of other kinds."""
    instead: Known | None = None
    """What stood at the address of a new article, and stands there no more."""
