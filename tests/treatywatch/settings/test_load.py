from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alerts.mail import Retry
from alerts.quiet import Quiet
from alerts.relay import DigestLimits, Relay, Security, Sender
from alerts.subscription import Empty, Every, Schedule, Subscription
from crawlers.limits import Cadence, FetchLimits, WorkerLimits
from pipeline.model.outlet import Outlet, Source, Terms, TermsStatus, Use
from pipeline.model.rule import Name, Rule, keyword_rule
from tests.treatywatch.settings.examples import service, write
from treatywatch.settings.load import load
from treatywatch.settings.settings import LogSettings, Retention, Settings, StoreSettings, Ticks

FULL = """\
store: {path: /srv/watch.db, busy_timeout: 3s}
crawl:
  user_agent: watch/1 (a@example.net)
  first_poll: deliver
  interval: 10m
  baseline_age: 1h
  look_again: [20m, 2h]
  timeout: 5s
  at_once: 2
  per_host: 3
  redirects: 0
  ports: [443, 8443, 443]
  feed_size: 1MiB
  page_size: 2MiB
  robots: {remember: 1h, retry: 2h, longest_crawl_delay: 3s, size: 4KiB}
  backoff: {first: 1m, longest: 2m}
  pages: {backoff: 3m, give_up: 4m}
  map_hosts: {"*": "127.0.0.1:8081"}
workers: {processes: 1, memory: 512MiB, feed_timeout: 1s, page_timeout: 2s, feed_entries: 3}
mail:
  from: {name: Watch, address: Watch@BÜCHER.example.org}
  envelope: bounces@example.org
  reply_to: desk@example.org
  owner: owner@example.org
  relay:
    {host: mail.example.org, port: 465, security: tls, username: u, password: p, timeout: 1s, content_timeout: 2s,
     per_connection: 3, connections: 2, in_doubt: 2, per_domain: 5, per_second: 7}
  retry: {delays: [1s, 2s], expire_after: 3s, lease: 4s, expire_instant: 2s}
operators: [a@example.org, b@example.org, a@example.org]
digest: {items: 1, per_section: 2, html_size: 10kB}
retention: {text: 1d, mails: 2d, entries: 3d, polls: 4d}
ticks: {dispatch: 1s, plan: 2s, deliver: 3s, maintain: 4s}
shutdown: {within: 5s, content: 6s}
log: {level: debug, format: json}
"""


def seconds(number: int) -> timedelta:
    return timedelta(seconds=number)


@pytest.fixture
def minimal(tmp_path: Path) -> Settings:
    return load(write(tmp_path), {})


@pytest.fixture
def full(tmp_path: Path) -> Settings:
    return load(write(tmp_path, {"service.yaml": FULL}), {})


def test_what_is_not_written_has_the_defaults_of_the_rooms(minimal: Settings) -> None:
    assert replace(minimal.fetch, map_hosts={}) == FetchLimits("watch/1 (+https://watch.example.net)", map_hosts={})
    assert (minimal.workers, minimal.cadence, minimal.digest) == (WorkerLimits(), Cadence(), DigestLimits())
    assert minimal.relay == Relay("localhost", 25)


def test_what_is_not_written_and_belongs_to_the_application_has_its_defaults(minimal: Settings) -> None:
    assert minimal.store == StoreSettings(Path("var/treatywatch.db"), seconds(10))
    assert minimal.retention == Retention(*(timedelta(days=days) for days in (180, 14, 60, 400)))
    assert minimal.ticks == Ticks(*(seconds(number) for number in (5, 5, 5, 3600, 10, 30)))
    assert minimal.log == LogSettings("info", "auto")


def test_bounces_go_to_the_sender_where_nothing_else_is_written(minimal: Settings) -> None:
    assert minimal.sender == Sender("watch@example.org", "Watch", "watch@example.org", "example.org")


def test_retries_have_defaults(minimal: Settings) -> None:
    delays = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
    assert minimal.retry == Retry(delays, timedelta(hours=72), timedelta(minutes=15))


def test_every_key_of_crawl_reaches_the_crawler(full: Settings) -> None:
    fetch = FetchLimits(
        user_agent="watch/1 (a@example.net)",
        map_hosts={"*": "127.0.0.1:8081"},
        ports=frozenset({443, 8443}),
        at_once=2,
        per_host=3,
        timeout=seconds(5),
        redirects=0,
        feed_bytes=1 << 20,
        page_bytes=2 << 20,
        robots_bytes=4096,
        robots_for=timedelta(hours=1),
        robots_retry=timedelta(hours=2),
        longest_crawl_delay=seconds(3),
    )
    assert replace(full.fetch, map_hosts=dict(full.fetch.map_hosts)) == fetch
    assert full.cadence == Cadence(
        first_backoff=timedelta(minutes=1),
        longest_backoff=timedelta(minutes=2),
        page_first_backoff=timedelta(minutes=3),
        page_give_up=timedelta(minutes=4),
        look_again=(timedelta(minutes=20), timedelta(hours=2)),
        baseline_age=timedelta(hours=1),
        deliver_first_poll=True,
    )
    assert full.workers == WorkerLimits(1, 512 << 20, seconds(1), seconds(2), 3)


def test_every_key_of_mail_reaches_the_alerts(full: Settings) -> None:
    access = ("mail.example.org", 465, Security.TLS, "u", "p")
    assert full.relay == Relay(
        *access, None, None, seconds(1), seconds(2), per_connection=3, connections=2, in_doubt=2,
        per_domain=5, per_second=7,
    )  # fmt: skip
    assert full.retry == Retry((seconds(1), seconds(2)), seconds(3), seconds(4), seconds(2))
    assert full.operators == ("a@example.org", "b@example.org")
    assert full.digest == DigestLimits(1, 2, 10_000)


def test_a_sender_with_a_domain_in_other_letters_is_written_in_ascii(full: Settings) -> None:
    domain = "xn--bcher-kva.example.org"
    people = ("bounces@example.org", domain, "desk@example.org", "owner@example.org")
    assert full.sender == Sender(f"Watch@{domain}", "Watch", *people)


def test_every_other_key_of_the_service_reaches_the_application(full: Settings) -> None:
    assert full.store == StoreSettings(Path("/srv/watch.db"), seconds(3))
    assert full.retention == Retention(*(timedelta(days=days) for days in (1, 2, 3, 4)))
    assert full.ticks == Ticks(*(seconds(number) for number in (1, 2, 3, 4, 5, 6)))
    assert full.log == LogSettings("debug", "json")


OUTLETS = """\
outlets:
  - id: gazette
    name: "The  Gazette"
    country: NL
    languages: [en, ru]
    ownership: state-aligned
    kind: think-tank
    zone: Europe/Moscow
    terms: {status: forbids, url: "https://gazette.example.com/terms", checked: 2026-11-21, permission: by letter}
    use: headline
    sources:
      - url: https://gazette.example.com/feed
      - {url: https://gazette.example.com/news, interval: 1h}
  - {id: closed, name: Closed, enabled: false, sources: [{url: https://closed.example.com/feed}]}
"""


def test_an_enabled_outlet_is_taken_over_and_a_disabled_one_is_not(tmp_path: Path) -> None:
    crawl = "{user_agent: watch/1 a@example.net, interval: 20m}"
    settings = load(write(tmp_path, {"outlets.yaml": OUTLETS, "service.yaml": service(crawl=crawl)}), {})
    assert settings.outlets == (
        Outlet(
            id="gazette",
            name="The Gazette",
            sources=(
                Source("gazette", "https://gazette.example.com/feed", timedelta(minutes=20), zone="Europe/Moscow"),
                Source("gazette", "https://gazette.example.com/news", timedelta(hours=1), zone="Europe/Moscow"),
            ),
            country="NL",
            languages=("en", "ru"),
            ownership="state-aligned",
            kind="think-tank",
            zone="Europe/Moscow",
            terms=Terms(TermsStatus.FORBIDS, "https://gazette.example.com/terms", date(2026, 11, 21), "by letter"),
            use=Use.HEADLINE,
        ),
    )


POLYGLOT = """\
outlets:
  - id: gazette
    name: The Gazette
    languages: [en, ru]
    zone: Europe/London
    headers: {Accept-Language: en, From: desk@example.net}
    encoding: ISO-8859-1
    sources:
      - url: https://gazette.example.com/en
      - url: https://gazette.example.com/ru
        zone: Europe/Moscow
        language: ru
        headers: {accept-language: ru}
        encoding: Windows-1251
"""


def test_what_a_source_says_of_itself_wins_over_its_outlet(tmp_path: Path) -> None:
    (outlet,) = load(write(tmp_path, {"outlets.yaml": POLYGLOT}), {}).outlets
    shared = (("Accept-Language", "en"), ("From", "desk@example.net"))
    assert (outlet.headers, outlet.encoding) == (shared, "cp1252")
    assert outlet.sources == (
        Source("gazette", "https://gazette.example.com/en", headers=shared, zone="Europe/London", encoding="cp1252"),
        Source(
            "gazette",
            "https://gazette.example.com/ru",
            headers=(("accept-language", "ru"), ("From", "desk@example.net")),
            zone="Europe/Moscow",
            language="ru",
            encoding="cp1251",
        ),
    )


SUBSCRIPTIONS = """\
subscriptions:
  - id: brief
    name: Brief
    recipients: [Reader@Example.ORG, other@example.org]
    keywords: [Missile  defense, INF, arms race]
    concepts: [new_start, inf]
    schedule: {every: weekly, on: [thu, monday], at: 07:00:30, zone: Europe/Berlin}
  - id: second
    name: Second
    recipients: [reader@example.org]
    keywords: [missile Defense, hypersonic]
    schedule: {every: weekdays, at: "23:59", zone: UTC}
"""


def test_rules_are_the_topics_then_each_keyword_once(tmp_path: Path) -> None:
    settings = load(write(tmp_path, {"subscriptions.yaml": SUBSCRIPTIONS}), {})
    assert settings.rules == (
        Rule("inf", "INF Treaty", (Name("INF Treaty"),)),
        Rule("new_start", "New START", (Name("New START", exact=True),)),
        *map(keyword_rule, ("Missile defense", "INF", "arms race", "hypersonic")),
    )


def test_a_subscription_lists_concepts_then_keywords_in_the_order_written(tmp_path: Path) -> None:
    settings = load(write(tmp_path, {"subscriptions.yaml": SUBSCRIPTIONS}), {})
    assert settings.subscriptions == (
        Subscription(
            id="brief",
            name="Brief",
            recipients=("Reader@example.org", "other@example.org"),
            rules=("new_start", "inf", "keyword:missile defense", "keyword:INF", "keyword:arms race"),
            schedule=Schedule(time(7, 0, 30), ZoneInfo("Europe/Berlin"), frozenset({0, 3})),
        ),
        Subscription(
            id="second",
            name="Second",
            recipients=("reader@example.org",),
            rules=("keyword:missile defense", "keyword:hypersonic"),
            schedule=Schedule(time(23, 59), ZoneInfo("UTC"), frozenset(range(5))),
        ),
    )


def test_daily_is_all_seven_days_and_an_unquoted_time_is_a_time(minimal: Settings) -> None:
    assert minimal.subscriptions[0].schedule == Schedule(time(7), ZoneInfo("Europe/Berlin"))


def test_alerts_quiet_hours_and_the_rest_of_a_subscription_are_read(tmp_path: Path) -> None:
    text = """\
subscriptions:
  - id: desk
    name: Desk
    recipients: [desk@example.org]
    concepts: [inf, new_start]
    keywords: [Missile Defense]
    schedule: {every: hourly, at: 00:15, zone: UTC, quiet: {from: 22:00, to: 06:00}}
    alerts: [inf, Missile Defense]
    break_quiet: [inf]
    empty: weekly-heartbeat
    paused: true
  - id: all
    name: All
    recipients: [desk@example.org]
    concepts: [inf, new_start]
    schedule: {every: instant, at: 07:00, zone: UTC}
"""
    desk, every = load(write(tmp_path, {"subscriptions.yaml": text}), {}).subscriptions
    quiet = Quiet(time(22), time(6))
    assert desk.schedule == Schedule(time(0, 15), ZoneInfo("UTC"), every=Every.HOURLY, quiet=quiet)
    assert (desk.alerts, desk.through_quiet) == (("inf", "keyword:missile defense"), frozenset({"inf"}))
    assert (desk.empty, desk.paused) == (Empty.HEARTBEAT, True)
    assert (every.alerts, every.schedule) == (("inf", "new_start"), Schedule(time(7), ZoneInfo("UTC")))
