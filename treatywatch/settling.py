from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from crawlers.settle import Visit, failed_plan, settle
from crawlers.state import host_of
from crawlers.store import pages
from crawlers.web import FetchFailed, Reason
from pipeline import process
from pipeline.model.outlet import Outlet, Use
from pipeline.placing import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawlers.state import PagePlan, PageWork
    from crawlers.web import Fetch
    from crawlers.workers import ExtractPage
    from pipeline.matching.matcher import Matcher
    from pipeline.model.placement import Placement
    from pipeline.store.database import Connection
    from treatywatch.parts import Parts

log = structlog.get_logger()

Work = tuple["PageWork", ...]


class Settling:
    """Settles pages: one address with the entries that wait for it is one transaction."""

    def __init__(self, parts: Parts, fetch: Fetch, extract: ExtractPage, matcher: Matcher) -> None:
        self._database, self._clock = parts.database, parts.clock
        self._fetch, self._extract, self._matcher = fetch, extract, matcher
        self._cadence = parts.settings.cadence
        self._window = Window()
        self._outlets = {outlet.id: outlet for outlet in parts.settings.outlets}

    async def start(self) -> None:
        """Make the window of articles from the store, so that the first transaction need not."""
        await self._database.read(self._window.catch_up)

    async def find(self, busy: frozenset[str], free: int) -> list[tuple[str, Work]]:
        """Pages to fetch now, by their host."""
        now = self._clock.now()
        due = await self._database.read(lambda conn: pages.due(conn, now, busy, free))
        return [(host_of(work[0].url), work) for work in due]

    async def do(self, work: Work) -> None:
        """Fetch one page, place its articles, and take the work off the queue."""
        visit = Visit(self._outlet(work[0].outlet), self._clock.now(), self._cadence)
        plan = await self._plan(work, visit)
        read = [
            await asyncio.to_thread(process.read, article, self._matcher, visit.outlet) for article in plan.articles
        ]

        def commit(conn: Connection) -> list[Placement]:
            pages.finish(conn, plan)
            return [process.settle(conn, item, self._window) for item in read]

        placements = await self._database.write(commit)
        _tell(plan, read, placements)

    async def _plan(self, work: Work, visit: Visit) -> PagePlan:
        try:
            return await settle(work, visit, self._fetch, self._extract)
        except Exception as error:
            log.exception("a page broke", outlet=work[0].outlet, url=work[0].url)
            fault = FetchFailed(work[0].url, Reason.INTERNAL, f"internal error: {error!r}; please report it")
            return failed_plan(work, fault, visit)

    def _outlet(self, outlet: str) -> Outlet:
        """An outlet taken out of the configuration is asked nothing more; its feed's words are kept."""
        return self._outlets.get(outlet) or Outlet(outlet, outlet, (), use=Use.HEADLINE)


def _tell(plan: PagePlan, read: Sequence[process.Read], placements: Sequence[Placement]) -> None:
    if plan.again_at:
        log.info("page is tried again", url=plan.work[0].url, at=plan.again_at.isoformat(), message=plan.message)
    for item, placement in zip(read, placements, strict=True):
        article = item.article
        log.info(
            "article",
            outlet=article.outlet,
            url=article.url,
            kind=placement.kind.value,
            group=placement.grouping.group.value if placement.grouping else None,
            text_by=article.text_by.value,
            rules=[match.rule for match in item.matches],
            problem=article.problem,
        )
