"""The shape of service.yaml; its section `mail` is in mail.py."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from crawlers.again.schedule import NEAR
from treatywatch.settings.addresses import MailAddress, MappedHosts, UserAgent
from treatywatch.settings.base import Check, Strict, wrong
from treatywatch.settings.durations import format_duration
from treatywatch.settings.fields import Count, Duration, FileName, NotEmpty, Port, Size
from treatywatch.settings.mail import Mail
from treatywatch.settings.sizes import format_size

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


def at_least(size: int) -> Check:
    """A floor under a size."""

    def check(value: int) -> int:
        if value < size:
            raise wrong(f"must be at least {format_size(size)}")
        return value

    return Check(check, {"title": f"size, at least {format_size(size)}"})


Body = Annotated[Size, at_least(KIB)]
"""Limit of a document fetched from the web."""


class Store(Strict):
    """The database."""

    path: FileName = Path("var/treatywatch.db")
    """The SQLite database; a relative path is relative to the working directory of the process."""
    busy_timeout: Duration = timedelta(seconds=10)
    """How long a write waits for another process's."""


class FirstPoll(StrEnum):
    """What becomes of the entries that a source already has when it is first polled."""

    BASELINE = "baseline"
    DELIVER = "deliver"


class Robots(Strict):
    """How robots.txt is read."""

    remember: Duration = timedelta(hours=24)
    """How long a robots.txt that was read is believed."""
    retry: Duration = timedelta(minutes=30)
    """How long one that can't be read (5xx, no connection) keeps its host closed before it is asked for again."""
    longest_crawl_delay: Duration = timedelta(minutes=2)
    """The longest `Crawl-delay` that is waited out; a longer one counts as this."""
    size: Body = 512 * KIB
    """The largest robots.txt that is read; a larger one counts as one that can't be read."""


class Backoff(Strict):
    """Waiting after failed polls."""

    first: Duration = timedelta(minutes=5)
    """Wait after a first failure; doubles with each further one."""
    longest: Duration = timedelta(hours=24)
    """The longest wait; the doubling ends here."""


class Pages(Strict):
    """Trying again for a page that can't be had."""

    backoff: Duration = timedelta(minutes=1)
    """Wait after a first failure; doubles with each further one."""
    give_up: Duration = timedelta(hours=6)
    """How long it is tried; then the feed's own text stands in for the page."""


SOONEST, LATEST = NEAR, timedelta(days=30)
"""Of looks at a page: the first is not sooner, one is not sooner after another, and none is later."""


def _looks(waits: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    before = timedelta(0)
    for wait in waits:
        if wait - before < SOONEST:
            raise wrong(
                f"must ascend, from {format_duration(SOONEST)} on and by as much each; {format_duration(wait)} does not"
            )
        before = wait
    if before > LATEST:
        raise wrong(f"must end within {format_duration(LATEST)}")
    return waits


class Crawl(Strict):
    """How we behave towards outlets."""

    user_agent: UserAgent
    """Product and contact, sent with every request; outlets look here first when something bothers them."""
    first_poll: FirstPoll = FirstPoll.BASELINE
    """What a source already lists at its first poll: `baseline` is stored and not told, `deliver` is news."""
    polls_per_day: Annotated[int, Field(strict=True, ge=1, le=1440)] = 96
    """Polls that a source may have a day, on average over all: busy sources get more of them, quiet ones fewer."""
    interval: Duration | None = None
    """A fixed time between two polls, for sources without one of their own, in place of `polls_per_day`.

    By default each source is polled as often as its habit is worth, and never sooner than its outlet asks for.
    """
    look_again: Annotated[tuple[Duration, ...], Check(_looks, {})] = (
        timedelta(hours=1),
        timedelta(hours=24),
        timedelta(days=7),
    )
    """So long after a matched article was first read its page is looked at again: changed, gone, or as it was?

    In ascending order, from 10m to 30d and at least 10m apart; `[]` is never.
    """
    baseline_age: Duration = timedelta(hours=24)
    """With `first_poll: baseline`, entries dated within this are news all the same."""
    timeout: Duration = timedelta(seconds=30)
    """How long one request may take, from connecting to the last byte; a redirect is a request of its own."""
    at_once: Count = 16
    """Most requests in flight, all hosts together."""
    per_host: Count = 1
    """Most requests in flight to one host."""
    redirects: Annotated[int, Field(strict=True, ge=0, le=20)] = 5
    """Most redirects followed for one fetch."""
    ports: Annotated[tuple[Port, ...], NotEmpty] = (80, 443)
    """Ports that may be asked; all others are refused."""
    feed_size: Body = 10 * MIB
    """The largest feed that is read, on the wire and decompressed."""
    page_size: Body = 10 * MIB
    """The largest page that is read, on the wire and decompressed."""
    robots: Robots = Robots()
    backoff: Backoff = Backoff()
    pages: Pages = Pages()
    map_hosts: MappedHosts = Field(default_factory=dict)
    """For rehearsals: hosts, or `*` for all, and the address:port asked over plain HTTP in their place."""


class Workers(Strict):
    """The processes that parse what strangers wrote."""

    processes: Annotated[int, Field(strict=True, ge=1, le=256)] = 2
    """How many; about as many as there are processor cores to spare."""
    memory: Annotated[Size, at_least(256 * MIB)] = GIB
    """Address space of each process."""
    feed_timeout: Duration = timedelta(seconds=20)
    """How long parsing one feed may take."""
    page_timeout: Duration = timedelta(seconds=30)
    """How long reading one page may take."""
    feed_entries: Count = 500
    """Most entries read of one feed; those beyond are left out, and the ledger says so."""


class Digest(Strict):
    """How long a digest may get."""

    items: Count = 40
    """Most articles in one digest."""
    per_section: Count = 12
    """Most articles under one concept or keyword; those beyond are counted."""
    html_size: Annotated[Size, at_least(10_000)] = 80_000
    """Largest HTML part, as encoded for transport; some mail programs clip longer ones."""


class Keep(Strict):
    """How long what is kept."""

    text: Duration = timedelta(days=180)
    """How long the texts of articles are kept; title, link, dates and matches stay."""
    mails: Duration = timedelta(days=14)
    """How long the bytes of mails are kept once they are sent or given up."""
    entries: Duration = timedelta(days=60)
    """How long the fingerprints of feed entries are kept once a feed no longer lists them."""
    polls: Duration = timedelta(days=400)
    """How long the rows of the coverage ledger are kept."""


class Tick(Strict):
    """How often the service looks for work of a kind."""

    dispatch: Duration = timedelta(seconds=5)
    """How often it looks for sources to poll and pages to fetch."""
    plan: Duration = timedelta(seconds=5)
    """How often it looks for digests that are due."""
    deliver: Duration = timedelta(seconds=5)
    """How often it looks for mails to hand over."""
    maintain: Duration = timedelta(hours=1)
    """How often it lets go of what is past its retention."""


class Shutdown(Strict):
    """How long a stopping service waits for work under way."""

    within: Duration = timedelta(seconds=10)
    """How long for polls and pages; what is broken off is found again."""
    content: Duration = timedelta(seconds=30)
    """How long for a mail whose content is being handed over: broken off there, its fate is uncertain."""


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
    """The least important messages to log."""
    format: Form = Form.AUTO
    """How lines look: `console` for people, `json` for programs; `auto` is `console` on a terminal, else `json`."""


class ServiceFile(Strict):
    """How the service runs."""

    store: Store = Store()
    crawl: Crawl
    workers: Workers = Workers()
    mail: Mail
    operators: tuple[MailAddress, ...] = ()
    """Who is told of faults of sources, relay, database and digests, once each, and when they are over."""
    digest: Digest = Digest()
    retention: Keep = Keep()
    ticks: Tick = Tick()
    shutdown: Shutdown = Shutdown()
    log: Log = Log()
