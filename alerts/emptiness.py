"""Whether a digest with nothing in it goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.subscription import Empty

if TYPE_CHECKING:
    from datetime import date

HEARTBEAT_DAYS: Final = 7


def mailed_empty(empty: Empty, day: date, last_mailed: date) -> bool:
    """Whether the empty digest of `day` is mailed, the last mail (or the subscription's start) being of `last_mailed`.

    Both are local dates: by dates a weekly digest has its heartbeat each week, however late a digest was planned.
    """
    if empty is Empty.HEARTBEAT:
        return (day - last_mailed).days >= HEARTBEAT_DAYS
    return empty is Empty.SEND
