"""Which faults of the service are news to the operators. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pipeline.model.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

PATIENCE: Final = timedelta(minutes=5)
"""So long a fault lasts before anybody is told: a relay that is restarted is none."""


@dataclass(frozen=True, slots=True)
class Open:
    """A fault that is not over."""

    fault: Fault
    told: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What is to be written, and what is to be told."""

    open: tuple[Open, ...]
    """What is not over now."""
    over: tuple[Fault, ...]
    news: tuple[Fault, ...]
    """To tell: those that have lasted, and those that are over and were told."""


def review(
    known: Iterable[Open],
    seen: Mapping[tuple[str, str], str],
    well: Collection[str],
    now: datetime,
    patience: timedelta = PATIENCE,
) -> Review:
    """Compare what was known with what was seen.

    Args:
        known: The faults that were open.
        seen: What is wrong now: subject and kind, and a sentence.
        well: Subjects that were seen to work.
        now: When (aware).
        patience: How long a fault lasts before it is told.
    """
    still = [one for one in known if one.fault.subject not in well]
    over = tuple(replace(one.fault, recovered_at=now) for one in known if one.fault.subject in well)
    told_over = {one.fault.key for one in known if one.told}
    already = {(one.fault.subject, one.fault.kind) for one in still}
    still += [Open(Fault(*what, now, detail)) for what, detail in seen.items() if what not in already]
    lasting = {one.fault.key for one in still if not one.told and now - one.fault.since >= patience}
    news = [one.fault for one in still if one.fault.key in lasting] + [
        fault for fault in over if fault.key in told_over
    ]
    return Review(tuple(Open(one.fault, one.told or one.fault.key in lasting) for one in still), over, tuple(news))
