"""Changes that were taken back before anybody was told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pipeline.model.article import Arrival
from pipeline.store.tables import events, versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

_since, _now, _each = versions.alias(), versions.alias(), versions.alias()


def undone(conn: Connection, after: int, upto: int) -> dict[int, int]:
    """Articles that say again what they said before the range after < seq <= upto, with the first `seq` that counts.

    To whoever was told of them before that event, nothing has changed. What is stored newest counts, whether it was
    announced or not: a paragraph that is put back is no event.
    """
    first = (
        select(func.min(events.c.seq))
        .where(events.c.seq > after, events.c.seq <= upto, events.c.arrival == Arrival.LIVE)
        .where(events.c.kind == "version")
        .group_by(events.c.article_id)
    )
    newest = select(func.max(_each.c.number)).where(_each.c.article_id == events.c.article_id).correlate(events)
    found = (
        select(events.c.article_id, events.c.seq)
        .join(versions, versions.c.id == events.c.version_id)
        .join(_since, (_since.c.article_id == events.c.article_id) & (_since.c.number == versions.c.since))
        .join(_now, (_now.c.article_id == events.c.article_id) & (_now.c.number == newest.scalar_subquery()))
        .where(events.c.seq.in_(first), _since.c.content_key == _now.c.content_key)
    )
    return {row.article_id: row.seq for row in conn.execute(found)}
