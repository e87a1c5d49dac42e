"""Which of the sources that were tried are worth watching."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawlers.pacing import dead
from pipeline.model.outlet import SourceKind
from treatywatch.settings.written import address_fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from treatywatch.trying.trial import Trial

_COMMENTS = re.compile(r"(?:^|[/_.-])comments?(?:$|[/_.-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a source is proposed."""

    trial: Trial
    against: str | None
    """Why it is not; None where it is."""


def judged(trials: Iterable[Trial], now: datetime) -> tuple[Verdict, ...]:
    """A verdict on each source, in order: feeds that add something, and one sitemap that is alive."""
    verdicts: list[Verdict] = []
    for trial in trials:
        chosen = [verdict.trial for verdict in verdicts if verdict.against is None]
        verdicts.append(Verdict(trial, _against(trial, chosen, now)))
    return tuple(verdicts)


def _against(trial: Trial, chosen: list[Trial], now: datetime) -> str | None:
    if not trial.readable:
        return trial.plan.ledger.message
    if fault := address_fault(trial.source.url):
        return f"its address has no place in outlets.yaml: {fault}"
    if trial.source.kind is SourceKind.SITEMAP:
        return _against_sitemap(trial, chosen, now)
    return _against_feed(trial, chosen)


def _against_feed(trial: Trial, chosen: list[Trial]) -> str | None:
    if not trial.work:
        return "lists nothing"
    if _COMMENTS.search(urlsplit(trial.source.url).path):
        return "lists readers' comments"
    return next((f"lists nothing that {one.source.url} does not" for one in chosen if _keys(trial) <= _keys(one)), None)


def _against_sitemap(trial: Trial, chosen: list[Trial], now: datetime) -> str | None:
    newest = trial.plan.state.newest
    if newest is None or dead(SourceKind.SITEMAP, newest, now):
        return "names nothing of the last month"
    others = any(other.source.kind is SourceKind.SITEMAP for other in chosen)
    return "one sitemap is enough: it fills what the feeds miss" if others else None


def _keys(trial: Trial) -> set[str]:
    return {work.url_key for work in trial.work}
