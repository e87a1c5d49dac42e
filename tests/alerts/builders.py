"""News, subscriptions and digests with only what a test cares about spelled out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from alerts.catalogue import Catalogue
from alerts.digest import Digest, Slot
from alerts.relay import DigestLimits, Sender
from alerts.selection import Material, Window, select
from alerts.story import Memory, Told
from alerts.subscription import Schedule, Subscription
from pipeline.model.coverage import Coverage, Trouble
from pipeline.model.match import Match, Quotation, Span
from pipeline.model.news import News
from pipeline.model.outlet import Outlet
from pipeline.model.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

BERLIN = ZoneInfo("Europe/Berlin")
SIX_PM = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
"""18:00 in Berlin."""
WINDOW = Window(Slot(date(2026, 11, 21), "daily@18:00", SIX_PM), 0, 10_000, SIX_PM - timedelta(days=1), SIX_PM)
LIMITS = DigestLimits()
SENDER = Sender(
    address="digest@example.org",
    name="Treaty Watch",
    envelope="bounces@example.org",
    domain="example.org",
    reply_to="desk@example.org",
    owner="owner@example.org",
)
SUBSCRIPTION = Subscription(
    id="arms-control",
    name="Arms Control Watch",
    recipients=("reader@example.org",),
    rules=("new_start", "inf", "ctbt"),
    schedule=Schedule(time(18), BERLIN),
)
RULES = {
    "new_start": Rule("new_start", "New START", ()),
    "inf": Rule("inf", "INF Treaty", ()),
    "ctbt": Rule("ctbt", "Test-ban treaty", ()),
}
OUTLETS = {
    "wire": Outlet("wire", "Example Wire", (), ownership="state"),
    "gazeta": Outlet("gazeta", "Gazeta Example", (), ownership="exile"),
}
ALL_WATCHED = Coverage(42)
ONE_DOWN = Coverage(12, (Trouble("wire", "https://wire.example.org/rss", SIX_PM - timedelta(hours=2), "timed out"),))
GENERATED_TITLES = ("\u0301" * 3_000, "A" * 1_000_000, " " * 1_000_000 + "late", "a " * 500_000, "\u202e" * 1_000_000)


def match(
    rule: str = "new_start", *, title: str = "", text: str = "", words: str = "New START", count: int = 1
) -> Match:
    """The rule's words found once in the title if they stand there, `count` times in the text if they stand there."""
    in_title = [_span("title", title, words)] if words in title else []
    in_text = [_span("text", text, words)] * count if words in text else []
    source = (in_text or in_title)[0]
    quotation = Quotation(text if in_text else title, source.start, source.end)
    return Match(rule, "v1", (*in_title, *in_text), quotation)


def news(seq: int = 1, title: str = "Envoys meet", *matches: Match, **fields: Any) -> News:  # noqa: ANN401 - any of News' fields
    """An article of the wire; without matches, one of New START in its text."""
    text = "Both sides keep to New START for now."
    plain = News(
        seq=seq,
        kind="article",
        article_id=seq,
        version_id=seq,
        outlet="wire",
        url=f"https://wire.example.org/{seq}",
        title=title,
        language="en",
        published=SIX_PM - timedelta(hours=3),
        first_seen=SIX_PM - timedelta(hours=2),
        text_by="page",
        matches=matches or (match(text=text),),
    )
    return replace(plain, **fields)


def told(article: int, version: int | None = None, story: int | None = None, outlets: int = 1) -> Told:
    """What an earlier digest told of an article."""
    return Told(article, article if version is None else version, story, outlets, "Envoys met")


def memory(*tellings: Told) -> Memory:
    return Memory(
        {each.article_id: each for each in tellings}, {each.story: each for each in tellings if each.story is not None}
    )


def material(stories: Iterable[News], *, coverage: Coverage = ALL_WATCHED, **known: Any) -> Material:  # noqa: ANN401 - any of Material's fields
    return Material(tuple(stories), Catalogue(RULES, OUTLETS), coverage, **known)


def digest(*stories: News, limits: DigestLimits = LIMITS, coverage: Coverage = ALL_WATCHED, **known: Any) -> Digest:  # noqa: ANN401 - any of Material's fields
    return select(SUBSCRIPTION, WINDOW, material(stories, coverage=coverage, **known), limits)


def hostile_titles() -> list[str]:
    """Recorded ones, and those too long to record."""
    lines = Path(__file__).with_name("hostile_titles.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["title"] for line in lines] + list(GENERATED_TITLES)


def _span(field: str, text: str, words: str) -> Span:
    start = text.index(words)
    return Span(field, start, start + len(words), words)
