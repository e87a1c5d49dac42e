from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crawlers.cadence.clockwork import DAY
from crawlers.state import Outcome
from crawlers.store.rows import state_of
from crawlers.store.tables import entries, gaps, polls, sources

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Row

WEEK = timedelta(days=7)
DAILY = timedelta(days=1)


class ValidatorUse(StrEnum):
    """What ETag and Last-Modified of a source are good for."""

    UNKNOWN = "unknown"
    """It was not polled twice yet."""
    NONE = "none"
    """It sends none."""
    WORK = "work"
    """It answers 304 where nothing has changed."""
    IGNORED = "ignored"
    """It sends them, and the whole document all the same."""
    LIE = "lie"
    """Its 304s hid news, and it is asked without."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source has fared."""

    outlet: str
    url: str
    moved_to: str | None
    last_success: datetime | None
    last_new: datetime | None
    today: int
    """Articles that appeared within the last 24 hours."""
    usual: float | None
    """Articles a day by its habit; None before that is known."""
    validators: ValidatorUse
    gaps: int
    """In the last 7 days, those filled from a sitemap left out."""
    next_due: datetime
    interval: timedelta | None
    why: str | None
    """What decided the interval."""
    failures: int
    """Polls failed since the last success."""
    message: str
    """What the last poll had to say; empty where all is well."""
    gone: bool


def standings(conn: Connection, now: datetime) -> tuple[Standing, ...]:
    """How every active source stands, in the order of the configuration."""
    outcomes = _outcomes(conn, now - WEEK)
    today = dict(_counted(conn, now - DAILY))
    holes = _gaps(conn, now - WEEK)
    found = conn.execute(select(sources).where(sources.c.active).order_by(sources.c.id)).all()
    return tuple(
        _standing(row, outcomes.get(row.id, {}), today.get(row.id, 0), holes.get(row.id, 0), now) for row in found
    )


def _standing(
    row: Row[*tuple[Any, ...]], outcomes: Mapping[str, int], today: int, holes: int, now: datetime
) -> Standing:
    state = state_of(row)
    habit = state.rhythm.habit
    return Standing(
        outlet=row.outlet,
        url=row.url,
        moved_to=row.moved_to,
        last_success=row.last_success,
        last_new=row.last_new,
        today=today,
        usual=habit.level * DAY if habit else None,
        validators=_validators(row, outcomes, now),
        gaps=holes,
        next_due=row.next_due,
        interval=state.rhythm.interval,
        why=row.why,
        failures=row.failures,
        message=row.message,
        gone=row.gone_at is not None,
    )


def _validators(row: Row[*tuple[Any, ...]], outcomes: Mapping[str, int], now: datetime) -> ValidatorUse:
    if row.distrusted_until and now < row.distrusted_until:
        return ValidatorUse.LIE
    if outcomes.get(Outcome.NOT_MODIFIED):
        return ValidatorUse.WORK
    if sum(outcomes.values()) < 2:  # noqa: PLR2004 - as the docstring says
        return ValidatorUse.UNKNOWN
    if row.etag is None and row.last_modified is None:
        return ValidatorUse.NONE
    return ValidatorUse.IGNORED if outcomes.get(Outcome.SAME_BODY) else ValidatorUse.UNKNOWN


def _outcomes(conn: Connection, since: datetime) -> dict[int, dict[str, int]]:
    kinds = (Outcome.NOT_MODIFIED, Outcome.SAME_BODY, Outcome.ENTRIES, Outcome.NOTHING_NEW)
    counted = (
        select(polls.c.source_id, polls.c.outcome, func.count())
        .where(polls.c.at >= since, polls.c.outcome.in_(kinds))
        .group_by(polls.c.source_id, polls.c.outcome)
    )
    found: dict[int, dict[str, int]] = {}
    for source_id, outcome, count in conn.execute(counted):
        found.setdefault(source_id, {})[outcome] = count
    return found


def _counted(conn: Connection, since: datetime) -> list[tuple[int, int]]:
    counted = (
        select(entries.c.source_id, func.count(entries.c.url_key.distinct()))
        .where(entries.c.appeared >= since)
        .group_by(entries.c.source_id)
    )
    return [(source_id, count) for source_id, count in conn.execute(counted)]


def _gaps(conn: Connection, since: datetime) -> dict[int, int]:
    counted = (
        select(gaps.c.source_id, func.count())
        .where(gaps.c.found_at >= since, gaps.c.filled_at.is_(None))
        .group_by(gaps.c.source_id)
    )
    return {row[0]: row[1] for row in conn.execute(counted)}
