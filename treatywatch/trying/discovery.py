"""Where a site lists its articles."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawlers.errors import CrawlError, WorkerFailed
from crawlers.site import LONGEST_NAME, Site, sitemaps_in
from crawlers.state import Outcome
from crawlers.web import FetchFailed, Purpose, Reason, Request, Response
from pipeline.model.outlet import Outlet, Source, SourceKind
from pipeline.urls import registrable_domain, url_key
from treatywatch.trying.choice import judged
from treatywatch.trying.trial import samples, tried

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from treatywatch.trying.choice import Verdict
    from treatywatch.trying.trial import Means, Sample, Trial

FEEDS = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds", "rss/news")
"""Usual places of feeds, below a site's root or the page that was named."""
SITEMAPS = ("sitemap_news.xml", "news-sitemap.xml", "sitemap-news.xml", "news_sitemap.xml", "sitemap.xml")
"""Usual places of sitemaps, those of news first."""
MOST_SITEMAPS = 5
"""Of those that a robots.txt names; some name hundreds."""
HOPELESS = {Reason.CONNECTION, Reason.TIMEOUT, Reason.REFUSED_ADDRESS, Reason.PAUSED, Reason.STOPPED}
"""Failures after which the rest of the site need not be asked."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found out about a site."""

    url: str
    site: Site
    verdicts: tuple[Verdict, ...]
    samples: tuple[Sample, ...]
    problem: str | None = None
    """Why the page that was named can't be read."""

    @property
    def chosen(self) -> tuple[Source, ...]:
        """The sources worth watching."""
        return tuple(verdict.trial.source for verdict in self.verdicts if verdict.against is None)


async def discover(url: str, means: Means) -> Discovery:
    """Look for feeds and sitemaps of the site that an address leads to, and try them.

    The address may be a feed's or a sitemap's own. Asked are what the page declares or links to, the sitemaps that
    robots.txt names, and usual places only where these yield nothing.
    """
    answer = await means.fetch(Request(url, Purpose.PAGE))
    if isinstance(answer, FetchFailed):
        site, problem = Site(), answer.message
        trials = [] if answer.reason in HOPELESS else [trial async for trial in _of_the_site(url, site, means)]
    else:
        given = await _either(url, "the address itself", means)
        site, problem = await _site(url if not given.readable else urljoin(url, "/"), means), None
        trials = [given] if given.readable else [trial async for trial in _of_the_site(answer.url, site, means)]
    verdicts = judged(trials, means.now)
    site = await _completed(site, verdicts, means)
    chosen = [verdict.trial for verdict in verdicts if verdict.against is None]
    outlet = Outlet("tried", site.name, (), languages=(site.language,) if site.language else ())
    return Discovery(url, site, verdicts, await samples(chosen, outlet, means), problem)


async def _site(url: str, means: Means) -> Site:
    answer = await means.fetch(Request(url, Purpose.PAGE))
    if isinstance(answer, FetchFailed):
        return Site()
    try:
        return await means.site(answer.body, answer.url, answer.content_type)
    except WorkerFailed:
        return Site()  # a page that can't be read names no feeds; robots.txt and usual places are left


async def _completed(site: Site, verdicts: Iterable[Verdict], means: Means) -> Site:
    """The site, with the name and language of its first feed where no page says them."""
    urls = [verdict.trial.plan.state.url for verdict in verdicts if verdict.against is None]
    for answer in () if site.name else (means.fetch.answers.get(url) for url in urls):
        with suppress(CrawlError):
            if isinstance(answer, Response):
                feed = await means.parse.feed(answer.body, answer.url, answer.content_type)
                return replace(site, name=feed.title[:LONGEST_NAME], language=site.language or feed.language)
    return site


async def _of_the_site(url: str, site: Site, means: Means) -> AsyncIterator[Trial]:
    feeds, maps, asked = False, False, {url_key(url)}
    async for trial in _all_tried(site.feeds, "the page names it", asked, means):
        feeds = feeds or _worth(trial, SourceKind.FEED, means)
        maps = maps or _worth(trial, SourceKind.SITEMAP, means)
        yield trial
    if not maps:
        async for trial in _until_one(_named(url, means)[:MOST_SITEMAPS], "robots.txt names it", asked, means):
            maps = maps or _worth(trial, SourceKind.SITEMAP, means)
            yield trial
    for places, found in ((_places(url, FEEDS), feeds), (_places(url, SITEMAPS), maps)):
        if not found:
            async for trial in _until_one(places, "a usual place", asked, means):
                if trial.plan.ledger.outcome is not Outcome.FAILED:
                    yield trial


async def _all_tried(urls: Iterable[str], by: str, asked: set[str], means: Means) -> AsyncIterator[Trial]:
    for url in urls:
        if url_key(url) not in asked:
            asked.add(url_key(url))
            yield await _either(url, by, means)


async def _until_one(urls: Iterable[str], by: str, asked: set[str], means: Means) -> AsyncIterator[Trial]:
    async for trial in _all_tried(urls, by, asked, means):
        yield trial
        if judged([trial], means.now)[0].against is None:
            return


async def _either(url: str, by: str, means: Means) -> Trial:
    """Take an address for a feed, or else for a sitemap."""
    outlet = Outlet("tried", "", ())
    trial = await tried(Source(outlet.id, url), outlet, by, means)
    if trial.plan.ledger.outcome is Outcome.NOT_A_FEED:
        other = await tried(Source(outlet.id, url, kind=SourceKind.SITEMAP), outlet, by, means)
        trial = other if other.readable else trial
    return replace(trial, source=replace(trial.source, url=means.fetch.home(url)))


def _worth(trial: Trial, kind: SourceKind, means: Means) -> bool:
    return trial.source.kind is kind and judged([trial], means.now)[0].against is None


def _named(site: str, means: Means) -> Sequence[str]:
    own = [
        robots
        for origin, robots in means.robots.found.items()
        if registrable_domain(origin) == registrable_domain(site)
    ]
    return [url for robots in own for url in sitemaps_in(robots.body)]


def _places(url: str, names: Iterable[str]) -> list[str]:
    """The names below the page's folder, where it has one, and below the root."""
    folder = urljoin(url, ".") if urlsplit(url).path.strip("/") else ""
    return [urljoin(base, name) for base in (folder, urljoin(url, "/")) if base for name in names]
