"""When a page is looked at again. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from xxhash import xxh3_64_intdigest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

NEAR = timedelta(minutes=10)
"""A look so soon after the page was read would show nothing new, and is left out."""
WIDEST = timedelta(hours=1)
"""Over at most so long the looks at articles that were settled together are spread."""
SHARE = 10
"""They are spread over one part of so many of their wait."""
DIGEST = 1 << 64


class Turn(NamedTuple):
    """A look, and when it is due."""

    number: int
    """From 1."""
    due: datetime


def turns(began: datetime, name: str, waits: Sequence[timedelta]) -> list[Turn]:
    """All looks at an article that was first settled when it `began`; `waits` ascend.

    Each is a little later than its wait, by a part that is the same for all looks at one article and differs between
    articles: what an outlet published in one go is not asked for in one go.
    """
    part = xxh3_64_intdigest(name.encode("utf-8", "surrogatepass")) / DIGEST
    return [Turn(number, began + wait + part * min(wait / SHARE, WIDEST)) for number, wait in enumerate(waits, 1)]


def following(all_turns: Sequence[Turn], number: int, now: datetime) -> Turn | None:
    """The next look after the one of this number, when the page was read at `now`; None where it was the last.

    Those whose time has passed are left out: what one look would have shown, the last has shown too.
    """
    return next((turn for turn in all_turns if turn.number > number and turn.due >= now + NEAR), None)


def overtaking(all_turns: Sequence[Turn], number: int, at: datetime) -> Turn | None:
    """The last of the later looks that is due by `at`, when the one of this number is to be tried again."""
    return next((turn for turn in reversed(all_turns) if turn.number > number and turn.due <= at), None)
