"""Statements of a poll, made once: making one costs more than running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from crawlers.store.tables import crowded, entries, polls, sources

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, ScalarSelect


def _of_outlet(outlet: ColumnElement[str] | ScalarSelect[str]) -> ColumnElement[bool]:
    return entries.c.source_id.in_(select(sources.c.id).where(sources.c.outlet == outlet))


SOURCE: BindParameter[int] = bindparam("source")
SOME: BindParameter[str] = bindparam("some", expanding=True)
_LAST_READ = select(sources.c.last_read).where(sources.c.id == SOURCE).scalar_subquery()
_OUTLET = select(sources.c.outlet).where(sources.c.id == SOURCE).scalar_subquery()
_SEEING = insert(entries)

ADD_TO_LEDGER = insert(polls)
UPDATE_SOURCE = update(sources).where(sources.c.id == bindparam("row"))
KNOWN = select(entries.c.source_id, entries.c.fingerprint).where(_of_outlet(_OUTLET), entries.c.fingerprint.in_(SOME))
SIGHTED = select(entries.c.url_key).where(
    _of_outlet(bindparam("outlet")), entries.c.source_id != SOURCE, entries.c.url_key.in_(SOME)
)
SHARED = select(crowded.c.url_key).where(crowded.c.source_id == SOURCE)
WINDOW = select(entries.c.url_key).where(entries.c.source_id == SOURCE, entries.c.last_seen >= _LAST_READ)
ARRIVALS = (
    select(func.min(entries.c.appeared))
    .where(entries.c.source_id == SOURCE, entries.c.appeared >= bindparam("since"))
    .group_by(entries.c.url_key)
)
STILL = update(entries).where(entries.c.source_id == SOURCE, entries.c.fingerprint.in_(SOME))
SEE = _SEEING.on_conflict_do_update(
    index_elements=["source_id", "fingerprint"], set_={"last_seen": _SEEING.excluded.last_seen}
)
CROWD = insert(crowded).on_conflict_do_nothing()
