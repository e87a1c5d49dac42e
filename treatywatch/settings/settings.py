"""What the files come to, in the words of the rooms; nothing here knows how they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from alerts.mail import Retry
    from alerts.relay import DigestLimits, Relay, Sender
    from alerts.subscription import Subscription
    from crawlers.limits import Cadence, FetchLimits, WorkerLimits
    from pipeline.model.outlet import Outlet
    from pipeline.model.rule import Rule
    from treatywatch.settings.faults import Fault


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the database is."""

    path: Path
    """Absolute, or relative to the working directory."""
    busy_timeout: timedelta
    """How long a write waits for another process's."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept."""

    text: timedelta
    """Texts of articles; title, link, dates and matches stay."""
    mails: timedelta
    """Bytes of mails, after they are sent or given up."""
    entries: timedelta
    """Fingerprints of feed entries that are no longer seen."""
    polls: timedelta
    """Rows of the coverage ledger."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """How often the service looks for work, and how long it takes leave."""

    dispatch: timedelta
    plan: timedelta
    deliver: timedelta
    maintain: timedelta
    shutdown: timedelta
    """For work under way when the service is told to stop."""
    shutdown_content: timedelta
    """For mails whose content is being handed over: breaking off there makes them uncertain."""


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What is logged, and how."""

    level: str
    """`debug`, `info`, `warning` or `error`."""
    format: str
    """`auto`, `console` or `json`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the operator decided."""

    directory: Path
    """Where the files are."""
    store: StoreSettings
    fetch: FetchLimits
    workers: WorkerLimits
    cadence: Cadence
    relay: Relay
    sender: Sender
    operators: tuple[str, ...]
    """Addresses that are told of faults."""
    retry: Retry
    digest: DigestLimits
    retention: Retention
    ticks: Ticks
    log: LogSettings
    outlets: tuple[Outlet, ...]
    """Those that are enabled."""
    rules: tuple[Rule, ...]
    """Concepts as in topics.yaml, then keywords in the order of their first subscription."""
    subscriptions: tuple[Subscription, ...]
    disabled: tuple[str, ...] = ()
    """Ids of the outlets that are not enabled."""
    warnings: tuple[Fault, ...] = ()
    """What is valid but hardly meant."""
