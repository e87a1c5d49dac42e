"""An outlet that is polled through the real store, at the times a test says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from crawlers.limits import Cadence
from crawlers.occasion import Occasion
from crawlers.poll import poll
from crawlers.store import polls, sources
from crawlers.store.rows import state_of
from crawlers.store.tables import sources as table
from crawlers.web import Response, Validators
from pipeline.model.outlet import Source, SourceKind
from tests.builders import NOON
from tests.fakes import PARSERS, FakeWeb
from treatywatch.memory import PollMemory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from crawlers.state import PollPlan, SourceState
    from crawlers.web import FetchFailed
    from pipeline.store.database import Database

SITE = "https://herald.example.org"
FEED = f"{SITE}/feed"
SITEMAP = f"{SITE}/news-sitemap.xml"
MINUTE = timedelta(minutes=1)
TAGS = Validators(b'"1"')


def rss(items: Iterable[tuple[str, datetime]], head: str = "") -> bytes:
    """A feed of (name, publication date)."""
    listed = "".join(
        f"<item><title>{name}</title><link>{SITE}/{name}</link><pubDate>{format_datetime(date)}</pubDate></item>"
        for name, date in items
    )
    return f'<rss version="2.0"><channel><title>Herald</title>{head}{listed}</channel></rss>'.encode()


def sitemap(items: Iterable[tuple[str, datetime]]) -> bytes:
    """A news sitemap of (name, publication date)."""
    listed = "".join(
        f"<url><loc>{SITE}/{name}</loc><news:news><news:publication><news:name>Herald</news:name>"
        "<news:language>en</news:language></news:publication>"
        f"<news:publication_date>{date.isoformat()}</news:publication_date><news:title>{name}</news:title>"
        "</news:news></url>"
        for name, date in items
    )
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{news}">{listed}</urlset>'.encode()


def index(*urls: str) -> bytes:
    """A sitemap index."""
    listed = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'.encode()


def hourly(count: int, until: datetime = NOON, prefix: str = "story") -> list[tuple[str, datetime]]:
    """So many items, an hour apart, the newest first."""
    return [(f"{prefix}-{n}", until - timedelta(hours=n)) for n in range(count)]


def answer(body: bytes, validators: Validators = TAGS, **said: object) -> Response:
    return replace(Response(FEED, 200, body, validators=validators), **said)  # type: ignore[arg-type]


NOT_MODIFIED = Response(FEED, 304, b"")


class Watched:
    """An outlet's sources in a store."""

    def __init__(self, store: Database, *kinds: SourceKind, interval: timedelta | None = None) -> None:
        addresses = {SourceKind.FEED: FEED, SourceKind.SITEMAP: SITEMAP, SourceKind.LISTING: FEED}
        self.sources = [Source("herald", addresses[kind], interval, kind) for kind in kinds or (SourceKind.FEED,)]
        self.store, self.web = store, FakeWeb()
        self.sync(NOON)

    def sync(self, now: datetime, *configured: Source) -> None:
        listed = configured or tuple(self.sources)
        self.store.write_now(lambda conn: sources.sync(conn, listed, now, timedelta(hours=1)))

    def state(self, url: str = FEED) -> SourceState:
        """What the store knows of a source."""
        found = select(table).where(table.c.url == url)
        return self.store.read_now(lambda conn: state_of(conn.execute(found).one()))

    def due(self, now: datetime) -> list[str]:
        """Addresses of sources to poll."""
        found = self.store.read_now(lambda conn: sources.due(conn, now, (), 100))
        return [state.url for state in found]

    async def poll(self, at: datetime, said: Response | FetchFailed, url: str = FEED) -> PollPlan:
        """Poll one source and store what comes of it."""
        state = self.state(url)
        self.web.answers[state.address] = said
        source = next(source for source in self.sources if source.url == url)
        occasion = Occasion(
            at,
            source.interval,
            0.5,
            Cadence(),
            kind=source.kind,
            zone=source.zone,
            headers=source.headers,
            encoding=source.encoding,
        )
        plan = await poll(state, occasion, self.web, PARSERS, PollMemory(self.store))
        self.store.write_now(lambda conn: polls.record(conn, plan))
        return plan
