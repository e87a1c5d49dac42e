"""An article's page as it was read, and what is known of its outlet before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.outlet import Selectors


@dataclass(frozen=True, slots=True)
class By:
    """What on the page said each thing; None where nothing did."""

    text: str | None = None
    title: str | None = None
    authors: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An article's page, read. What it does not say is empty or None."""

    title: str
    text: str
    """One paragraph a line; empty where no article was found."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    """Aware, UTC."""
    language: str | None = None
    """ISO 639-1."""
    canonical_url: str | None = None
    reserved: bool = False
    """The page forbids to keep its text (`noarchive`, text-mining reservation): match it, but do not store it."""
    by: By = field(default_factory=By)
    problem: str | None = None
    """What was wrong and mended on the way: a wrong charset."""
    brief: str = ""
    """Where there is no article, or a very short one: the first words of the whole page, one line."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of an outlet before its page is read."""

    zone: str | None = None
    """IANA zone of dates without one; UTC otherwise."""
    name: str = ""
    """Its name, which is no part of titles."""
    selectors: Selectors | None = None
    """Its own rules; without them those that come with the program."""
    encoding: str | None = None
    """Charset of its pages, where the operator knows it better than the server."""


UNKNOWN = Hints()
"""Nothing is known of the outlet."""
