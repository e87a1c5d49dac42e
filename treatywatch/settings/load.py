from __future__ import annotations

from typing import TYPE_CHECKING

from treatywatch.settings import convert
from treatywatch.settings.cautions import cautions
from treatywatch.settings.convert_topics import replacements
from treatywatch.settings.convert_watched import outlet_of, rules_of, subscription_of
from treatywatch.settings.files import Files, read_files
from treatywatch.settings.settings import Settings
from treatywatch.settings.trials import check_examples

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def load(directory: Path, environ: Mapping[str, str]) -> Settings:
    """Read the configuration files of a directory.

    Raises:
        ConfigError: with all faults of all files, or with all examples of topics that fail.
    """
    files = read_files(directory, environ)
    check_examples(files)
    return settings_of(directory, files)


def settings_of(directory: Path, files: Files) -> Settings:
    """What valid files come to."""
    service = files.service
    outlets = (entry for entry in files.outlets.outlets if entry.enabled)
    subscriptions = files.subscriptions.subscriptions
    replaced = replacements(files.topics)
    return Settings(
        directory=directory,
        store=convert.store_of(service),
        fetch=convert.fetch_of(service.crawl),
        workers=convert.workers_of(service.workers),
        cadence=convert.cadence_of(service.crawl),
        relay=convert.relay_of(service.mail),
        sender=convert.sender_of(service.mail),
        operators=tuple(dict.fromkeys(service.operators)),
        retry=convert.retry_of(service.mail),
        digest=convert.digest_of(service),
        retention=convert.retention_of(service),
        ticks=convert.ticks_of(service),
        log=convert.log_of(service),
        outlets=tuple(outlet_of(entry, service.crawl.interval) for entry in outlets),
        rules=rules_of(files.topics, subscriptions),
        subscriptions=tuple(subscription_of(entry, replaced) for entry in subscriptions),
        disabled=tuple(entry.id for entry in files.outlets.outlets if not entry.enabled),
        warnings=tuple(sorted(cautions(files))),
    )
