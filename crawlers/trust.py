"""Whether a source's validators can be believed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crawlers.web import Validators

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawlers.identity import Identified
    from crawlers.state import SourceState

CHECKED_EVERY = timedelta(days=1)
"""So long a source may answer 304 before it is asked once for the document itself."""
DISTRUST = timedelta(days=28)
BELATED = timedelta(minutes=30)
"""By so much an item's date may lie before the last 304, for caches on the way."""
WITNESSES = 2
"""Items dated before the last 304 that say it hid them."""


def asked_with(state: SourceState, now: datetime) -> Validators:
    """The validators to ask with: none where they are distrusted, and once a day none to see whether they work."""
    distrusted = state.distrusted_until is not None and now < state.distrusted_until
    unchecked = state.last_body is None or not timedelta(0) <= now - state.last_body < CHECKED_EVERY
    return Validators() if distrusted or unchecked else state.validators


def lied(state: SourceState, asked: Validators, answered: Validators, new: Sequence[Identified]) -> bool:
    """Whether a document asked for without validators shows that the 304s before it hid news.

    Either the very validators come with other entries, or several items are older than the last 304.
    """
    if asked != Validators() or state.validators == Validators() or not new:
        return False
    if state.last_body is None or state.last_success is None or state.last_success <= state.last_body:
        return False
    since, until = state.last_body, state.last_success - BELATED
    dates = [item.entry.published for item in new]
    hidden = sum(1 for date in dates if date and since < date <= until)
    return answered == state.validators or hidden >= WITNESSES
