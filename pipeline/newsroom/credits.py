"""Who tells a story, from where, and whether as news or as an opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.newsroom.byline import byline
from pipeline.newsroom.dateline import dateline
from pipeline.newsroom.opinion import is_opinion

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Credits:
    """What a story says of its own origin; empty or None where it says nothing."""

    text: str
    """Without the by-line; the dateline stays where it stands."""
    authors: tuple[str, ...] = ()
    place: str | None = None
    dated: date | None = None
    agency: str | None = None
    opinion: bool = False


def credit(title: str, url: str, text: str, published: datetime | None = None) -> Credits:
    """Read a story's by-line, dateline and labels. A dateline without a year takes that nearest to `published`."""
    signed, filed = byline(text), dateline(text, published)
    lines = text.split("\n")
    if signed:
        del lines[signed.line]
    return Credits(
        text="\n".join(lines),
        authors=signed.authors if signed else (),
        place=filed.place if filed else None,
        dated=filed.date if filed else None,
        agency=filed.agency if filed else None,
        opinion=is_opinion(title, url, text),
    )
