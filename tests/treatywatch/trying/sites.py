"""A site on a table of answers, and the means to try it without processes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawlers.limits import Cadence
from crawlers.robots_store import StoredRobots
from crawlers.site import Site, read_site
from crawlers.web import FetchFailed, Response
from tests.builders import NOON
from tests.crawlers.watch.watching import index, sitemap
from tests.end_to_end.small_web import feed, page
from tests.fakes import PARSERS, FakeWeb, extract_here
from treatywatch.stages.robots import RobotsSeen
from treatywatch.trying.trial import Means, Once

if TYPE_CHECKING:
    from crawlers.web import Hop

SITE = "https://herald.example.org"
__all__ = ["SITE", "answer", "front", "index", "means", "news", "rss", "sitemap", "story"]


async def read_site_here(body: bytes, url: str, content_type: str) -> Site:
    """A `ReadSite` without a process of its own."""
    return read_site(body, url, content_type)


def means(answers: dict[str, Response | FetchFailed], robots: str = "") -> Means:
    """What a trial is made with; addresses that have no answer answer 404."""
    seen = RobotsSeen()
    seen.found[f"{SITE}:443"] = StoredRobots(NOON, 200, robots)
    web = FakeWeb(dict(answers))
    return Means(Once(web), PARSERS, read_site_here, extract_here, seen, Cadence(), NOON)


def answer(path: str, body: str | bytes, *hops: Hop) -> dict[str, Response | FetchFailed]:
    """An answer of the site."""
    url = f"{SITE}{path}"
    content = body.encode() if isinstance(body, str) else body
    return {url: Response(hops[-1].url if hops else url, 200, content, "", hops=hops)}


def front(*feeds: str) -> str:
    """A front page that declares feeds."""
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in feeds)
    return f'<html lang="en"><head><title>The Herald</title>{links}</head><body>Welcome</body></html>'


def rss(*numbers: int) -> str:
    """A feed of articles with these numbers."""
    return feed(SITE, range(min(numbers), max(numbers) + 1))


def story(number: int) -> dict[str, Response | FetchFailed]:
    """The page of an article."""
    return answer(f"/news/{number}", page(number))


def news(*days_ago: int) -> bytes:
    """A sitemap with articles of so many days ago."""
    times: list[tuple[str, datetime]] = [(f"story-{day}", NOON - timedelta(days=day)) for day in days_ago]
    return sitemap(times)
