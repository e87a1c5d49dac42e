"""Where the walk over an outlet's older articles begins."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawlers.site import sitemaps_in
from crawlers.walk.plan import Start
from crawlers.web import Purpose, Request, Response
from pipeline.model.outlet import SourceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawlers.web import Fetch
    from pipeline.model.outlet import Outlet

USUAL = "/sitemap.xml"


async def starts_of(outlet: Outlet, named: Sequence[str], known: Collection[str], fetch: Fetch) -> list[Start]:
    """The sitemaps that the operator named; else the outlet's sitemaps and listing pages, and what robots.txt names.

    Args:
        outlet: Whose articles are wanted.
        named: Addresses of sitemaps.
        known: Addresses of sources that have been polled; articles count for one of these.
        fetch: The web.
    """
    sources = [source for source in outlet.sources if source.url in known]
    maps = [source for source in sources if source.kind is SourceKind.SITEMAP]
    owner = (maps or sources)[0].url
    if named:
        return [Start(url, owner) for url in named]
    starts = [Start(source.url, source.url, source.listing) for source in sources if source.kind is not SourceKind.FEED]
    listed = dict.fromkeys([url for root in _roots(outlet) for url in await _listed(root, fetch)])
    starts += [Start(url, owner) for url in listed if url not in {start.url for start in starts}]
    return starts or [Start(urljoin(root, USUAL), owner) for root in _roots(outlet)]


def _roots(outlet: Outlet) -> list[str]:
    return list(dict.fromkeys(urljoin(source.url, "/") for source in outlet.sources))


async def _listed(root: str, fetch: Fetch) -> tuple[str, ...]:
    answer = await fetch(Request(urljoin(root, "/robots.txt"), Purpose.ROBOTS))
    return sitemaps_in(answer.body.decode("utf-8", "replace")) if isinstance(answer, Response) else ()
