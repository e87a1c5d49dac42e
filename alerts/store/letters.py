"""Digests as they went out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from alerts.store.contents import WHOLE
from alerts.store.tables import digest_items, digests, outbox

if TYPE_CHECKING:
    from datetime import date

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


@dataclass(frozen=True, slots=True)
class Bearer:
    """A digest that bears an id."""

    key: int
    subscription: str
    local_date: date


def bearers(conn: Connection, digest: str) -> list[Bearer]:
    """The digests of a printed id; two of the older ones, of eight letters, may bear the same."""
    query = select(digests.c.id, digests.c.subscription, digests.c.local_date).where(digests.c.public_id == digest)
    return [Bearer(*row) for row in conn.execute(query.order_by(digests.c.id))]


def of(conn: Connection, digest: int) -> list[Letter]:
    """The messages of a digest."""
    query = (
        select(outbox.c.recipient, outbox.c.message_id, outbox.c.state, outbox.c.sha256, WHOLE)
        .where(outbox.c.digest_id == digest)
        .order_by(outbox.c.id)
    )
    return [Letter(*row) for row in conn.execute(query)]


def articles(conn: Connection, digest: int) -> list[Placed]:
    """What became of each article that matched, in order."""
    items = digest_items.c
    query = (
        select(items.part, items.label, items.rule, items.article_id, items.version_id)
        .where(items.digest_id == digest)
        .order_by(items.position)
    )
    return [Placed(*row) for row in conn.execute(query)]
