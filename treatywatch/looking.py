from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from crawlers.again.beginning import begun, resettled
from crawlers.again.look import PRESENT, Finding
from crawlers.again.outcomes import may_be_stranger, stranger, unanswered
from crawlers.again.resuming import resumed
from crawlers.again.visit import look_again
from crawlers.settle import Visit
from crawlers.state import host_of
from crawlers.store import looks
from crawlers.web import FetchFailed, Reason
from pipeline.model.article import Arrival
from pipeline.model.outlet import Use
from pipeline.model.placement import Kind
from pipeline.model.withdrawal import Withdrawal
from pipeline.process import is_stranger, own_key
from pipeline.store import withdrawals
from pipeline.withdrawing import withdraw
from treatywatch.placing import tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from crawlers.again.look import Look, LookPlan
    from crawlers.state import PagePlan
    from crawlers.web import Fetch
    from crawlers.workers import ExtractPage
    from pipeline.model.placement import Placement
    from pipeline.process import Read
    from pipeline.store.database import Connection
    from treatywatch.parts import Parts
    from treatywatch.placing import Placer

log = structlog.get_logger()


class Looking:
    """Looks again at the pages of matched articles; one look is one transaction."""

    def __init__(self, parts: Parts, fetch: Fetch, extract: ExtractPage, placer: Placer) -> None:
        self._database, self._clock = parts.database, parts.clock
        self._fetch, self._extract, self._placer = fetch, extract, placer
        self._cadence = parts.settings.cadence
        watched = parts.settings.outlets if self._cadence.look_again else ()
        self._outlets = {outlet.id: outlet for outlet in watched if outlet.effective_use is not Use.HEADLINE}

    async def begin(self) -> None:
        """Put the looks right by the configuration of now.

        Those that it does not allow rest until it does again, a month at most; those that it allows again are resumed.
        """
        now = self._clock.now()
        await self._database.write(lambda conn: self._resume(conn, now))

    def _resume(self, conn: Connection, now: datetime) -> None:
        looks.forget(conn, now)
        for look in looks.of_outlets(conn, self._outlets.keys()):
            then = resumed(look, self._cadence.look_again, now)
            if then != look:
                _put(conn, look, then)

    async def find(self, busy: frozenset[str], free: int) -> list[tuple[str, Look]]:
        """Looks to take now, by their host."""
        now = self._clock.now()
        due = await self._database.read(lambda conn: looks.due(conn, now, busy, free, self._outlets.keys()))
        return [(host_of(look.work.url), look) for look in due]

    async def do(self, look: Look) -> None:
        """Look at one page, and record what came of it, whatever it was."""
        visit = Visit(self._outlets[look.work.outlet], self._clock.now(), self._cadence)
        plan = await self._plan(look, visit)
        articles = [plan.article] if plan.article else []
        read = await self._placer.read(self._database, articles, visit.outlet, stays=True)
        if read and may_be_stranger(plan) and await asyncio.to_thread(is_stranger, read[0]):
            plan, read = stranger(plan, visit), []

        def commit(conn: Connection) -> list[Placement] | None:
            if not looks.finish(conn, plan):
                return None
            _record(conn, plan, visit.now)
            return self._placer.place(conn, read)

        placements = await self._database.write(commit)
        if placements is None:
            log.debug("look is dropped, as the page was read meanwhile", url=look.work.url)
            return
        _tell(plan)
        tell(read, placements)

    async def _plan(self, look: Look, visit: Visit) -> LookPlan:
        try:
            return await look_again(look, visit, self._fetch, self._extract)
        except Exception as error:
            log.exception("a look broke", outlet=look.work.outlet, url=look.work.url)
            fault = FetchFailed(look.work.url, Reason.INTERNAL, f"internal error: {error!r}; please report it")
            return unanswered(look, visit, fault)


def follow(
    conn: Connection, plan: PagePlan, read: Sequence[Read], placements: Sequence[Placement], waits: Sequence[timedelta]
) -> None:
    """Begin the looks at settled articles that match, and put right those of articles that were settled before.

    Only live matches are looked after: nobody is told of others, so nobody waits to hear that they changed.
    """
    pages = {item.url_key: item for item in plan.work if item.page}
    for one, placement in zip(read, placements, strict=True):
        article = one.article
        if (item := pages.get(article.url_key)) is None:
            continue
        # the article may be stored under another address, by which its next version must be found
        item = replace(item, url_key=_stored_under(one, placement))
        if placement.instead and (past := looks.find(conn, item.outlet, placement.instead.url_key)):
            looks.drop(conn, past)
        if placement.of and plan.sight and plan.sight.length:
            withdrawals.back(conn, placement.of.article_id, article.seen_at)
        looked = looks.find(conn, item.outlet, item.url_key) if placement.of else None
        if looked:
            _put(conn, looked, resettled(looked, item, plan.sight, article.seen_at, waits))
        elif plan.sight and _is_news(one, placement):
            began = placement.of and withdrawals.first_seen(conn, item.outlet, item.url_key)
            item = replace(item, queued_at=began or article.seen_at, id=0)
            _put(conn, None, begun(item, plan.sight, article.seen_at, waits))


def _stored_under(one: Read, placement: Placement) -> str:
    if placement.of:
        return placement.of.url_key
    return own_key(one) if placement.instead else one.article.url_key


def _is_news(one: Read, placement: Placement) -> bool:
    arrival = one.article.arrival
    live = arrival is Arrival.LIVE or (arrival is Arrival.BASELINE and placement.kind is Kind.VERSION)
    return bool(one.matches) and live and placement.kind is not Kind.KNOWN


def _put(conn: Connection, before: Look | None, then: Look | None) -> None:
    if then:
        looks.put(conn, then)
    elif before:
        looks.drop(conn, before)


def _record(conn: Connection, plan: LookPlan, now: datetime) -> None:
    work, gone_at = plan.look.work, plan.look.gone_at
    if plan.finding is Finding.WITHDRAWN and gone_at:
        withdraw(conn, work.outlet, work.url_key, Withdrawal(gone_at, now, plan.status, plan.message))
    elif (
        plan.finding in PRESENT
        and plan.look.withdrawn
        and (found := withdrawals.newest(conn, work.outlet, work.url_key))
    ):
        withdrawals.back(conn, found[0], now)


def _tell(plan: LookPlan) -> None:
    look, then = plan.look, plan.then
    said = {"outlet": look.work.outlet, "url": look.work.url, "look": look.number, "found": plan.finding.value}
    due = then.due.isoformat() if then and then.due else None
    if plan.finding is Finding.WITHDRAWN:
        log.warning("page is gone", **said, message=plan.message)
    else:
        back = {"back": True} if look.withdrawn and plan.finding in PRESENT else {}
        log.info("looked again", **said, next=due, message=plan.message, **back)
