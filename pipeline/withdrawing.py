"""The page of an article is gone, or there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.article import Arrival
from pipeline.model.version import Event
from pipeline.store import versions, withdrawals

if TYPE_CHECKING:
    from pipeline.model.withdrawal import Withdrawal
    from pipeline.store.database import Connection


def withdraw(conn: Connection, outlet: str, url_key: str, it: Withdrawal) -> bool:
    """Record that an article's page disappeared, and announce it; False where there is no such article."""
    found = withdrawals.newest(conn, outlet, url_key)
    if found is None:
        return False
    article_id, version_id = found
    withdrawals.add(conn, article_id, it)
    versions.announce(conn, Event("withdrawn", article_id, version_id, Arrival.LIVE, it.confirmed))
    return True
