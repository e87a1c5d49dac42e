"""The bytes of messages: each one's own, and what it shares with others, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, bindparam, case, cast, delete, literal, select
from sqlalchemy.dialects.sqlite import insert

from alerts.store.tables import outbox, outbox_bodies, outbox_contents
from pipeline.store.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from alerts.mail import Mail

_SHARED = case((outbox_contents.c.body_id.is_(None), literal(b"", LargeBinary)), else_=outbox_bodies.c.content)
WHOLE = (
    select(cast(outbox_contents.c.content.op("||")(_SHARED), LargeBinary))
    .select_from(outbox_contents.outerjoin(outbox_bodies))
    .where(outbox_contents.c.message_id == outbox.c.message_id)
    .correlate(outbox)
    .scalar_subquery()
    .label("content")
)
"""The finished bytes of a message in a query of `outbox`; NULL where any are missing, as they are past retention."""

_PUT = Prepared(
    insert(outbox_contents)
    .values({name: bindparam(name) for name in ("message_id", "content", "body_id")})
    .values(created_at=bindparam("now"))
    .on_conflict_do_nothing(index_elements=["message_id"])
)
_PUT_BODY = Prepared(
    insert(outbox_bodies)
    .values(created_at=bindparam("now"), content=bindparam("content"))
    .returning(outbox_bodies.c.id)
)


def put(conn: Connection, mails: Collection[Mail], now: datetime) -> None:
    """Keep the bytes of messages; those that are kept already stay as they are."""
    bodies = {shared: _body(conn, shared, now) for shared in dict.fromkeys(mail.shared for mail in mails) if shared}
    rows = (
        {"message_id": mail.message_id, "now": now, "content": mail.own, "body_id": bodies.get(mail.shared)}
        for mail in mails
    )
    _PUT.run_all(conn, rows)


def _body(conn: Connection, shared: bytes, now: datetime) -> int:
    key: int = _PUT_BODY.first(conn, {"now": now, "content": shared}).id
    return key


def forget(conn: Connection, before: datetime) -> int:
    """Drop the bytes of messages that came to a final state before then, keeping size and hash; how many messages."""
    ended = select(outbox.c.id).where(outbox.c.message_id == outbox_contents.c.message_id, outbox.c.final_at < before)
    old = delete(outbox_contents).where(outbox_contents.c.created_at < before, ended.exists())
    forgotten = conn.execute(old).rowcount
    used = select(outbox_contents.c.message_id).where(outbox_contents.c.body_id == outbox_bodies.c.id)
    conn.execute(delete(outbox_bodies).where(outbox_bodies.c.created_at < before, ~used.exists()))
    return forgotten
