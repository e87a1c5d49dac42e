"""Subscribers, queries and an archive that has something for each of them, generated from a seed."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.installation import START
from pipeline.matching.matcher import Matcher
from pipeline.model.article import Arrival, Article, TextBy
from pipeline.process import read, settle
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pipeline.store.database import Connection, Database
    from treatywatch.settings.settings import Settings

SEED = 20261121
QUERIES = 200
ARTICLES = 400
TOPICS_OF_ONE = 10
"""Queries that an article matches; so each digest has ARTICLES * TOPICS_OF_ONE / QUERIES items."""
DOMAINS = 500
OUTLET = "gazette"
SENTENCE = "The delegations spoke of limits, inspections and the exchange of data, and agreed to meet again in spring."

SERVICE = """\
store: {{path: {store}}}
crawl:
  user_agent: "treatywatch-bench/1 (+https://watch.example.org/; watch@example.org)"
mail:
  from: {{name: Arms Control Watch, address: digest@example.org}}
  relay: {{host: 127.0.0.1, port: {port}, security: none}}
"""
OUTLETS = "outlets: [{id: gazette, name: The Gazette, sources: [{url: https://gazette.example.com/feed}]}]\n"
TOPICS = "topics: [{id: new_start, label: New START, names: [{text: New START, acronym: true}]}]\n"


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many there are."""

    subscribers: int
    queries: int = QUERIES
    apart: bool = False
    """Each is a subscription of its own; else those with one query are one."""


def settings_for(crowd: Crowd, folder: Path, port: int) -> Settings:
    """As shipped, but for the subscriptions: each query has its share of the subscribers, all due at one slot."""
    config = folder / "config"
    config.mkdir()
    files = {
        "service.yaml": SERVICE.format(store=folder / "bench.db", port=port),
        "outlets.yaml": OUTLETS,
        "topics.yaml": TOPICS,
        "subscriptions.yaml": json.dumps({"subscriptions": list(_subscriptions(crowd))}),  # JSON is YAML, too
    }
    for name, text in files.items():
        (config / name).write_text(text, "utf-8")
    return load(config, {})


def _subscriptions(crowd: Crowd) -> Iterator[dict[str, object]]:
    if crowd.apart:
        for one in range(crowd.subscribers):
            yield _subscription(f"reader{one:06}", one % crowd.queries, [one])
        return
    for number in range(crowd.queries):
        yield _subscription(f"query{number:03}", number, range(number, crowd.subscribers, crowd.queries))


def _subscription(id_: str, query: int, readers: Iterable[int]) -> dict[str, object]:
    return {
        "id": id_,
        "name": f"Query {query}",
        "recipients": [f"reader{one}@list{one % DOMAINS}.example.com" for one in readers],
        "queries": [f'"New START" AND verifier{_word(query)}'],
        "schedule": {"every": "daily", "at": "12:00", "zone": "UTC"},
    }


async def fill(database: Database, settings: Settings, queries: int, articles: int = ARTICLES) -> None:
    """Write the archive, as a crawl would have."""
    draw, matcher = random.Random(SEED), Matcher(settings.rules)
    found = [read(_article(number, draw, queries), matcher) for number in range(articles)]

    def work(conn: Connection) -> None:
        for one in found:
            settle(conn, one)

    await database.write(work)


def _article(number: int, draw: random.Random, queries: int) -> Article:
    topics = draw.sample(range(queries), min(TOPICS_OF_ONE, queries))
    told = " ".join(f"The verifier{_word(topic)} team reported on New START. {SENTENCE}" for topic in topics)
    url = f"https://gazette.example.com/{number}"
    return Article(
        outlet=OUTLET, url_key=url.partition("://")[2], url=url, text=told,
        title=f"Report {number}: the parties meet over New START",
        text_by=TextBy.PAGE, arrival=Arrival.LIVE, seen_at=START - timedelta(hours=1), language="en",
        source="https://gazette.example.com/feed",
    )  # fmt: skip


def _word(number: int) -> str:
    """Letters, so that no rule takes it for a number."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
