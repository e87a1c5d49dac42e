"""Who gets no mail. Addresses are kept as keyed hashes, so that the list outlives the deletion of a subscriber."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.dialects.sqlite import insert

from alerts.store.tables import keys, suppressions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

KEY: Final = "suppressions"
SIGN_HOLDS: Final = timedelta(days=30)
"""How long a first "no such user" waits for a second one."""

_KEY = select(keys.c.value).where(keys.c.name == KEY)
_REASON = select(suppressions.c.reason).where(
    suppressions.c.address_hash == bindparam("hash"),
    suppressions.c.scope.in_(("", bindparam("of"))),
    suppressions.c.active,
)
SOME = exists(select(suppressions.c.scope))
"""Whether there is anybody to look for."""


class Why(NamedTuple):
    """What is known of a suppression."""

    reason: str
    source: str
    """Who said so: `relay`, `page`, `operator`."""


def reason(conn: Connection, address: str, scope: str) -> str | None:
    """Why an address gets no mail of this scope (a subscription); None when it does."""
    key = conn.execute(_KEY).scalar_one_or_none()
    if key is None:
        return None  # nobody was ever suppressed
    return conn.execute(_REASON, {"hash": _hash(key, address), "of": scope}).scalars().first()


def suppress(conn: Connection, address: str, scope: str, why: Why, now: datetime) -> None:
    """Send no more mail of a scope to an address, "" for any mail at all; from its commit on nothing is claimed."""
    _write(conn, (_hash(_key(conn), address), scope), why, now, active=True)


def sign(conn: Connection, address: str, why: Why, now: datetime) -> bool:
    """A sign that an address is dead; True when it is the second one and the address gets no more mail.

    Only one on another day (UTC) counts: a relay with a fault of its own says "no such user" for an afternoon.
    """
    hashed = _hash(_key(conn), address)
    same = (suppressions.c.address_hash == hashed) & (suppressions.c.scope == "")
    first = conn.execute(select(suppressions).where(same)).one_or_none()
    if first is None or (not first.active and now - first.created_at > SIGN_HOLDS):
        _write(conn, (hashed, ""), why, now, active=False)
        return False
    if first.active or first.created_at.date() == now.date():
        return False
    conn.execute(update(suppressions).where(same).values(active=True, created_at=now))
    return True


def _write(conn: Connection, whom: tuple[bytes, str], why: Why, now: datetime, *, active: bool) -> None:
    row = {**why._asdict(), "created_at": now, "active": active}
    new = insert(suppressions).values(address_hash=whom[0], scope=whom[1], **row)
    conn.execute(new.on_conflict_do_update(index_elements=["address_hash", "scope"], set_=row))


def _hash(key: bytes, address: str) -> bytes:
    return blake2b(address.casefold().encode(), key=key, digest_size=20).digest()


def _key(conn: Connection) -> bytes:
    """Made when it is first needed."""
    if (kept := conn.execute(_KEY).scalar_one_or_none()) is not None:
        return bytes(kept)
    made = secrets.token_bytes(32)
    conn.execute(insert(keys).values(name=KEY, value=made))
    return made
