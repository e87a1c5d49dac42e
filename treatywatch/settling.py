from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from crawlers.settle import Visit, failed_plan, settle
from crawlers.state import host_of
from crawlers.store import pages, sources
from crawlers.web import FetchFailed, Reason
from pipeline.model.outlet import Outlet, Use
from treatywatch.ahead import Ahead
from treatywatch.looking import follow
from treatywatch.placing import tell

if TYPE_CHECKING:
    from crawlers.state import PagePlan, PageWork
    from crawlers.web import Fetch
    from crawlers.workers import ExtractPage
    from pipeline.model.placement import Placement
    from pipeline.store.database import Connection
    from treatywatch.parts import Parts
    from treatywatch.placing import Placer

log = structlog.get_logger()

Work = tuple["PageWork", ...]


class Settling:
    """Settles pages: one address with the entries that wait for it is one transaction."""

    def __init__(self, parts: Parts, fetch: Fetch, extract: ExtractPage, placer: Placer) -> None:
        self._database, self._clock = parts.database, parts.clock
        self._fetch, self._extract, self._placer = fetch, extract, placer
        self._cadence = parts.settings.cadence
        self._outlets = {outlet.id: outlet for outlet in parts.settings.outlets}
        self.find = Ahead(self._look)
        """Pages to fetch now, by their host."""

    async def _look(self, busy: frozenset[str], limit: int) -> list[tuple[str, Work]]:
        now = self._clock.now()
        due = await self._database.read(lambda conn: pages.due(conn, now, busy, limit))
        return [(host_of(work[0].url), work) for work in due]

    async def do(self, work: Work) -> None:
        """Fetch one page, place its articles, and take the work off the queue."""
        visit = Visit(self._outlet(work[0].outlet), self._clock.now(), self._cadence)
        plan = await self._plan(work, visit)
        read = await self._placer.read(self._database, plan.articles, visit.outlet)

        def commit(conn: Connection) -> list[Placement]:
            pages.finish(conn, plan)
            if plan.body is not None:
                sources.note_page(conn, {item.source_id for item in work}, body=plan.body)
            placed = self._placer.place(conn, read)
            follow(conn, plan, read, placed, self._cadence.look_again)
            return placed

        placements = await self._database.write(commit)
        if plan.again_at:
            log.info("page is tried again", url=work[0].url, at=plan.again_at.isoformat(), message=plan.message)
        tell(read, placements)

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
