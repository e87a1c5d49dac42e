"""One source tried: polled, and its newest articles read, exactly as the service does; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawlers.found import Familiar
from crawlers.occasion import Occasion
from crawlers.poll import poll
from crawlers.settle import Visit, settle
from crawlers.state import Outcome, SourceState
from crawlers.web import FetchFailed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from crawlers.limits import Cadence
    from crawlers.poll import Parsers
    from crawlers.state import PagePlan, PageWork, PollPlan
    from crawlers.web import Fetch, Request, Response
    from crawlers.workers import ExtractPage, ReadSite
    from pipeline.model.article import Article
    from pipeline.model.outlet import Outlet, Source
    from treatywatch.stages.robots import RobotsSeen

SAMPLES = 2
"""Articles that are read of an outlet."""
PERMANENT = {301, 308}


@dataclass(frozen=True, slots=True)
class Means:
    """What a trial is made with."""

    fetch: Once
    parse: Parsers
    site: ReadSite
    extract: ExtractPage
    robots: RobotsSeen
    cadence: Cadence
    now: datetime


@dataclass(slots=True)
class Once:
    """A `Fetch` that asks each address once, however often it is wanted."""

    ask: Fetch
    answers: dict[str, Response | FetchFailed] = field(default_factory=dict)

    async def __call__(self, request: Request) -> Response | FetchFailed:
        """See `crawlers.web.Fetch`."""
        if request.url not in self.answers:
            self.answers[request.url] = await self.ask(request)
        return self.answers[request.url]

    def home(self, url: str) -> str:
        """Where an address that was asked has moved to for good; itself where it has not."""
        answer = self.answers.get(url)
        for hop in () if answer is None or isinstance(answer, FetchFailed) else answer.hops:
            if hop.status not in PERMANENT:
                break
            url = hop.url
        return url


@dataclass(frozen=True, slots=True)
class Trial:
    """What a first poll of a source came to."""

    source: Source
    by: str
    """What named it."""
    plan: PollPlan

    @property
    def work(self) -> tuple[PageWork, ...]:
        """The entries that would be collected, the newest first."""
        return tuple(reversed(self.plan.work))

    @property
    def readable(self) -> bool:
        """Whether it is what it is taken for."""
        return self.plan.ledger.outcome is Outcome.ENTRIES


@dataclass(frozen=True, slots=True)
class Sample:
    """An article as it would be stored, or why its page can't be had."""

    url: str
    article: Article | None
    problem: str | None


class _NothingKnown:
    """`crawlers.found.Memory` before a first poll."""

    async def known(self, source_id: int, fingerprints: Collection[str]) -> Familiar:  # noqa: ARG002 - the port's
        return Familiar()

    async def shared(self, source_id: int) -> frozenset[str]:  # noqa: ARG002 - the port's
        return frozenset()

    window = shared

    async def sighted(self, source_id: int, outlet: str, keys: Collection[str]) -> frozenset[str]:  # noqa: ARG002 - the port's
        return frozenset()

    async def arrivals(self, source_id: int, since: datetime) -> list[datetime]:  # noqa: ARG002 - the port's
        return []


async def tried(source: Source, outlet: Outlet, by: str, means: Means) -> Trial:
    """Poll a source as if for the first time."""
    occasion = Occasion(
        means.now, source.interval, 0.5, means.cadence, outlet.zone, kind=source.kind, listing=source.listing
    )
    plan = await poll(SourceState(0, outlet.id, source.url), occasion, means.fetch, means.parse, _NothingKnown())
    return Trial(source, by, plan)


async def samples(trials: Sequence[Trial], outlet: Outlet, means: Means) -> tuple[Sample, ...]:
    """The newest articles with pages of their own, through the service's way of reading them."""
    pages = {work.url_key: work for trial in trials for work in trial.work[:SAMPLES] if work.page}
    visit = Visit(outlet, means.now, means.cadence)
    read = [await settle([work], visit, means.fetch, means.extract) for work in list(pages.values())[:SAMPLES]]
    return tuple(map(_sample, read))


def _sample(plan: PagePlan) -> Sample:
    article = next(iter(plan.articles), None)
    return Sample(plan.work[0].url, article, article.problem if article else plan.message)
