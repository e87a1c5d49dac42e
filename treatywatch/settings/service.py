"""The shape of service.yaml; its section `mail` is in mail.py."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from treatywatch.settings.addresses import MappedHosts, UserAgent
from treatywatch.settings.base import Strict, wrong
from treatywatch.settings.fields import Count, Duration, FileName, NotEmpty, Port, Size
from treatywatch.settings.mail import Mail
from treatywatch.settings.sizes import format_size

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


def at_least(size: int) -> AfterValidator:
    """A floor under a size."""

    def check(value: int) -> int:
        if value < size:
            raise wrong(f"must be at least {format_size(size)}")
        return value

    return AfterValidator(check)


Body = Annotated[Size, at_least(KIB)]
"""Limit of a document fetched from the web."""


class Store(Strict):
    """The database. A relative path is relative to the working directory of the process."""

    path: FileName = Path("var/treatywatch.db")
    busy_timeout: Duration = timedelta(seconds=10)


class FirstPoll(StrEnum):
    """What becomes of the entries that a source already has when it is first polled."""

    BASELINE = "baseline"
    DELIVER = "deliver"


class Robots(Strict):
    """How robots.txt is read."""

    remember: Duration = timedelta(hours=24)
    retry: Duration = timedelta(minutes=30)
    longest_crawl_delay: Duration = timedelta(minutes=2)
    size: Body = 512 * KIB


class Backoff(Strict):
    """Waiting after failed polls: the first time `first`, doubling up to `longest`."""

    first: Duration = timedelta(minutes=5)
    longest: Duration = timedelta(hours=24)


class Pages(Strict):
    """Trying again for a page that can't be had."""

    backoff: Duration = timedelta(minutes=1)
    give_up: Duration = timedelta(hours=6)


class Crawl(Strict):
    """How we behave towards outlets."""

    user_agent: UserAgent
    first_poll: FirstPoll = FirstPoll.BASELINE
    interval: Duration = timedelta(minutes=15)
    baseline_age: Duration = timedelta(hours=24)
    timeout: Duration = timedelta(seconds=30)
    at_once: Count = 16
    per_host: Count = 1
    redirects: Annotated[int, Field(strict=True, ge=0, le=20)] = 5
    ports: Annotated[tuple[Port, ...], NotEmpty] = (80, 443)
    feed_size: Body = 10 * MIB
    page_size: Body = 10 * MIB
    robots: Robots = Robots()
    backoff: Backoff = Backoff()
    pages: Pages = Pages()
    map_hosts: MappedHosts = Field(default_factory=dict)


class Workers(Strict):
    """The processes that parse what strangers wrote."""

    processes: Annotated[int, Field(strict=True, ge=1, le=256)] = 2
    memory: Annotated[Size, at_least(256 * MIB)] = GIB
    feed_timeout: Duration = timedelta(seconds=20)
    page_timeout: Duration = timedelta(seconds=30)
    feed_entries: Count = 500


class Digest(Strict):
    """How long a digest may get."""

    items: Count = 40
    per_section: Count = 12
    html_size: Annotated[Size, at_least(10_000)] = 80_000


class Keep(Strict):
    """How long what is kept."""

    text: Duration = timedelta(days=180)
    mails: Duration = timedelta(days=14)
    entries: Duration = timedelta(days=60)
    polls: Duration = timedelta(days=400)


class Tick(Strict):
    """How often the service looks for work of a kind."""

    dispatch: Duration = timedelta(seconds=5)
    plan: Duration = timedelta(seconds=5)
    deliver: Duration = timedelta(seconds=5)
    maintain: Duration = timedelta(hours=1)


class Shutdown(Strict):
    """How long a stopping service waits for work under way."""

    within: Duration = timedelta(seconds=10)
    content: Duration = timedelta(seconds=30)


class Level(StrEnum):
    """The least important messages to log."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Form(StrEnum):
    """How log lines look; `auto` is `console` on a terminal, else `json`."""

    AUTO = "auto"
    CONSOLE = "console"
    JSON = "json"


class Log(Strict):
    """What is logged, and how."""

    level: Level = Level.INFO
    format: Form = Form.AUTO


class ServiceFile(Strict):
    """service.yaml."""

    store: Store = Store()
    crawl: Crawl
    workers: Workers = Workers()
    mail: Mail
    digest: Digest = Digest()
    retention: Keep = Keep()
    ticks: Tick = Tick()
    shutdown: Shutdown = Shutdown()
    log: Log = Log()
