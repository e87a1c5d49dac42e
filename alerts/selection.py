"""What belongs in a digest, and in which order."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from alerts.clean import clean_text
from alerts.digest import Digest, Section
from alerts.item import LONGEST_NAME, item

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from alerts.digest import Slot
    from alerts.item import Catalogue
    from alerts.relay import DigestLimits
    from alerts.subscription import Subscription
    from pipeline.model.coverage import Coverage
    from pipeline.model.match import Match
    from pipeline.model.news import News

LONGEST_REASON: Final = 120


@dataclass(frozen=True, slots=True)
class Window:
    """The range of events a digest takes; see `Digest` for the fields."""

    slot: Slot
    after_seq: int
    upto_seq: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Material:
    """What a digest is made of."""

    news: Sequence[News]
    shown: AbstractSet[int]
    """Ids of articles that stood in an earlier digest of the subscription."""
    catalogue: Catalogue
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class _Candidate:
    """News that matched, with its matches in the subscription's order of rules."""

    news: News
    matches: tuple[Match, ...]

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        title = any(span.field == "title" for span in self.matches[0].spans)
        return (not title, -len(self.matches), -self.news.seq, self.news.article_id)


def select(subscription: Subscription, window: Window, material: Material, limits: DigestLimits) -> Digest:
    """Decide a digest: each article once, under the first of the subscription's rules that it matched.

    Within a section matches in the title come first, then articles under more rules, then the newest. Articles of an
    earlier digest stay out. What exceeds a limit is counted in `Section.more`; the limit on the whole digest takes
    from the longest sections. Every text is cleaned on the way.
    """
    candidates = _candidates(subscription, window, material)
    sections = tuple(
        _section(rule, found, material, limits.per_section, window.until)
        for rule in dict.fromkeys(subscription.rules)
        if (found := [candidate for candidate in candidates if candidate.matches[0].rule == rule])
    )
    return Digest(
        id=_digest_id(subscription.id, window.slot),
        subscription=subscription.id,
        name=clean_text(subscription.name, LONGEST_NAME),
        slot=window.slot,
        zone=str(subscription.schedule.zone),
        after_seq=window.after_seq,
        upto_seq=window.upto_seq,
        since=window.since,
        until=window.until,
        sections=sections,
        coverage=_coverage(material.coverage, material.catalogue),
    ).shortened(limits.items)


def _candidates(subscription: Subscription, window: Window, material: Material) -> list[_Candidate]:
    newest: dict[int, News] = {}
    for news in sorted(material.news, key=lambda news: news.seq):
        if window.after_seq < news.seq <= window.upto_seq and news.article_id not in material.shown:
            newest[news.article_id] = news
    wanted = dict.fromkeys(subscription.rules)
    matched = ((news, {match.rule: match for match in news.matches}) for news in newest.values())
    found = ((news, tuple(by_rule[rule] for rule in wanted if rule in by_rule)) for news, by_rule in matched)
    return [_Candidate(news, matches) for news, matches in found if matches]


def _section(rule: str, found: Iterable[_Candidate], material: Material, limit: int, until: datetime) -> Section:
    ranked = sorted(found, key=lambda candidate: candidate.rank)
    items = tuple(item(candidate.news, candidate.matches, material.catalogue, until) for candidate in ranked[:limit])
    return Section(rule, material.catalogue.rule_label(rule), items, len(ranked) - len(items))


def _coverage(coverage: Coverage, catalogue: Catalogue) -> Coverage:
    failing = (
        replace(
            trouble,
            outlet=catalogue.outlet_name(trouble.outlet),
            url=clean_text(trouble.url),
            reason=clean_text(trouble.reason, LONGEST_REASON),
        )
        for trouble in coverage.failing
    )
    return replace(coverage, failing=tuple(failing))


def _digest_id(subscription: str, slot: Slot) -> str:
    key = f"{subscription}\0{slot.local_date.isoformat()}\0{slot.label}"
    return base64.b32encode(hashlib.sha256(key.encode()).digest())[:8].decode("ascii")
