"""From valid files to the values that the rooms take: outlets, rules and subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alerts.subscription import Schedule, Subscription
from pipeline.model.outlet import Outlet, Source, Terms
from pipeline.model.rule import Name, Rule, keyword_rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from treatywatch.settings.outlets import OutletEntry, TermsEntry
    from treatywatch.settings.subscriptions import ScheduleEntry, SubscriptionEntry
    from treatywatch.settings.topics import TopicEntry


def outlet_of(entry: OutletEntry, interval: timedelta) -> Outlet:
    """An outlet; `interval` is for sources without one of their own."""
    return Outlet(
        id=entry.id,
        name=entry.name,
        sources=tuple(Source(entry.id, source.url, source.interval or interval) for source in entry.sources),
        country=entry.country,
        languages=entry.languages,
        ownership=entry.ownership.value if entry.ownership else None,
        kind=entry.kind.value if entry.kind else None,
        zone=entry.zone,
        terms=_terms(entry.terms),
        use=entry.use,
    )


def _terms(entry: TermsEntry) -> Terms:
    return Terms(entry.status, entry.url, entry.checked, entry.permission)


def rules_of(topics: Iterable[TopicEntry], subscriptions: Iterable[SubscriptionEntry]) -> tuple[Rule, ...]:
    """The topics, then each distinct keyword."""
    concepts = [
        Rule(topic.id, topic.label, tuple(Name(name.text, name.acronym, name.language) for name in topic.names))
        for topic in topics
    ]
    keywords: dict[str, Rule] = {}
    for rule in (keyword_rule(words) for entry in subscriptions for words in entry.keywords):
        keywords.setdefault(rule.id, rule)
    return (*concepts, *keywords.values())


def subscription_of(entry: SubscriptionEntry) -> Subscription:
    """A subscription; its rules are the concepts, then the keywords, as written."""
    return Subscription(
        id=entry.id,
        name=entry.name,
        recipients=entry.recipients,
        rules=(*entry.concepts, *(keyword_rule(words).id for words in entry.keywords)),
        schedule=_schedule(entry.schedule),
    )


def _schedule(entry: ScheduleEntry) -> Schedule:
    return Schedule(entry.at, ZoneInfo(entry.zone), entry.weekdays)
