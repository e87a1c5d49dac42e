from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from crawlers.identity import MARK
from crawlers.state import Outcome
from crawlers.store import hosts, pages
from crawlers.store.tables import entries, polls, sources

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from crawlers.state import PollPlan

BATCH = 500
ROWS_AT_ONCE = 20_000
"""Of the ledger, in one transaction; maintenance comes again."""


def known(conn: Connection, source_id: int, fingerprints: Collection[str]) -> frozenset[str]:
    """Which of these entries stood in the source before."""
    wanted = list(fingerprints)
    found: set[str] = set()
    for start in range(0, len(wanted), BATCH):
        some = entries.c.fingerprint.in_(wanted[start : start + BATCH])
        found |= set(
            conn.execute(select(entries.c.fingerprint).where(entries.c.source_id == source_id, some)).scalars()
        )
    return frozenset(found)


def shared_keys(conn: Connection, source_id: int) -> frozenset[str]:
    """Keys of addresses that several entries of the source were seen to share."""
    found = select(entries.c.url_key).where(entries.c.source_id == source_id, entries.c.url_key.contains(MARK))
    return frozenset(key.partition(MARK)[0] for key in conn.execute(found).scalars())


def record(conn: Connection, plan: PollPlan) -> None:
    """Write what a poll left behind: ledger, source, entries seen, pages to fetch, a host to leave alone."""
    state, ledger = plan.state, plan.ledger
    conn.execute(insert(polls), asdict(ledger))
    read = {"last_read": ledger.at} if ledger.outcome is Outcome.ENTRIES else {}
    conn.execute(
        update(sources)
        .where(sources.c.id == state.id)
        .values(
            next_due=plan.next_due,
            last_polled=ledger.at,
            first_success=state.first_success,
            last_success=state.last_success,
            last_new=state.last_new,
            etag=state.validators.etag,
            last_modified=state.validators.last_modified,
            body_hash=state.body_hash,
            failures=state.failures,
            message=ledger.message,
            **read,
        )
    )
    seen = [
        {"source_id": state.id, "fingerprint": s.fingerprint, "url_key": s.url_key, "last_seen": ledger.at}
        for s in plan.seen
    ]
    if seen:
        adding = insert(entries)
        update_seen = {"last_seen": adding.excluded.last_seen}
        conn.execute(adding.on_conflict_do_update(index_elements=["source_id", "fingerprint"], set_=update_seen), seen)
    pages.queue(conn, plan.work, ledger.at)
    if plan.pause:
        hosts.pause(conn, plan.pause)


def forget(conn: Connection, entries_before: datetime, polls_before: datetime) -> None:
    """Drop fingerprints of entries long gone from their source, and old rows of the ledger.

    Entries that stood in the document last read stay, however long ago that was: it may not have changed since.
    """
    read_at = select(sources.c.last_read).where(sources.c.id == entries.c.source_id).scalar_subquery()
    conn.execute(delete(entries).where(entries.c.last_seen < entries_before, entries.c.last_seen < read_at))
    oldest = select(polls.c.id).where(polls.c.at < polls_before).order_by(polls.c.at).limit(ROWS_AT_ONCE)
    conn.execute(delete(polls).where(polls.c.id.in_(oldest)))
