"""What becomes of a look when the service starts: it may have rested, and the waits may be others. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawlers.again.schedule import NEAR, turns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from crawlers.again.look import Look


def resumed(look: Look, waits: Sequence[timedelta], now: datetime) -> Look | None:
    """The look as it is due by these waits; None where none of them is to come.

    Of those that were missed the last is made, once. A look that is tried again, that is to confirm that the page is
    gone, or that was refused, stays as it is.
    """
    if look.due is None or look.work.attempts or (look.gone_at and not look.withdrawn):
        return look
    work = look.work
    every = turns(work.queued_at, f"{work.outlet} {work.url_key}", waits)
    left = [turn for turn in every if turn.due >= look.asked_at + NEAR]
    if not left:
        return None
    missed = [turn for turn in left if turn.due <= now]
    turn = missed[-1] if missed else left[0]
    return replace(look, number=turn.number, due=turn.due)
