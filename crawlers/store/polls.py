from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from crawlers.found import Familiar
from crawlers.identity import MARK
from crawlers.state import LedgerRow, Outcome
from crawlers.store import gaps, hosts, pages
from crawlers.store.rows import columns_of
from crawlers.store.statements import (
    ADD_TO_LEDGER,
    ARRIVALS,
    CROWD,
    KNOWN,
    SEE,
    SHARED,
    SIGHTED,
    STILL,
    UPDATE_SOURCE,
    WINDOW,
)
from crawlers.store.tables import entries, polls, sources
from pipeline.store.batches import batches

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from crawlers.state import PollPlan

ROWS_AT_ONCE = 20_000
"""Of the ledger, in one transaction; maintenance comes again."""
LEDGER = tuple(field.name for field in fields(LedgerRow))


def known(conn: Connection, source_id: int, fingerprints: Collection[str]) -> Familiar:
    """Which of these entries stood in the source before, or in another of its outlet."""
    here: set[str] = set()
    elsewhere: set[str] = set()
    for some in batches(fingerprints):
        for row in conn.execute(KNOWN, {"source": source_id, "some": some}):
            (here if row.source_id == source_id else elsewhere).add(row.fingerprint)
    return Familiar(frozenset(here), frozenset(elsewhere))


def sighted(conn: Connection, outlet: str, keys: Collection[str], *, but: int = 0) -> frozenset[str]:
    """Which of these keys entries of the outlet had, those of the source `but` left out."""
    seen: set[str] = set()
    for some in batches(keys):
        seen.update(conn.execute(SIGHTED, {"outlet": outlet, "some": some, "source": but}).scalars())
    return frozenset(seen)


def shared_keys(conn: Connection, source_id: int) -> frozenset[str]:
    """Keys of addresses that several entries of the source were seen to share."""
    return frozenset(conn.execute(SHARED, {"source": source_id}).scalars())


def window(conn: Connection, source_id: int) -> frozenset[str]:
    """Keys of the entries of the document last read."""
    return frozenset(conn.execute(WINDOW, {"source": source_id}).scalars())


def arrivals(conn: Connection, source_id: int, since: datetime) -> list[datetime]:
    """When items of the source appeared, in order; of an edited one, the first time."""
    return sorted(conn.execute(ARRIVALS, {"source": source_id, "since": since}).scalars())


def record(conn: Connection, plan: PollPlan) -> None:
    """Write what a poll left behind: ledger, source, entries seen, pages to fetch, gaps, a host to leave alone."""
    state, ledger = plan.state, plan.ledger
    conn.execute(ADD_TO_LEDGER, {name: getattr(ledger, name) for name in LEDGER})
    read = {"last_read": ledger.at} if ledger.outcome is Outcome.ENTRIES and ledger.entries else {}
    values = columns_of(state, learned=plan.learned)
    after = {"next_due": plan.next_due, "last_polled": ledger.at, "message": ledger.message}
    conn.execute(UPDATE_SOURCE, {"row": state.id, **values, **after, **read})
    _see(conn, plan)
    pages.queue(conn, plan.work, ledger.at)
    gaps.record(conn, plan)
    if plan.pause:
        hosts.pause(conn, plan.pause)


def _see(conn: Connection, plan: PollPlan) -> None:
    source_id, at = plan.state.id, plan.ledger.at
    for some in batches(plan.standing):
        conn.execute(STILL, {"source": source_id, "some": some, "last_seen": at})
    if not plan.seen:
        return
    rows = [
        {
            "source_id": source_id,
            "fingerprint": seen.fingerprint,
            "url_key": seen.url_key,
            "last_seen": at,
            "appeared": seen.appeared,
        }
        for seen in plan.seen
    ]
    conn.execute(SEE, rows)
    shared = {seen.url_key.partition(MARK)[0] for seen in plan.seen if MARK in seen.url_key}
    if shared:
        new = [{"source_id": source_id, "url_key": key} for key in shared]
        conn.execute(CROWD, new)


def forget(conn: Connection, entries_before: datetime, polls_before: datetime) -> None:
    """Drop fingerprints of entries long gone from their source, and old rows of the ledger.

    Entries that stood in the document last read stay, however long ago that was: it may not have changed since.
    """
    read_at = select(sources.c.last_read).where(sources.c.id == entries.c.source_id).scalar_subquery()
    conn.execute(delete(entries).where(entries.c.last_seen < entries_before, entries.c.last_seen < read_at))
    oldest = select(polls.c.id).where(polls.c.at < polls_before).order_by(polls.c.at).limit(ROWS_AT_ONCE)
    conn.execute(delete(polls).where(polls.c.id.in_(oldest)))
