"""The printed ids of digests: no two digests bear the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from alerts.selection import digest_id
from alerts.store.tables import digests

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from alerts.digest import Slot

Named = tuple[str, "Slot"]
"""A subscription and its slot."""


def free(conn: Connection, wanted: Collection[Named]) -> dict[Named, str]:
    """The first of its own ids that no digest bears, for each; the same again as long as nothing is written."""
    found: dict[Named, str] = {}
    left, choice = list(dict.fromkeys(wanted)), 0
    while left:
        own = {each: digest_id(*each, choice) for each in left}
        gone = borne(conn, set(own.values())) | set(found.values())
        for each, name in own.items():
            if name not in gone:
                found[each] = name
                gone.add(name)
        left, choice = [each for each in left if each not in found], choice + 1
    return found


def borne(conn: Connection, names: Collection[str]) -> set[str]:
    """Those of these ids that digests bear."""
    return set(conn.execute(select(digests.c.public_id).where(digests.c.public_id.in_(names))).scalars())
