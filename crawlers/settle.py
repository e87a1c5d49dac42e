"""One address of pending work: fetch its page, and settle every entry that waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawlers.cadence import doubled
from crawlers.complete import complete
from crawlers.errors import CrawlError, WorkerFailed
from crawlers.extraction.lines import own_lines
from crawlers.page import Hints
from crawlers.setbacks import SLOW_DOWN, host_pause
from crawlers.state import HostPause, PagePlan, Sight, host_of
from crawlers.web import FetchFailed, Purpose, Reason, Request, Response, Validators
from pipeline.model.article import Arrival, Article, TextBy
from pipeline.model.outlet import Use
from pipeline.urls import canonical_key, url_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawlers.limits import Cadence
    from crawlers.page import Page
    from crawlers.state import PageWork
    from crawlers.web import Fetch
    from crawlers.workers import ExtractPage
    from pipeline.model.outlet import Outlet

LONGEST_TITLE, LONGEST_TEXT = 1_000, 200_000
"""Characters; no article is longer, but a hostile page may be."""
TO_FRONT_PAGE = "the address leads to the front page now"
REQUEST_TIMEOUT = 408
SERVER_ERROR = 500
FEWEST_TRIES = 3
"""Before a page is given up for what may pass, however long it has waited."""
PASSING = frozenset({Reason.TIMEOUT, Reason.CONNECTION, Reason.PAUSED, Reason.STOPPED})
"""Failures that may mend themselves; robots.txt and statuses are looked at more closely."""


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read, and the address it came from in the end."""

    page: Page
    url: str
    validators: Validators = Validators()

    @property
    def sight(self) -> Sight:
        """What it shows."""
        return Sight(self.page.title, len(self.page.text), self.url, self.validators)


@dataclass(frozen=True, slots=True)
class Unread:
    """Why there is no page for this work."""

    problem: str
    bodiless: bool = False
    """A page was read, but it had no article's text."""
    passing: bool = False
    """Another time it may be read."""
    page: Page | None = None
    """The page that had no article's text."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose page is fetched, when, and how patient we are."""

    outlet: Outlet
    now: datetime
    cadence: Cadence


async def settle(work: Sequence[PageWork], visit: Visit, fetch: Fetch, extract: ExtractPage) -> PagePlan:
    """Read the page of one address and say what becomes of the entries that wait for it. Writes nothing."""
    if without_page := pageless(work, visit):
        return without_page
    answer = await fetch(Request(work[0].url, Purpose.PAGE, headers=visit.outlet.headers))
    found = await _found(work[0].url, answer, extract, visit) if isinstance(answer, Response) else answer
    if isinstance(found, FetchFailed):
        return failed_plan(work, found, visit)
    return settled(work, visit, found)


def pageless(work: Sequence[PageWork], visit: Visit) -> PagePlan | None:
    """What becomes of work for which no page is fetched; None where one is."""
    if visit.outlet.effective_use is Use.HEADLINE:
        return settled(work, visit, Unread("the outlet is set to headlines only"))
    if not any(item.page for item in work):
        return settled(work, visit, Unread("the entry has no address of its own"))
    return None


def failed_plan(work: Sequence[PageWork], failed: FetchFailed, visit: Visit) -> PagePlan:
    """Another try where that may help and patience is left, else the feed's own words."""
    patient = visit.now - work[0].queued_at < visit.cadence.page_give_up or work[0].attempts < FEWEST_TRIES
    ours = failed.reason is Reason.INTERNAL
    if (ours and work[0].attempts < FEWEST_TRIES) or (not ours and patient and passing(failed)):
        return again(work, failed, visit)
    return settled(work, visit, Unread(failed.message, passing=ours or passing(failed)))


def hints(outlet: Outlet) -> Hints:
    """What is known of an outlet's pages before one is read."""
    return Hints(outlet.zone, outlet.name, outlet.selectors, outlet.encoding)


async def _found(asked: str, answer: Response, extract: ExtractPage, visit: Visit) -> Read | Unread | FetchFailed:
    if front_page(asked, answer):
        return Unread(TO_FRONT_PAGE)
    return await read_page(asked, answer, extract, hints(visit.outlet))


async def read_page(asked: str, answer: Response, extract: ExtractPage, known: Hints) -> Read | Unread | FetchFailed:
    """Read the page of an answer."""
    try:
        page = await extract(answer.body, answer.url, answer.content_type, known)
    except WorkerFailed as error:
        return FetchFailed(asked, Reason.INTERNAL, str(error))  # it may have been another page's doing
    except CrawlError as error:
        return Unread(str(error), bodiless=True)
    if not page.text:
        return Unread("no article text was found on the page", bodiless=True, page=page)
    return Read(page, answer.url, answer.validators)


def passing(failed: FetchFailed) -> bool:
    """Whether a page is worth another try: time-outs, broken connections, 408, 429, 5xx, unreadable robots.txt."""
    if failed.reason is Reason.STATUS and failed.status is not None:
        return failed.status in SLOW_DOWN or failed.status == REQUEST_TIMEOUT or failed.status >= SERVER_ERROR
    return failed.reason in PASSING or failed.retry_at is not None


def again(work: Sequence[PageWork], failed: FetchFailed, visit: Visit) -> PagePlan:
    """Try later. The wait of one page doubles; its host is left alone only where the trouble is the host's."""
    wait = doubled(visit.cadence.page_first_backoff, work[0].attempts + 1, visit.cadence.page_give_up)
    at = max(visit.now + wait, failed.retry_at or visit.now)
    return PagePlan(tuple(work), again_at=at, message=failed.message, pause=page_pause(failed, visit))


def page_pause(failed: FetchFailed, visit: Visit) -> HostPause | None:
    """How long the host of a page that could not be had is left alone; None where the trouble is the page's."""
    soon = visit.now + visit.cadence.page_first_backoff
    if failed.reason in {Reason.CONNECTION, Reason.ROBOTS, Reason.PAUSED}:
        return HostPause(host_of(failed.url), failed.retry_at or soon, failed.message)
    return host_pause(failed, soon)


def settled(work: Sequence[PageWork], visit: Visit, found: Read | Unread) -> PagePlan:
    """Make an article of each entry: of the page where it is the entry's own, of the feed's words otherwise."""
    body = True if isinstance(found, Read) else False if found.bodiless else None
    said = (item for item in work if isinstance(found, Read) or not _wordless(item))
    sight = found.sight if isinstance(found, Read) else Sight() if found.passing else None
    return PagePlan(tuple(work), tuple(_article(item, visit, found) for item in said), body=body, sight=sight)


def _wordless(item: PageWork) -> bool:
    """Whether nothing but an address is known of what a backfill found: sitemaps list many a page that is gone."""
    entry = item.entry
    return item.arrival is Arrival.BACKFILL and not (entry.title or entry.summary or entry.content)


def _article(item: PageWork, visit: Visit, found: Read | Unread) -> Article:
    if isinstance(found, Read) and item.page:
        return article_of(item, visit, found)
    entry, outlet = item.entry, visit.outlet
    headline = outlet.effective_use is Use.HEADLINE
    text = "\n".join(own_lines((entry.content or entry.summary).split("\n"), (entry.title,)))
    article = Article(
        outlet=item.outlet,
        url_key=item.url_key,
        url=item.url,
        title=entry.title[:LONGEST_TITLE],
        text=text[:LONGEST_TEXT],
        text_by=TextBy.HEADLINE if headline else TextBy.FEED,
        arrival=item.arrival,
        seen_at=visit.now,
        aliases=_aliases(item),
        source=item.source,
        published=entry.published,
        authors=entry.authors,
        tags=entry.tags,
        language=entry.language,
        use=outlet.effective_use,
        problem=None if headline else _problem(found),
    )
    return complete(article, outlet)


def article_of(item: PageWork, visit: Visit, found: Read) -> Article:
    """The article of a page, under the title that its entry has."""
    entry, page = item.entry, found.page
    use = visit.outlet.effective_use
    article = Article(
        outlet=item.outlet,
        url_key=item.url_key,
        url=item.url,
        title=(entry.title or page.title)[:LONGEST_TITLE],
        text=page.text[:LONGEST_TEXT],
        text_by=TextBy.PAGE,
        arrival=item.arrival,
        seen_at=visit.now,
        aliases=_aliases(item, url_key(found.url), canonical_key(found.url, page.canonical_url)),
        source=item.source,
        published=entry.published or page.published,
        authors=page.authors or entry.authors,
        tags=entry.tags,
        language=page.language or entry.language,
        use=Use.MATCH if page.reserved and use is Use.FULLTEXT else use,
        problem=page.problem,
    )
    return complete(article, visit.outlet)


def _problem(found: Read | Unread) -> str:
    return found.problem if isinstance(found, Unread) else "several entries share this address"


def _aliases(item: PageWork, *keys: str) -> tuple[str, ...]:
    names = {f"url:{key}" for key in (item.url_key, *keys)}
    if item.entry.id:
        names.add(f"id:{item.entry.id}")
    return tuple(sorted(names))


def front_page(asked: str, answer: Response) -> bool:
    """A redirect from an article to the front page says that the article is gone."""
    return bool(answer.hops) and not urlsplit(answer.url).path.strip("/") and bool(urlsplit(asked).path.strip("/"))
