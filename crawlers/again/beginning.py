"""Whether the page of a settled article is looked at again, and from when. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawlers.again.look import Look
from crawlers.again.schedule import following, turns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from crawlers.state import PageWork, Sight


def begun(work: PageWork, sight: Sight, now: datetime, waits: Sequence[timedelta]) -> Look | None:
    """The looks at an article first settled at `work.queued_at`; None where their time is over already."""
    turn = following(turns(work.queued_at, f"{work.outlet} {work.url_key}", waits), 0, now)
    return Look(_bare(work), turn.number, turn.due, sight, now) if turn else None


def resettled(
    look: Look, work: PageWork, sight: Sight | None, now: datetime, waits: Sequence[timedelta]
) -> Look | None:
    """The looks after the feed listed the article anew, and its page was read if there is a `sight` of it.

    What the feed says counts from now on. The schedule stays, but for a look that would come in a moment: the page has
    just been read. None where that was the last.
    """
    bare = _bare(replace(work, queued_at=look.work.queued_at, id=look.work.id))
    if sight is None or not sight.length:
        return replace(look, work=replace(bare, attempts=look.work.attempts), asked_at=now)
    turn = following(turns(bare.queued_at, f"{bare.outlet} {bare.url_key}", waits), look.number - 1, now)
    return Look(bare, turn.number, turn.due, sight, now) if turn else None


def _bare(work: PageWork) -> PageWork:
    """What is kept for days: not the feed's text, which the outlet may not let us keep, and the page has anyway."""
    return replace(work, entry=replace(work.entry, summary="", content=""), attempts=0)
