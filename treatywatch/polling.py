from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from crawlers.occasion import Occasion
from crawlers.poll import poll
from crawlers.setbacks import unreachable
from crawlers.settle import Visit, pageless
from crawlers.state import Outcome, host_of
from crawlers.store import polls, sources
from crawlers.web import FetchFailed, Reason
from pipeline.model.outlet import SourceKind
from treatywatch.ahead import Ahead
from treatywatch.budget import Budget
from treatywatch.memory import PollMemory
from treatywatch.placing import tell

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.poll import Parsers
    from crawlers.state import PollPlan, SourceState
    from crawlers.web import Fetch
    from pipeline.model.article import Article
    from pipeline.model.placement import Placement
    from pipeline.store.database import Connection
    from treatywatch.parts import Parts
    from treatywatch.placing import Placer

log = structlog.get_logger()

AT_ONCE = 50
"""Most articles that are placed in the transaction of their poll: others want to write, too."""
FAILURES = {Outcome.FAILED, Outcome.NOT_A_FEED, Outcome.UNREADABLE}


class Polling:
    """Polls due sources; one poll is one transaction."""

    def __init__(self, parts: Parts, fetch: Fetch, parse: Parsers, placer: Placer) -> None:
        self._database, self._clock, self._chance = parts.database, parts.clock, parts.chance
        self._fetch, self._parse, self._placer, self._settings = fetch, parse, placer, parts.settings
        self._memory = PollMemory(parts.database)
        self._outlets = {outlet.id: outlet for outlet in parts.settings.outlets}
        self._configured = [source for outlet in parts.settings.outlets for source in outlet.sources]
        self._sources = {(source.outlet, source.url): source for source in self._configured}
        self._budget = Budget(parts.database, self._configured, parts.settings.cadence.polls_per_day)
        self._looked: datetime | None = None
        self.find = Ahead(self._look)
        """Sources to poll now, by their host: one at a time, so that a slow host holds up itself only."""

    async def begin(self) -> None:
        """Make the stored sources those of the configuration."""
        now, longest = self._clock.now(), self._budget.longest
        await self._database.write(lambda conn: sources.sync(conn, self._configured, now, longest))

    async def _look(self, busy: frozenset[str], limit: int) -> list[tuple[str, SourceState]]:
        now = self._clock.now()
        if self._looked is not None and now < self._looked:
            await self.begin()  # the clock was set back: what was due soon would wait for it to catch up
        self._looked = now
        await self._budget.renew(now)
        due = await self._database.read(lambda conn: sources.due(conn, now, busy, limit))
        return [(host_of(state.address), state) for state in due]

    async def do(self, state: SourceState) -> None:
        """Poll one source and record what came of it, whatever it was."""
        occasion = self._occasion(state)
        try:
            plan = await poll(state, occasion, self._fetch, self._parse, self._memory)
        except Exception as error:
            log.exception("a poll broke", outlet=state.outlet, url=state.url)
            fault = FetchFailed(state.url, Reason.INTERNAL, f"internal error: {error!r}; please report it")
            plan = unreachable(state, fault, occasion)
        outlet = self._outlets[state.outlet]
        plan, articles = settled_at_once(plan, Visit(outlet, occasion.now, occasion.cadence))
        read = await self._placer.read(self._database, articles, outlet)

        def commit(conn: Connection) -> list[Placement]:
            self._record(conn, plan)
            return self._placer.place(conn, read)

        placements = await self._database.write(commit)
        _tell(state, plan)
        tell(read, placements)

    def _occasion(self, state: SourceState) -> Occasion:
        source = self._sources[state.outlet, state.url]
        return Occasion(
            now=self._clock.now(),
            interval=source.interval,
            chance=self._chance(),
            cadence=self._settings.cadence,
            zone=source.zone,
            share=self._budget.share,
            kind=source.kind,
            listing=source.listing,
            headers=source.headers,
            encoding=source.encoding,
            limit=self._settings.workers.feed_entries,
        )

    def _record(self, conn: Connection, plan: PollPlan) -> None:
        polls.record(conn, plan)
        if plan.gap:
            listed = self._outlets[plan.state.outlet].sources
            maps = [source for source in listed if source.kind is SourceKind.SITEMAP]
            sources.hasten(conn, maps, plan.ledger.at)


def settled_at_once(plan: PollPlan, visit: Visit) -> tuple[PollPlan, tuple[Article, ...]]:
    """The articles for which no page is fetched, unless they are many, and the plan without them."""
    if len(plan.work) > AT_ONCE:
        return plan, ()
    done = {item.fingerprint: found.articles for item in plan.work if (found := pageless((item,), visit))}
    rest = tuple(item for item in plan.work if item.fingerprint not in done)
    return replace(plan, work=rest), tuple(article for articles in done.values() for article in articles)


def _tell(state: SourceState, plan: PollPlan) -> None:
    ledger = plan.ledger
    said = {"outlet": state.outlet, "url": state.url, "outcome": ledger.outcome.value}
    if ledger.outcome is Outcome.GONE:
        log.warning("source is gone, and polled no longer", **said, message=ledger.message)
    elif ledger.outcome in FAILURES:
        log.warning("source failed", **said, message=ledger.message, failures=plan.state.failures)
    elif ledger.new:
        log.info("new entries", **said, new=ledger.new, entries=ledger.entries, note=ledger.message)
    else:
        log.debug("nothing new", **said)
    if plan.gap:
        gap = {"after": plan.gap.after.isoformat(), "before": plan.gap.before.isoformat(), "why": plan.gap.why}
        log.warning("articles may be missing", **said, **gap)
    if state.failures and not plan.state.failures:
        log.info("source recovered", **said, failures=state.failures)
