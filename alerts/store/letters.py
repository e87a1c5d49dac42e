"""Digests as they went out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from alerts.store.contents import WHOLE
from alerts.store.tables import digest_items, digests, outbox

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of a digest."""

    recipient: str
    message_id: str
    state: str
    sha256: str
    content: bytes | None
    """None once it is past its retention."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An article in a digest."""

    part: str
    label: str
    rule: str
    article_id: int
    version_id: int


def of(conn: Connection, digest: str) -> list[Letter]:
    """The messages of a digest, by its printed id."""
    query = (
        select(outbox.c.recipient, outbox.c.message_id, outbox.c.state, outbox.c.sha256, WHOLE)
        .join(digests, digests.c.id == outbox.c.digest_id)
        .where(digests.c.public_id == digest)
        .order_by(outbox.c.id)
    )
    return [Letter(*row) for row in conn.execute(query)]


def articles(conn: Connection, digest: str) -> list[Placed]:
    """What became of each article that matched, in order."""
    items = digest_items.c
    query = (
        select(items.part, items.label, items.rule, items.article_id, items.version_id)
        .join(digests, digests.c.id == items.digest_id)
        .where(digests.c.public_id == digest)
        .order_by(items.position)
    )
    return [Placed(*row) for row in conn.execute(query)]
