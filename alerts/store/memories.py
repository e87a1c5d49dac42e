"""What earlier digests told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, true

from alerts.digest import Kind
from alerts.store.records import TOLD
from alerts.store.tables import digest_items, digests
from alerts.story import Told
from pipeline.store.batches import batches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection


def told(
    conn: Connection,
    names: Collection[str],
    articles: Iterable[int],
    stories: Iterable[int] = (),
    before: int | None = None,
) -> dict[str, list[Told]]:
    """What digests of these subscriptions told of the articles and stories, oldest first; headlines are left out.

    With `before`, the key of a digest, only of those before it.
    """
    found: dict[str, list[tuple[int, Told]]] = {}
    earlier = true() if before is None else digests.c.id < before
    wheres = [digest_items.c.article_id.in_(ids) for ids in batches(dict.fromkeys(articles))]
    wheres += [digest_items.c.story.in_(ids) for ids in batches(dict.fromkeys(stories))]
    for where in wheres:
        query = (
            select(digests.c.subscription, digests.c.upto_seq, digests.c.kind, digests.c.planned_at, digest_items)
            .join(digests, digests.c.id == digest_items.c.digest_id)
            .where(where, digests.c.subscription.in_(names), digest_items.c.part.in_(TOLD), earlier)
        )
        for row in conn.execute(query):
            alerted = row.planned_at if row.kind == Kind.ALERT else None
            telling = Told(row.article_id, row.version_id, row.story, row.outlets, "", row.upto_seq, alerted)
            found.setdefault(row.subscription, []).append((row.digest_id, telling))
    return {name: [each for _, each in sorted(of, key=lambda pair: pair[0])] for name, of in found.items()}
