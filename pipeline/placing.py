"""The window in memory beside the store: asked and changed inside the transaction that writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.dedupe.copies import WINDOW
from pipeline.dedupe.index import Index
from pipeline.dedupe.member import Candidate
from pipeline.dedupe.signature import unpacked
from pipeline.dedupe.traits import traits
from pipeline.model.story import Group
from pipeline.store import signatures, stories
from pipeline.store.signatures import Revision

if TYPE_CHECKING:
    from pipeline.dedupe.traits import Traits
    from pipeline.model.article import Article
    from pipeline.model.story import Grouping
    from pipeline.store.database import Connection

LENGTH = timedelta(seconds=WINDOW)
"""What signatures are kept for."""


def article_traits(article: Article) -> Traits:
    """An article as it is compared; the costly part that needs no window."""
    return traits(article.outlet, article.language, article.title, article.text)


def moment(article: Article) -> datetime:
    """When an article happened: as it was published, but never later than we saw it."""
    return min(article.published or article.seen_at, article.seen_at)


class Window:
    """Groups articles. One for all writers of a store.

    Before each use it looks whether the store is where it left it. It is not where a transaction was rolled back, or
    where another program wrote; then the window is made anew from the store. So what is in memory never differs from
    what is stored, whenever either is interrupted.
    """

    def __init__(self) -> None:
        self._index, self._at = Index(), Revision()

    def grouping(self, conn: Connection, it: Traits, at: datetime) -> Grouping:
        """Where a new article would belong; nothing is changed."""
        self.catch_up(conn)
        return self._index.group(self._index.candidate(0, _seconds(at), it))

    def add(self, conn: Connection, article_id: int, it: Traits, at: datetime) -> Grouping:
        """Decide where a new article belongs, and write it; a new story gets its id."""
        self.catch_up(conn)
        candidate = self._index.candidate(article_id, _seconds(at), it)
        found = self._index.group(candidate)
        story = stories.begin(conn) if found.story is None else found.story
        stories.put(conn, article_id, story, stories.Placed(found, it.credit))
        self._write(conn, candidate, at, story, found.of if found.group is Group.COPY else None)
        return found

    def revise(self, conn: Connection, article_id: int, it: Traits) -> None:
        """Compare later articles with an article's new words; its story stays.

        An article whose signature has left the window stays out of it.
        """
        self.catch_up(conn)
        at, place = signatures.moment(conn, article_id), stories.placed(conn, article_id)
        if at is None or place is None or place.grouping.story is None:
            return
        self._index.remove(article_id)
        candidate = self._index.candidate(article_id, _seconds(at), it)
        root = place.grouping.of if place.grouping.group is Group.COPY else None
        self._write(conn, candidate, at, place.grouping.story, root)

    def _write(self, conn: Connection, it: Candidate, at: datetime, story: int, root: int | None) -> None:
        signatures.write(conn, it.article, at, it.signature.packed())
        self._index.add(it, story, root)
        self._at = signatures.revision(conn)

    def catch_up(self, conn: Connection) -> None:
        """Make the window anew where the store is not where it was left."""
        stored = signatures.revision(conn)
        if stored != self._at:
            self._index, self._at = rebuilt(conn), stored


def rebuilt(conn: Connection) -> Index:
    """The window as the store has it. Signatures of another form of the program are left out."""
    index = Index()
    for row in signatures.window(conn, LENGTH):
        if signature := unpacked(row.signature):
            language = row.language.partition("-")[0].lower() if row.language else None
            candidate = Candidate(row.article_id, row.outlet, language, _seconds(row.at), signature)
            index.add(candidate, row.story_id, row.of)
    return index


def _seconds(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp())
