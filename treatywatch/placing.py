"""Articles on their way into the archive: read outside the transaction, placed inside it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from pipeline import process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.matching.matcher import Matcher
    from pipeline.model.article import Article
    from pipeline.model.outlet import Outlet
    from pipeline.model.placement import Placement

log = structlog.get_logger()


async def read(articles: Sequence[Article], matcher: Matcher, outlet: Outlet) -> list[process.Read]:
    """Do the costly part in a thread, so that the loop goes on."""
    if not articles:
        return []
    return await asyncio.to_thread(lambda: [process.read(article, matcher, outlet) for article in articles])


def tell(read_: Sequence[process.Read], placements: Sequence[Placement]) -> None:
    """Log what became of each article."""
    for item, placement in zip(read_, placements, strict=True):
        article = item.article
        log.info(
            "article",
            outlet=article.outlet,
            url=article.url,
            kind=placement.kind.value,
            text_by=article.text_by.value,
            rules=[match.rule for match in item.matches],
            problem=article.problem,
        )
