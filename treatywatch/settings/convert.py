"""From valid files to the values that the rooms take: service.yaml."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from alerts.mail import Kind, Retry
from alerts.relay import DigestLimits, Relay, Sender
from crawlers.limits import Cadence, FetchLimits, WorkerLimits
from treatywatch.settings.service import FirstPoll
from treatywatch.settings.settings import LogSettings, Retention, StoreSettings, Ticks

if TYPE_CHECKING:
    from treatywatch.settings.mail import Mail
    from treatywatch.settings.service import Crawl, ServiceFile, Workers


def store_of(service: ServiceFile) -> StoreSettings:
    """`store`."""
    return StoreSettings(service.store.path, service.store.busy_timeout)


def fetch_of(crawl: Crawl) -> FetchLimits:
    """`crawl`, as far as it governs a single fetch."""
    return FetchLimits(
        user_agent=crawl.user_agent,
        map_hosts=MappingProxyType(dict(crawl.map_hosts)),
        ports=frozenset(crawl.ports),
        at_once=crawl.at_once,
        per_host=crawl.per_host,
        timeout=crawl.timeout,
        redirects=crawl.redirects,
        feed_bytes=crawl.feed_size,
        page_bytes=crawl.page_size,
        robots_bytes=crawl.robots.size,
        robots_for=crawl.robots.remember,
        robots_retry=crawl.robots.retry,
        longest_crawl_delay=crawl.robots.longest_crawl_delay,
    )


def cadence_of(crawl: Crawl) -> Cadence:
    """`crawl`, as far as it says when to come back."""
    return Cadence(
        first_backoff=crawl.backoff.first,
        longest_backoff=crawl.backoff.longest,
        page_first_backoff=crawl.pages.backoff,
        page_give_up=crawl.pages.give_up,
        polls_per_day=crawl.polls_per_day,
        look_again=crawl.look_again,
        baseline_age=crawl.baseline_age,
        deliver_first_poll=crawl.first_poll is FirstPoll.DELIVER,
    )


def workers_of(workers: Workers) -> WorkerLimits:
    """`workers`."""
    return WorkerLimits(
        processes=workers.processes,
        memory_bytes=workers.memory,
        feed_timeout=workers.feed_timeout,
        page_timeout=workers.page_timeout,
        feed_entries=workers.feed_entries,
    )


def relay_of(mail: Mail) -> Relay:
    """`mail.relay`, with the password."""
    access = mail.relay
    return Relay(
        host=access.host,
        port=access.port,
        security=access.security,
        username=access.username,
        password=access.secret,
        ca_file=str(access.ca_file) if access.ca_file else None,
        timeout=access.timeout,
        content_timeout=access.content_timeout,
        per_connection=access.per_connection,
        connections=access.connections,
        in_doubt=access.in_doubt,
        per_domain=access.per_domain,
        per_second=access.per_second,
    )


def sender_of(mail: Mail) -> Sender:
    """`mail`, as far as readers and relays see it."""
    address = mail.from_.address
    return Sender(
        address=address,
        name=mail.from_.name,
        envelope=mail.envelope or address,
        domain=address.rpartition("@")[2],
        reply_to=mail.reply_to,
        owner=mail.owner,
    )


def retry_of(mail: Mail) -> Retry:
    """`mail.retry`."""
    retry = mail.retry
    said = {Kind.DIGEST: retry.on_uncertain, Kind.INSTANT: retry.on_uncertain_instant}
    hold = frozenset(kind for kind, policy in said.items() if policy == "hold")
    return Retry(retry.delays, retry.expire_after, retry.lease, retry.expire_instant, hold)


def digest_of(service: ServiceFile) -> DigestLimits:
    """`digest`."""
    limits = service.digest
    return DigestLimits(items=limits.items, per_section=limits.per_section, html_bytes=limits.html_size)


def retention_of(service: ServiceFile) -> Retention:
    """`retention`."""
    keep = service.retention
    return Retention(text=keep.text, mails=keep.mails, entries=keep.entries, polls=keep.polls)


def ticks_of(service: ServiceFile) -> Ticks:
    """`ticks` and `shutdown`."""
    ticks = service.ticks
    return Ticks(
        dispatch=ticks.dispatch,
        plan=ticks.plan,
        deliver=ticks.deliver,
        maintain=ticks.maintain,
        shutdown=service.shutdown.within,
        shutdown_content=service.shutdown.content,
    )


def log_of(service: ServiceFile) -> LogSettings:
    """`log`."""
    return LogSettings(service.log.level.value, service.log.format.value)
