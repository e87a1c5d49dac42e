"""Articles on their way into the archive: read outside the transaction, placed inside it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from pipeline import process
from pipeline.placing import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.matching.matcher import Matcher
    from pipeline.model.article import Article
    from pipeline.model.outlet import Outlet
    from pipeline.model.placement import Placement
    from pipeline.store.database import Connection, Database

log = structlog.get_logger()


class Placer:
    """Reads and places articles; one for all that write them, as it holds what they are compared with."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher, self._window = matcher, Window()

    async def start(self, database: Database) -> None:
        """Make the window of articles from the store, so that the first transaction need not."""
        await database.read(self._window.catch_up)

    async def read(
        self, database: Database, articles: Sequence[Article], outlet: Outlet, *, stays: bool = False
    ) -> list[process.Read]:
        """Do the costly part in a thread, so that the loop goes on, and the writer.

        `stays` says that whatever is read is what stood at its address.
        """
        if not articles:
            return []
        read = await asyncio.to_thread(lambda: [self._read(article, outlet, stays=stays) for article in articles])
        beside = await database.read(lambda conn: [process.followed(conn, item) for item in read])
        if not any(beside):
            return read
        return await asyncio.to_thread(lambda: list(map(process.compared, read, beside)))

    def _read(self, article: Article, outlet: Outlet, *, stays: bool) -> process.Read:
        return replace(process.read(article, self._matcher, outlet), stays=stays)

    def place(self, conn: Connection, read: Sequence[process.Read]) -> list[Placement]:
        """Place and write them inside the caller's transaction."""
        return [process.settle(conn, item, self._window) for item in read]


def tell(read_: Sequence[process.Read], placements: Sequence[Placement]) -> None:
    """Log what became of each article."""
    for item, placement in zip(read_, placements, strict=True):
        article = item.article
        log.info(
            "article",
            outlet=article.outlet,
            url=article.url,
            kind=placement.kind.value,
            group=placement.grouping.group.value if placement.grouping else None,
            text_by=article.text_by.value,
            changes=None if placement.changes is None else [each.matter.value for each in placement.changes],
            rules=[match.rule for match in item.matches],
            problem=article.problem,
        )
