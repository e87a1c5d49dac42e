"""What became of a stored article's page since: looks at it, and times when it was gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawlers.store import looks
from pipeline.store import articles, withdrawals
from pipeline.urls import url_key
from treatywatch.stages.jsonl import moment

if TYPE_CHECKING:
    from crawlers.again.look import Look
    from pipeline.model.withdrawal import Withdrawal
    from pipeline.store.database import Connection, Database
    from treatywatch.stages.jsonl import Object
    from treatywatch.stages.subject import Subject


@dataclass(frozen=True, slots=True)
class Followed:
    """How an article was followed after it was settled."""

    look: Look | None = None
    """The next look at its page; None where there is none to come."""
    withdrawals: tuple[Withdrawal, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.look or self.withdrawals)


async def followed(subject: Subject, archive: Database | str) -> Followed:
    """What the store knows; nothing where there is none."""
    if isinstance(archive, str) or not subject.url:
        return Followed()
    outlet, key = subject.outlet.id, url_key(subject.url)
    return await archive.read(lambda conn: _of(conn, outlet, key))


def _of(conn: Connection, outlet: str, key: str) -> Followed:
    for known in articles.find_at(conn, outlet, key)[:1]:
        key = known.url_key
    return Followed(looks.find(conn, outlet, key), withdrawals.of(conn, outlet, key))


def as_json(it: Followed) -> Object:
    """For programs; absent values are null."""
    look = it.look
    return {
        "look": look and {
            "number": look.number,
            "due": moment(look.due),
            "asked_at": moment(look.asked_at),
            "gone_at": moment(look.gone_at),
            "message": look.message or None,
        },
        "withdrawn": [
            {
                "first_gone": moment(one.first_gone),
                "confirmed": moment(one.confirmed),
                "status": one.status,
                "why": one.why,
                "back": moment(one.back),
            }
            for one in it.withdrawals
        ],
    }  # fmt: skip
