from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from crawlers.cadence import Hints, Why, habit_of
from crawlers.cadence.text import habit_from_text, hints_from_text
from crawlers.state import host_of
from crawlers.store.rows import state_of
from crawlers.store.tables import crowded, hosts, sources
from pipeline.model.coverage import Coverage, Trouble
from pipeline.store.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from crawlers.cadence import Habit
    from crawlers.state import SourceState
    from pipeline.model.outlet import Source


LONGEST_WAIT = timedelta(days=7)
"""No outlet's wish and no back-off makes a longer one."""
_NOW = bindparam("now", type_=UtcDateTime)
_WAITING = (
    select(
        sources,
        func.row_number().over(partition_by=sources.c.host, order_by=(sources.c.next_due, sources.c.id)).label("turn"),
        exists().where(crowded.c.source_id == sources.c.id).label("crowded"),
    )
    .outerjoin(hosts, hosts.c.host == sources.c.host)
    .where(sources.c.active, sources.c.gone_at.is_(None), sources.c.next_due <= _NOW)
    .where(or_(hosts.c.paused_until.is_(None), hosts.c.paused_until <= _NOW))
    .where(sources.c.host.not_in(bindparam("busy", expanding=True)))
    .subquery()
)
DUE = select(_WAITING).where(_WAITING.c.turn == 1).order_by(_WAITING.c.next_due, _WAITING.c.id).limit(bindparam("most"))
"""Made once: making it costs more than running it."""


def sync(conn: Connection, configured: Sequence[Source], now: datetime, longest: timedelta) -> None:
    """Make the stored sources those of the configuration: new ones are due at once, absent ones rest.

    A source that answers is due within its interval, which may have been shortened since, or within `longest` where it
    has none of its own. One that was gone, taken out and put back is tried again.
    """
    known = {(row.outlet, row.url): row.active for row in conn.execute(select(*sources.c["outlet", "url", "active"]))}
    conn.execute(update(sources).values(active=False))
    rows = [
        {
            "outlet": source.outlet,
            "url": source.url,
            "host": host_of(source.url),
            "active": True,
            "added_at": now,
            "next_due": now,
            "failures": 0,
            "message": "",
        }
        for source in configured
    ]
    if rows:
        adding = insert(sources)
        conn.execute(adding.on_conflict_do_update(index_elements=["outlet", "url"], set_={"active": True}), rows)
        returned = [source for source in configured if known.get((source.outlet, source.url)) is False]
        _bring_back(conn, returned, now)
        _hurry(conn, configured, now, longest)


def _bring_back(conn: Connection, returned: Sequence[Source], now: datetime) -> None:
    if returned:
        gone = update(sources).where(_named(), sources.c.gone_at.is_not(None)).values(gone_at=None, next_due=now)
        conn.execute(gone, [{"of": source.outlet, "at": source.url} for source in returned])


def _hurry(conn: Connection, configured: Sequence[Source], now: datetime, longest: timedelta) -> None:
    sooner = (
        update(sources)
        .where(_named(), sources.c.failures == 0, _unasked(), sources.c.next_due > bindparam("latest"))
        .values(next_due=bindparam("latest"))
    )
    beyond = now + LONGEST_WAIT  # no wait is longer: the clock was wrong when it was set
    conn.execute(update(sources).where(sources.c.next_due > beyond).values(next_due=beyond))
    conn.execute(update(hosts).where(hosts.c.paused_until > beyond).values(paused_until=beyond))
    limits = [
        {"of": source.outlet, "at": source.url, "latest": now + (source.interval or longest)} for source in configured
    ]
    conn.execute(sooner, limits)


def hasten(conn: Connection, asked: Sequence[Source], now: datetime) -> None:
    """Have sources polled now; those that fail keep their wait."""
    if asked:
        soon = update(sources).where(_named(), sources.c.failures == 0, _unasked()).values(next_due=now)
        conn.execute(soon, [{"of": source.outlet, "at": source.url} for source in asked])


def _unasked() -> ColumnElement[bool]:
    """Sources whose outlet did not ask for the wait they have."""
    asked = (sources.c.why != why for why in (Why.HINT, Why.SKIP, Why.DEAD))  # `in` takes no list of parameters
    return or_(sources.c.why.is_(None), and_(*asked))


def _named() -> ColumnElement[bool]:
    return and_(sources.c.outlet == bindparam("of"), sources.c.url == bindparam("at"))


def due(conn: Connection, now: datetime, busy: Collection[str], limit: int) -> tuple[SourceState, ...]:
    """Active sources to poll now, one of each host, the longest due first; not those of busy or paused hosts."""
    found = conn.execute(DUE, {"now": now, "busy": list(busy), "most": limit})
    return tuple(replace(state_of(row), crowded=row.crowded) for row in found)


def habits(conn: Connection, wanted: Collection[tuple[str, str]], now: datetime) -> list[tuple[Habit, Hints]]:
    """Habit and hints of each active source that is wanted by (outlet, url); of unknown ones what is assumed of all."""
    columns = sources.c["outlet", "url", "habit", "hints"]
    found = conn.execute(select(*columns).where(sources.c.active, sources.c.gone_at.is_(None)))
    return [
        (
            habit_from_text(row.habit) if row.habit else habit_of((), now, now),
            hints_from_text(row.hints) if row.hints else Hints(),
        )
        for row in found
        if (row.outlet, row.url) in wanted
    ]


def ids(conn: Connection, outlet: str) -> dict[str, int]:
    """The rows of an outlet's active sources that have answered, by address."""
    answered = (sources.c.outlet == outlet) & sources.c.active & sources.c.last_success.is_not(None)
    return {row.url: row.id for row in conn.execute(select(*sources.c["id", "url"]).where(answered))}


def note_page(conn: Connection, source_ids: Collection[int], *, body: bool) -> None:
    """Remember whether a page that these sources listed had an article's text."""
    count = 0 if body else sources.c.bodiless + 1
    conn.execute(update(sources).where(sources.c.id.in_(source_ids)).values(bodiless=count))


def coverage(conn: Connection) -> Coverage:
    """Which active sources answered their last poll, and which did not."""
    columns = sources.c["outlet", "url", "host", "added_at", "last_success", "failures", "message"]
    found = conn.execute(select(*columns).where(sources.c.active).order_by(sources.c.outlet, sources.c.url)).all()
    failing = tuple(
        Trouble(row.outlet, row.url, row.last_success or row.added_at, _without_address(row.host, row.message))
        for row in found
        if row.failures or not row.last_success
    )
    return Coverage(len(found), failing)


def _without_address(host: str, message: str) -> str:
    """What happened, without the address of this host that it happened at."""
    return re.sub(rf"^https?://{re.escape(host)}(?:[:/]\S*)?: ", "", message)
