"""What belongs in a digest, and in which order."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from alerts.catalogue import LONGEST_NAME
from alerts.clean import clean_text
from alerts.digest import Alerted, Digest, Kind, Ref, Section, kept_of
from alerts.item import item, ref
from alerts.story import NOTHING_TOLD, Candidate, Label, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from alerts.catalogue import Catalogue
    from alerts.digest import Slot
    from alerts.relay import DigestLimits
    from alerts.story import Memory, Story, StoryFacts
    from alerts.subscription import Subscription
    from pipeline.model.coverage import Coverage
    from pipeline.model.match import Match
    from pipeline.model.news import News

LONGEST_REASON: Final = 120
LETTERS: Final = 12
"""Of a digest's id. Sixty bits: among ten thousand a day, two want the same once in some ten thousand years."""
RUNNING: Final = 10
"""Stories listed as still running."""
WORTH_MISSING: Final = 2
"""A rule that usually has so many is missed when it has none."""
RANK_OF_LABEL: Final = {Label.NEW: 0, Label.CHANGED: 1, Label.UPDATED: 2, Label.RUNNING: 3}


@dataclass(frozen=True, slots=True)
class Window:
    """The range of events a digest takes; see `Digest` for the fields."""

    slot: Slot
    after_seq: int
    upto_seq: int
    since: datetime
    until: datetime
    kind: Kind = Kind.DIGEST
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """What a digest is made of."""

    news: Sequence[News]
    catalogue: Catalogue
    coverage: Coverage
    memory: Memory = NOTHING_TOLD
    facts: Mapping[int, StoryFacts] = field(default_factory=dict)
    """What is known of their stories, by article."""
    usual: Mapping[str, int] = field(default_factory=dict)
    """Stories that such a digest usually has, by rule."""


def select(subscription: Subscription, window: Window, material: Material, limits: DigestLimits) -> Digest:
    """Decide a digest: each story once, under the first of the subscription's rules that its leading article matched.

    Within a section what is new comes first, then what most outlets report, then matches in the title, then stories
    under more rules, then the newest. What exceeds a limit is left, and counted in `Section.more`, what changed last
    of all; the limit on the whole digest takes from the longest sections. Every text is cleaned on the way.
    """
    candidates = _candidates(subscription, window, material)
    found, repeated = stories(candidates, material.facts, material.memory)
    if window.kind is Kind.ALERT:  # the rest is for the digest
        found, repeated = [story for story in found if story.label in {Label.NEW, Label.CHANGED}], []
    told = [story for story in found if story.label is not Label.RUNNING]
    running = sorted((story for story in found if story.label is Label.RUNNING), key=_rank)
    sections = tuple(
        _section(rule, under, material, limits.per_section, window.until)
        for rule in dict.fromkeys(subscription.rules)
        if (under := [story for story in told if story.lead.matches[0].rule == rule])
    )
    return Digest(
        id=digest_id(subscription.id, window.slot),
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
        kind=window.kind,
        missed=window.missed,
        running=tuple(item(story, material.catalogue, window.until) for story in running[:RUNNING]),
        running_left=tuple(map(ref, running[RUNNING:])),
        repeated=tuple(Ref(each.news.article_id, each.news.version_id, None, 1) for each in repeated),
        silent=_silent(subscription, {section.rule for section in sections}, material),
        alerted=_alerted(subscription, candidates, material.memory, told),
    ).shortened(limits.items)


def digest_id(subscription: str, slot: Slot, choice: int = 0) -> str:
    """Name a slot's digest in twelve letters and digits; a further choice is for where another has that name."""
    key = f"{subscription}\0{slot.local_date.isoformat()}\0{slot.label}" + (f"\0{choice}" if choice else "")
    return base64.b32encode(hashlib.sha256(key.encode()).digest())[:LETTERS].decode("ascii")


def _candidates(subscription: Subscription, window: Window, material: Material) -> list[Candidate]:
    newest: dict[int, News] = {}
    for news in sorted(material.news, key=lambda news: news.seq):
        if window.after_seq < news.seq <= window.upto_seq:
            newest[news.article_id] = news
    wanted = dict.fromkeys(subscription.rules)
    matched = ((news, {match.rule: match for match in news.matches}) for news in newest.values())
    found = ((news, _in_order(wanted, by_rule, news.lost)) for news, by_rule in matched)
    return [Candidate(news, matches) for news, matches in found if matches]


def _in_order(wanted: Iterable[str], by_rule: Mapping[str, Match], lost: Collection[str]) -> tuple[Match, ...]:
    return tuple(sorted((by_rule[rule] for rule in wanted if rule in by_rule), key=lambda match: match.rule in lost))


def _rank(story: Story) -> tuple[int, int, bool, int, int, int]:
    lead = story.lead
    return (
        RANK_OF_LABEL[story.label], -len(story.outlets), not lead.in_title, -len(lead.matches), -lead.news.seq,
        lead.news.article_id,
    )  # fmt: skip


def _section(rule: str, found: Iterable[Story], material: Material, limit: int, until: datetime) -> Section:
    ranked = sorted(found, key=_rank)
    kept = kept_of([story.label for story in ranked], limit)
    items = tuple(item(story, material.catalogue, until) for place, story in enumerate(ranked) if place in kept)
    left = tuple(ref(story) for place, story in enumerate(ranked) if place not in kept)
    return Section(rule, material.catalogue.rule_label(rule), items, left, material.usual.get(rule))


def _silent(subscription: Subscription, heard: set[str], material: Material) -> tuple[tuple[str, int], ...]:
    missing = ((rule, material.usual.get(rule, 0)) for rule in dict.fromkeys(subscription.rules) if rule not in heard)
    return tuple((material.catalogue.rule_label(rule), count) for rule, count in missing if count >= WORTH_MISSING)


def _alerted(
    subscription: Subscription, candidates: Iterable[Candidate], memory: Memory, told: Iterable[Story]
) -> Alerted | None:
    before = (memory.articles.get(candidate.news.article_id) for candidate in candidates)
    if not (alerts := {each.alerted for each in before if each and each.alerted}):
        return None
    rest = [each for each in told if each.label is Label.NEW and each.lead.matches[0].rule in subscription.alerts]
    return Alerted(len(alerts), max(alerts), len(rest))


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
    gaps = (replace(gap, outlet=catalogue.outlet_name(gap.outlet)) for gap in coverage.holes)
    return replace(coverage, failing=tuple(failing), holes=tuple(gaps))
