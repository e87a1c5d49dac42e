"""What operators decide about stories. It is stored, and nothing that comes later undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import StoryError
from pipeline.store import stories

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.store.database import Connection


def merge(conn: Connection, one: int, other: int, at: datetime) -> int:
    """Make one story of two; returns its id, the older one. The younger id leads to it from then on.

    Raises:
        StoryError: when there is no such story, or they are one already.
    """
    former, kept = sorted((_known(conn, one), _known(conn, other)), reverse=True)
    if former == kept:
        raise StoryError(kept, f"{one} and {other} are one story already", "nothing is to be done")
    stories.redirect(conn, former, kept)
    stories.rule(conn, "merge", kept, former, at)
    return kept


def split(conn: Connection, story: int, addresses: Sequence[str], at: datetime) -> int:
    """Put articles of a story, and what copies them, into a story of their own; returns its id.

    Without addresses, take a story that was merged into another one out of it again: it has its former id then, the
    articles it had, and what copied them since. The ids of mailed stories lead where they led, or to the articles that
    were mailed under them.

    Raises:
        StoryError: when there is no such story or article in it, when nothing would be left of it, or when without
            addresses it was never merged.
    """
    kept = _known(conn, story)
    if not addresses:
        return _restore(conn, story, kept, at)
    members = stories.articles_in(conn, stories.family(conn, kept))
    strange = [address for address in addresses if address not in members]
    if strange:
        raise StoryError(kept, f"has no article {strange[0]}", "`stories export` prints addresses and stories")
    moved = {members[address] for address in addresses}
    apart = stories.begin(conn)
    stories.move(conn, moved, apart)
    if not stories.articles_in(conn, stories.family(conn, kept)):
        raise StoryError(kept, "would have no article left", "name fewer articles; copies go with their original")
    stories.rule(conn, "split", kept, apart, at)
    return apart


def _restore(conn: Connection, story: int, kept: int, at: datetime) -> int:
    if story == kept:
        raise StoryError(story, "was not merged into another one", "name the articles that are to leave it")
    stories.redirect(conn, story, None)
    stories.follow(conn, story, kept)
    stories.rule(conn, "split", kept, story, at)
    return story


def _known(conn: Connection, story: int) -> int:
    if not stories.exists(conn, story):
        raise StoryError(story, "there is no such story", "`stories export` prints the stories")
    return stories.resolved(conn, story)
