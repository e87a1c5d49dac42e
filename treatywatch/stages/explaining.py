"""One page, from the web or a file, through every stage up to the archive; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawlers.entry import Entry
from crawlers.page import UNKNOWN
from crawlers.settle import Visit, settle
from crawlers.state import PageWork
from crawlers.web import FetchFailed
from pipeline import process
from pipeline.model.article import Arrival, TextBy
from pipeline.placing import Window, moment
from pipeline.store import articles, stories
from pipeline.store.histories import histories
from pipeline.urls import url_key
from treatywatch.stages.followed import Followed, followed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from crawlers.limits import Cadence
    from crawlers.page import Hints, Page
    from crawlers.web import Fetch, Request, Response
    from crawlers.workers import ExtractPage
    from pipeline.matching.matcher import Matcher
    from pipeline.model.document import Document
    from pipeline.model.match import Rejection
    from pipeline.model.placement import Known, Placement
    from pipeline.model.story import Grouping
    from pipeline.store.database import Connection, Database
    from pipeline.store.histories import StoredVersion
    from treatywatch.stages.subject import Subject


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page is beside the archive."""

    placement: Placement | str
    """Or why that can't be said."""
    addresses: Mapping[int | None, str] = field(default_factory=dict)
    """Of the articles it is compared with."""
    versions: tuple[StoredVersion, ...] = ()
    """Of the article that it is, the oldest first."""


@dataclass(frozen=True, slots=True)
class Means:
    """What the stages need."""

    fetch: Fetch
    extract: ExtractPage
    matcher: Matcher
    cadence: Cadence
    now: datetime
    archive: Database | str
    """The store, or why there is none."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the service makes of a page. What was not reached is None."""

    subject: Subject
    answer: Response | FetchFailed | None
    """None where the page is never fetched."""
    page: Page | None
    problem: str | None
    """Why the page's words are not used; the feed's stand in for them."""
    read: process.Read | None
    document: Document | None
    """The article as rules see it."""
    missed: Mapping[str, tuple[Rejection, ...]]
    """Words of rules that do not count."""
    placement: Placement | str
    """What it is beside the archive, or why that can't be said."""
    addresses: Mapping[int | None, str]
    """Of the articles that the grouping names."""
    versions: tuple[StoredVersion, ...]
    """Stored of the article, the oldest first."""
    followed: Followed
    """What became of its page since it was stored."""

    @property
    def fetched(self) -> bool:
        """Whether there was a document to read."""
        return self.answer is not None and not isinstance(self.answer, FetchFailed)


async def explain(subject: Subject, means: Means) -> Explanation:
    """Take a page through the stages, as if a feed had listed it now.

    The title is the feed's in production, so a known article keeps the one it is stored under.
    """
    seen = _Seen(means.fetch, means.extract)
    visit = Visit(subject.outlet, means.now, means.cadence)
    plan = await settle([await _work(subject, means)], visit, seen.get, seen.extracted)
    article = next(iter(plan.articles), None)
    used = article and article.text_by is TextBy.PAGE
    read = process.read(article, means.matcher, subject.outlet) if article and used else None
    document = process.document(read.article, subject.outlet) if read else None
    found = means.matcher.find(document) if document else {}
    beside = await _placement(subject, read, means.archive) if read else Beside("nothing to compare")
    return Explanation(
        subject=subject,
        answer=seen.answer,
        page=seen.page,
        problem=article.problem or "the outlet is set to headlines only" if article and not read else None,
        read=read,
        document=document,
        missed={rule: finding.rejected for rule, finding in found.items() if finding.rejected},
        placement=beside.placement,
        addresses=beside.addresses,
        versions=beside.versions,
        followed=await followed(subject, means.archive),
    )


class _Seen:
    """The ports of `settle`, and what came through them."""

    def __init__(self, fetch: Fetch, extract: ExtractPage) -> None:
        self._fetch, self._extract = fetch, extract
        self.answer: Response | FetchFailed | None = None
        self.page: Page | None = None

    async def get(self, request: Request) -> Response | FetchFailed:
        self.answer = await self._fetch(request)
        return self.answer

    async def extracted(self, body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:
        self.page = await self._extract(body, url, content_type, hints)
        return self.page


async def _work(subject: Subject, means: Means) -> PageWork:
    known = await _known(subject, means.archive)
    return PageWork(
        source_id=0,
        outlet=subject.outlet.id,
        source="",
        url=subject.url,
        url_key=url_key(subject.url),
        fingerprint="",
        page=True,
        entry=Entry(id=None, url=subject.url, title=known.title if known else ""),
        arrival=Arrival.LIVE,
        queued_at=means.now,
    )


async def _known(subject: Subject, archive: Database | str) -> Known | None:
    if isinstance(archive, str):
        return None
    found = await archive.read(lambda conn: articles.find_at(conn, subject.outlet.id, url_key(subject.url)))
    return next(iter(found), None)


async def _placement(subject: Subject, read: process.Read, archive: Database | str) -> Beside:
    if isinstance(archive, str):
        return Beside(archive)
    if not subject.url:
        return Beside("without an address it can't be looked up; give it with --url")
    if not subject.configured:
        return Beside("no outlet of the configuration has this host; name one with --outlet")
    return await archive.read(lambda conn: _beside(conn, read))


def _beside(conn: Connection, read: process.Read) -> Beside:
    placement = process.graded(conn, process.plan(conn, read)).placement
    grouping = _grouping(conn, read, placement)
    named = {grouping.of, *(grounds.neighbour for grounds in grouping.grounds)} if grouping else set()
    known = histories(conn, {placement.of.article_id} if placement.of else ())
    return Beside(
        replace(placement, grouping=grouping),
        stories.addresses(conn, named),
        known[0].versions if known else (),
    )


def _grouping(conn: Connection, read: process.Read, placement: Placement) -> Grouping | None:
    """Where a known article was put when it came, or where a new one would belong."""
    if placement.of is None:
        return Window().grouping(conn, read.traits, moment(read.article))
    placed = stories.placed(conn, placement.of.article_id)
    return placed.grouping if placed else None
