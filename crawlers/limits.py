"""What the operator allows the crawler; every value is a setting."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MIB = 1024 * 1024


def size(count: int) -> str:
    """A number of bytes as an operator writes it: `10 MiB`, `512 KiB`, `1000 bytes`."""
    for unit, name in ((MIB, "MiB"), (1024, "KiB")):
        if count % unit == 0:
            return f"{count // unit} {name}"
    return f"{count} bytes"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How a fetch behaves towards the outlet and towards us."""

    user_agent: str
    """Names product and contact; never a browser's."""
    map_hosts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Host, or `*` for any, to `address:port` fetched over plain HTTP in its place; for rehearsals."""
    ports: frozenset[int] = frozenset({80, 443})
    at_once: int = 16
    """Requests in flight, all hosts together."""
    per_host: int = 1
    timeout: timedelta = timedelta(seconds=30)
    """For one hop, from connecting to the last byte."""
    redirects: int = 5
    feed_bytes: int = 10 * MIB
    """Limit on the wire and decompressed, whichever is met first; likewise the next two."""
    page_bytes: int = 10 * MIB
    robots_bytes: int = MIB // 2
    robots_for: timedelta = timedelta(hours=24)
    """How long a robots.txt is remembered."""
    robots_retry: timedelta = timedelta(minutes=30)
    """How long one that can't be read (5xx, no connection) keeps the host closed."""
    longest_crawl_delay: timedelta = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """The processes that parse what strangers wrote."""

    processes: int = 2
    memory_bytes: int = 1024 * MIB
    """Address space of one process."""
    feed_timeout: timedelta = timedelta(seconds=20)
    page_timeout: timedelta = timedelta(seconds=30)
    feed_entries: int = 500
    """Entries of one document beyond this are left out and said so."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """When to come back."""

    polls_per_day: int = 96
    """Of a source, on average over those without an interval of their own."""
    first_backoff: timedelta = timedelta(minutes=5)
    """After a first failure; doubles with each further one."""
    longest_backoff: timedelta = timedelta(hours=24)
    page_first_backoff: timedelta = timedelta(minutes=1)
    page_give_up: timedelta = timedelta(hours=6)
    """After so long the feed's own text is kept in place of a page that can't be had."""
    look_again: tuple[timedelta, ...] = (timedelta(hours=1), timedelta(hours=24), timedelta(days=7))
    """So long after a matched article was first settled its page is looked at again; in ascending order."""
    baseline_age: timedelta = timedelta(hours=24)
    """At a source's first poll, entries dated within this are live."""
    deliver_first_poll: bool = False
    """True makes all entries of a first poll live."""
