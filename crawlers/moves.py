"""When a source that answers from another address is asked there directly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.web import Response

PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
CONSISTENT = timedelta(days=7)
"""So long a permanent redirect has led to the same place, with valid answers, before it is believed."""
SIGHTINGS = 3


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect that is not believed yet."""

    to: str
    since: datetime
    sightings: int = 1


@dataclass(frozen=True, slots=True)
class Followed:
    """What a valid answer says about a source's address."""

    address: str
    """To ask next time."""
    move: Move | None = None
    adopted: bool = False


def follow(asked: str, move: Move | None, answer: Response, now: datetime) -> Followed:
    """Decide where to ask next: at a permanent redirect's target after a week of the same, at https at once.

    A single redirect that is not permanent (302, 303, 307) makes the whole chain a detour of the day.
    """
    if not answer.hops or any(hop.status not in PERMANENT for hop in answer.hops):
        return Followed(asked)
    target = answer.hops[-1].url
    if _only_secured(asked, target):
        return Followed(target, adopted=True)
    if move is None or move.to != target:
        return Followed(asked, Move(target, now))
    seen = replace(move, sightings=move.sightings + 1)
    if now - move.since >= CONSISTENT and seen.sightings >= SIGHTINGS:
        return Followed(target, adopted=True)
    return Followed(asked, seen)


def _only_secured(asked: str, target: str) -> bool:
    before, after = urlsplit(asked), urlsplit(target)
    same = (before.hostname, before.path, before.query) == (after.hostname, after.path, after.query)
    return same and (before.scheme, after.scheme) == ("http", "https")
