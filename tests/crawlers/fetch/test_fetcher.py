"""The fetcher on a fake engine, for what no server can be made to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawlers.fetch import Fetcher
from crawlers.limits import FetchLimits
from crawlers.robots_store import RobotsMemory
from crawlers.web import FetchFailed, Purpose, Reason, Request
from crawlers.wire import Answer, Ask, NoAnswer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = Request("http://example.org/feed", Purpose.FEED)


class Engine:
    """Answers from a script, by URL."""

    def __init__(self, **answers: Answer | NoAnswer) -> None:
        self.answers = {f"http://example.org/{name.replace('_', '.')}": answer for name, answer in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, ask: Ask) -> Answer | NoAnswer:
        self.asked.append(ask.url)
        return self.answers[ask.url]


def fetcher(engine: Engine, robots: RobotsMemory) -> Fetcher:
    return Fetcher(engine, FetchLimits("treatywatch/0.1"), robots, lambda: NOW)


async def test_an_engine_that_stops_is_nothing_to_remember_of_an_outlet() -> None:
    robots = RobotsMemory()
    failed = await fetcher(Engine(robots_txt=NoAnswer(Reason.STOPPED, "the service is shutting down")), robots)(FEED)
    assert isinstance(failed, FetchFailed)
    assert (failed.reason, failed.url, failed.retry_at) == (Reason.STOPPED, FEED.url, None)
    assert await robots.get("http://example.org:80") is None


async def test_an_address_we_refuse_is_nothing_to_remember_of_an_outlet() -> None:
    robots = RobotsMemory()
    failed = await fetcher(Engine(robots_txt=NoAnswer(Reason.REFUSED_ADDRESS, "10.0.0.1")), robots)(FEED)
    assert isinstance(failed, FetchFailed)
    assert (failed.reason, failed.url) == (Reason.REFUSED_ADDRESS, FEED.url)
    assert await robots.get("http://example.org:80") is None


async def test_a_host_out_of_reach_is_remembered() -> None:
    robots = RobotsMemory()
    engine = Engine(robots_txt=NoAnswer(Reason.CONNECTION, "the connection was refused", connected=False))
    fetch = fetcher(engine, robots)
    first, second = await fetch(FEED), await fetch(FEED)
    assert isinstance(first, FetchFailed)
    assert isinstance(second, FetchFailed)
    assert (first.reason, second.reason) == (Reason.CONNECTION, Reason.ROBOTS)
    assert first.retry_at == second.retry_at == NOW + timedelta(minutes=30)
    assert engine.asked == ["http://example.org/robots.txt"]
