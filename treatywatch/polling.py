from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from crawlers.poll import Occasion, poll, unreachable
from crawlers.state import Outcome, host_of
from crawlers.store import polls, sources
from crawlers.web import FetchFailed, Reason
from treatywatch.memory import PollMemory

if TYPE_CHECKING:
    from crawlers.state import PollPlan, SourceState
    from crawlers.web import Fetch
    from crawlers.workers import ParseFeed
    from treatywatch.parts import Parts

log = structlog.get_logger()


class Polling:
    """Polls due sources; one poll is one transaction."""

    def __init__(self, parts: Parts, fetch: Fetch, parse: ParseFeed) -> None:
        self._database, self._clock, self._chance = parts.database, parts.clock, parts.chance
        self._fetch, self._parse = fetch, parse
        self._memory, self._cadence = PollMemory(parts.database), parts.settings.cadence
        self._outlets = {outlet.id: outlet for outlet in parts.settings.outlets}
        self._intervals = {
            (source.outlet, source.url): source.interval
            for outlet in self._outlets.values()
            for source in outlet.sources
        }

    async def find(self, busy: frozenset[str], free: int) -> list[tuple[str, SourceState]]:
        """Sources to poll now, by their host: one at a time, so that a slow host holds up itself only."""
        now = self._clock.now()
        due = await self._database.read(lambda conn: sources.due(conn, now, busy, free))
        return [(host_of(state.url), state) for state in due]

    async def do(self, state: SourceState) -> None:
        """Poll one source and record what came of it, whatever it was."""
        occasion = Occasion(
            now=self._clock.now(),
            interval=self._intervals[state.outlet, state.url],
            chance=self._chance(),
            cadence=self._cadence,
            zone=self._outlets[state.outlet].zone,
        )
        try:
            plan = await poll(state, occasion, self._fetch, self._parse, self._memory)
        except Exception as error:
            log.exception("a poll broke", outlet=state.outlet, url=state.url)
            fault = FetchFailed(state.url, Reason.INTERNAL, f"internal error: {error!r}; please report it")
            plan = unreachable(state, fault, occasion)
        await self._database.write(lambda conn: polls.record(conn, plan))
        _tell(state, plan)


def _tell(state: SourceState, plan: PollPlan) -> None:
    ledger = plan.ledger
    said = {"outlet": state.outlet, "url": state.url, "outcome": ledger.outcome.value}
    if ledger.outcome in {Outcome.FAILED, Outcome.NOT_A_FEED, Outcome.UNREADABLE}:
        log.warning("source failed", **said, message=ledger.message, failures=plan.state.failures)
    elif ledger.new:
        log.info("new entries", **said, new=ledger.new, entries=ledger.entries, note=ledger.message)
    else:
        log.debug("nothing new", **said)
    if state.failures and not plan.state.failures:
        log.info("source recovered", **said, failures=state.failures)
