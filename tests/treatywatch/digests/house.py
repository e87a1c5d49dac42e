"""A store into which a test publishes, and the planner on it; no crawl and no relay."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

import config
from alerts.folder import FolderTransport
from alerts.store.contents import WHOLE
from alerts.store.tables import digest_items, digests, outbox
from alerts.subscription import Schedule, Subscription
from pipeline.model.outlet import Outlet
from pipeline.model.rule import Rule
from pipeline.model.withdrawal import Withdrawal
from pipeline.store import withdrawals
from pipeline.store.story_tables import stories, story_articles
from pipeline.store.tables import articles, events, matches, versions
from pipeline.withdrawing import withdraw
from treatywatch.demo.clock import SteppedClock
from treatywatch.parts import Parts
from treatywatch.planning import Planning
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Sequence

    from pipeline.model.change import Difference
    from pipeline.store.database import Connection, Database
    from treatywatch.settings.settings import Settings

T = TypeVar("T")
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday."""
OUTLETS = (
    Outlet("wire", "Example Wire", (), ownership="state"),
    Outlet("gazeta", "Gazeta Example", (), ownership="exile"),
    Outlet("herald", "Herald", (), ownership="independent"),
)
RULES = (Rule("inf", "INF Treaty"), Rule("new_start", "New START"), Rule("ctbt", "CTBT"))


def daily(at: str = "07:00", zone: str = "Europe/Berlin", **said: Any) -> Schedule:  # noqa: ANN401 - any of Schedule's fields
    return Schedule(time.fromisoformat(at), ZoneInfo(zone), **said)


def subscription(id_: str = "desk", **said: Any) -> Subscription:  # noqa: ANN401 - any of Subscription's fields
    plain = Subscription(id_, "The desk", ("reader@example.org",), ("inf", "new_start", "ctbt"), daily())
    return replace(plain, **said)


@cache
def shipped() -> Settings:
    """As they come with the program; immutable, and half a second to read."""
    return load(Path(config.__file__).parent, {})


def settings_of(subscriptions: Iterable[Subscription], rules: Sequence[Rule] = RULES) -> Settings:
    return replace(shipped(), outlets=OUTLETS, rules=tuple(rules), subscriptions=tuple(subscriptions))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Like `asyncio.run`, which would take the session's loop from the tests that are coroutines."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


class House:
    """Published news, planned digests."""

    def __init__(
        self,
        store: Database,
        *subscriptions: Subscription,
        rules: Sequence[Rule] = RULES,
        start: datetime = START,
        operators: tuple[str, ...] = (),
    ) -> None:
        self.store, self.clock, self._rules, self._operators = store, SteppedClock(start), rules, operators
        self.configure(*subscriptions)

    def configure(self, *subscriptions: Subscription) -> None:
        """Restart the service with these."""
        settings = replace(settings_of(subscriptions, self._rules), operators=self._operators)
        parts = Parts(settings, self.store, self.clock, FolderTransport(Path("unused")), chance=lambda: 0.0)
        self.planning = Planning(parts)
        run(self.planning.start())

    def plan(self) -> int:
        return run(self.planning.plan_due())

    def plan_at(self, moment: datetime) -> int:
        self.clock.advance(moment - self.clock.now())
        return self.plan()

    def wait(self, **delta: float) -> int:
        return self.plan_at(self.clock.now() + timedelta(**delta))

    def publish(self, title: str, *rules: str, outlet: str = "wire", arrival: str = "live") -> int:
        """A new article; its id."""
        return self.store.write_now(lambda conn: self._article(conn, title, rules, outlet, arrival))

    def edit(self, article: int, title: str, *rules: str, changes: Sequence[Difference] | None = None) -> int:
        """A further version of an article, with its material differences; its id."""

        def work(conn: Connection) -> int:
            version = self._version(conn, article, title, rules)
            if changes is not None:
                since = select(versions.c.number - 1).where(versions.c.id == version).scalar_subquery()
                known = {"changes": [asdict(each) for each in changes], "since": since}
                conn.execute(update(versions).where(versions.c.id == version).values(known))
            return version

        return self.store.write_now(work)

    def withdraw(self, article: int) -> None:
        """The article's page is gone."""
        now, address = self.clock.now(), select(articles.c.outlet, articles.c.url_key).where(articles.c.id == article)

        def work(conn: Connection) -> None:
            outlet, key = conn.execute(address).one()
            assert withdraw(conn, outlet, key, Withdrawal(now, now, 404, "not found"))

        self.store.write_now(work)

    def bring_back(self, article: int) -> None:
        """The page that was gone is there again."""
        now = self.clock.now()
        assert self.store.write_now(lambda conn: withdrawals.back(conn, article, now))

    def tell_story(self, *articles: int) -> int:
        """Put articles into one new story; its id."""

        def work(conn: Connection) -> int:
            story: int = conn.execute(insert(stories).values(merged_into=None).returning(stories.c.id)).scalar_one()
            for article in articles:
                self._report(conn, story, article)
            return story

        return self.store.write_now(work)

    def join_story(self, story: int, article: int) -> None:
        """One more report of a story."""
        self.store.write_now(lambda conn: self._report(conn, story, article))

    def merge(self, story: int, into: int) -> None:
        """Two stories turn out to be one."""
        merged = update(stories).where(stories.c.id == story).values(merged_into=into)
        self.store.write_now(lambda conn: conn.execute(merged))

    def sections(self, subscription: str = "desk") -> list[list[tuple[str, int]]]:
        """What became of articles in each digest: part and article."""
        query = (
            select(digests.c.id, digest_items.c.part, digest_items.c.article_id)
            .join(digest_items, digest_items.c.digest_id == digests.c.id, isouter=True)
            .where(digests.c.subscription == subscription)
            .order_by(digests.c.id, digest_items.c.position)
        )
        found: dict[int, list[tuple[str, int]]] = {}
        for row in self.store.read_now(lambda conn: conn.execute(query).all()):
            found.setdefault(row.id, []).extend([(row.part, row.article_id)] if row.part else [])
        return list(found.values())

    def records(self, subscription: str = "desk") -> list[Any]:
        query = select(digests).where(digests.c.subscription == subscription).order_by(digests.c.id)
        return list(self.store.read_now(lambda conn: conn.execute(query).all()))

    def mails(self) -> list[Any]:
        found = select(outbox, WHOLE).order_by(outbox.c.id)
        return list(self.store.read_now(lambda conn: conn.execute(found).all()))

    def _article(self, conn: Connection, title: str, rules: Sequence[str], outlet: str, arrival: str) -> int:
        now = self.clock.now()
        row = {
            "outlet": outlet, "url_key": f"{title}/{outlet}/{now}", "url": f"https://{outlet}.example.org/{len(title)}",
            "language": "en", "published": now, "first_seen": now, "arrival": arrival,
        }  # fmt: skip
        article: int = conn.execute(insert(articles).values(row).returning(articles.c.id)).scalar_one()
        self._version(conn, article, title, rules, arrival)
        return article

    def _version(
        self, conn: Connection, article: int, title: str, rules: Sequence[str], arrival: str = "live"
    ) -> int:  # fmt: skip
        now = self.clock.now()
        numbers = conn.execute(select(versions.c.number).where(versions.c.article_id == article)).scalars()
        number = max(numbers, default=0) + 1
        row: dict[str, Any] = {
            "article_id": article, "number": number, "content_key": title, "title": title,
            "text": None, "text_by": "page", "authors": [], "arrival": arrival, "why": "", "seen_at": now,
        }  # fmt: skip
        version: int = conn.execute(insert(versions).values(row).returning(versions.c.id)).scalar_one()
        sentence = f"They spoke of {title} for two hours, and of what may follow it."
        for rule in dict.fromkeys(rules):
            span = {"field": "text", "start": 14, "end": 14 + len(title), "text": title}
            quotation = {"text": sentence, "start": 14, "end": 14 + len(title)}
            found = {
                "version_id": version, "rule": rule, "rule_version": "v1", "arrival": arrival, "spans": [span],
                "quotation": quotation,
            }  # fmt: skip
            conn.execute(insert(matches).values(found))
        self._event(conn, "article" if number == 1 else "version", article, version, arrival)
        return version

    def _event(self, conn: Connection, kind: str, article: int, version: int, arrival: str) -> None:
        now = self.clock.now()
        row = {"kind": kind, "article_id": article, "version_id": version, "arrival": arrival, "at": now}
        conn.execute(insert(events).values(row))

    @staticmethod
    def _report(conn: Connection, story: int, article: int) -> None:
        row = {"story_id": story, "article_id": article, "kind": "same_story", "grounds": [], "added": False}
        conn.execute(insert(story_articles).values(row))
