"""One outlet whose pages are settled and looked at again, with a real store and a web that answers as told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from alerts.folder import FolderTransport
from crawlers.entry import Entry
from crawlers.state import LedgerRow, Outcome, PageWork, PollPlan, SourceState
from crawlers.store import looks, polls, sources
from crawlers.web import FetchFailed, Reason, Response
from pipeline.matching.matcher import Matcher
from pipeline.model.article import Arrival
from pipeline.store import news, withdrawals
from tests.builders import HOUR, NOON
from tests.fakes import FakeWeb, extract_here
from tests.treatywatch.settings.examples import service, write
from treatywatch.demo.clock import SteppedClock
from treatywatch.looking import Looking
from treatywatch.parts import Parts
from treatywatch.placing import Placer
from treatywatch.settings.load import load
from treatywatch.settling import Settling

if TYPE_CHECKING:
    from pathlib import Path

    from crawlers.again.look import Look
    from crawlers.workers import ExtractPage
    from pipeline.model.news import News
    from pipeline.model.withdrawal import Withdrawal
    from pipeline.store.database import Connection, Database

FEED, URL = "https://gazette.example.com/feed", "https://gazette.example.com/news/1"
KEY = "gazette.example.com/news/1"
TITLE = "Envoys return to the INF Treaty"
DAYS = tuple(
    f"On day {day} the delegations counted {day + 10} launchers under the INF Treaty and agreed to meet again."
    for day in range(1, 8)
)
OUTLETS = "outlets: [{id: gazette, name: The Gazette, use: %s, sources: [{url: 'https://gazette.example.com/feed'}]}]"
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def page(*paragraphs: str, title: str = TITLE, url: str = URL) -> Response:
    """A page; with the usual text unless another is given."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or DAYS)
    html = f"<html lang=en><title>{title}</title><body><article><h1>{title}</h1>{text}</article></body></html>"
    return Response(url, 200, html.encode(), "text/html; charset=utf-8")


def failed(status: int) -> FetchFailed:
    return FetchFailed(URL, Reason.STATUS, f"answered {status}", status)


EDITED = page(*(paragraph.replace("17 launchers", "19 launchers") for paragraph in DAYS))
GONE = failed(404)


class Watching:
    """The service's settling and looking, without its ticks."""

    def __init__(
        self, folder: Path, store: Database, use: str = "fulltext", looks: str = "[1h, 24h, 7d]",
        extract: ExtractPage = extract_here,
    ) -> None:  # fmt: skip
        crawl = f"{{user_agent: 'watch/1 (+https://watch.example.net)', look_again: {looks}}}"
        files = {"service.yaml": service(crawl=crawl), "outlets.yaml": OUTLETS % use}
        self.settings = load(write(folder / "config", files), {})
        self.store, self.web, self.clock = store, FakeWeb({URL: page()}), SteppedClock(NOON)
        parts = Parts(self.settings, store, self.clock, FolderTransport(folder), lambda: 0.0)
        self.placer = Placer(Matcher(self.settings.rules))
        self.settling = Settling(parts, self.web, extract_here, self.placer)
        self.looking = Looking(parts, self.web, extract, self.placer)
        listed = self.settings.outlets[0].sources
        store.write_now(lambda conn: sources.sync(conn, listed, NOON, HOUR))
        self._times = 0

    async def lists(
        self, title: str = TITLE, arrival: Arrival = Arrival.LIVE, url: str = URL, summary: str = "", **entry: Any  # noqa: ANN401 - any field
    ) -> None:  # fmt: skip
        """Have the feed list the article, and settle it."""
        now, key = self.clock.now(), url.partition("://")[2]
        self._times += 1
        said = Entry(entry.pop("id", None), url, title, summary, **entry)
        work = PageWork(
            1, "gazette", FEED, url, key, f"f{self._times}", page=True, entry=said, arrival=arrival, queued_at=now
        )
        state = SourceState(1, "gazette", FEED)
        plan = PollPlan(state, now + HOUR, LedgerRow(1, now, Outcome.ENTRIES), work=(work,))
        self.store.write_now(lambda conn: polls.record(conn, plan))
        for _, found in await self.settling.find(frozenset(), 9):
            await self.settling.do(found)

    async def looks(self, after: timedelta) -> int:
        """Take all looks that are due so long after noon; returns how many."""
        self.clock.advance(NOON + after - self.clock.now())
        taken = 0
        while due := await self.looking.find(frozenset(), 9):
            for _, look in due:
                await self.looking.do(look)
                taken += 1
        return taken

    def look(self, key: str = KEY) -> Look | None:
        return self.store.read_now(lambda conn: looks.find(conn, "gazette", key))

    def events(self) -> list[str]:
        return [kind for (kind,) in self.ask("select kind from events order by seq")]

    def news(self, after: int = 0) -> tuple[News, ...]:
        rules = [rule.id for rule in self.settings.rules]
        return self.store.read_now(lambda conn: news.news(conn, after, news.newest_seq(conn), rules))

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        return self.store.read_now(lambda conn: withdrawals.of(conn, "gazette", KEY))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        def read(conn: Connection) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in conn.exec_driver_sql(query)]

        return self.store.read_now(read)

    @property
    def asked(self) -> int:
        """How often a page was asked for."""
        return len(self.web.asked)
