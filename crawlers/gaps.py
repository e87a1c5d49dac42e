"""Whether something may have come and gone between two polls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from crawlers.identity import Identified


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time from which a source may have published what we never saw."""

    after: datetime
    """When the source was last read."""
    before: datetime
    """The oldest date in the document that followed, or when that was read."""
    why: str


def possible_gap(
    found: Sequence[Identified], before: Collection[str], read_at: datetime | None, now: datetime
) -> Gap | None:
    """Compare a document with the one before it, of which `before` are the keys and `read_at` the time.

    A source shows a window of its latest items. If the window has moved on by more than its length since, the two
    documents share no item, or everything in the new one is younger than the last reading; then something may have
    passed in between. None at a first reading, and for documents without items, which say nothing.
    """
    if read_at is None or not before or not found:
        return None
    dates = [item.entry.published for item in found]
    oldest = min((date for date in dates if date), default=None)
    if not {item.url_key for item in found} & set(before):
        why = f"none of the {len(found)} items stood in the document before"
    elif oldest and None not in dates and oldest > read_at:
        why = f"the oldest of the {len(found)} items is younger than the last reading"
    else:
        return None
    until = oldest if oldest and read_at < oldest < now else now
    return Gap(read_at, until, why)
