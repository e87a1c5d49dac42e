"""From valid files to the values that the rooms take: outlets, rules and subscriptions."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alerts import subscription as domain
from alerts.quiet import Quiet
from alerts.subscription import Schedule, Subscription
from crawlers.charset import codec
from pipeline.matching.parse import parse_query
from pipeline.model.outlet import ListingRules, Outlet, Selectors, Source, Terms
from pipeline.model.rule import Rule, keyword_rule, query_rule
from treatywatch.settings.convert_topics import concepts_of
from treatywatch.settings.subscriptions import Every

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import timedelta

    from treatywatch.settings.outlets import ListingEntry, OutletEntry, SourceEntry, TermsEntry
    from treatywatch.settings.subscriptions import ScheduleEntry, SubscriptionEntry
    from treatywatch.settings.topics import TopicsFile


def outlet_of(entry: OutletEntry, interval: timedelta | None) -> Outlet:
    """An outlet; `interval` is for sources without one of their own."""
    return Outlet(
        id=entry.id,
        name=entry.name,
        sources=tuple(_source(source, entry, interval) for source in entry.sources),
        country=entry.country,
        languages=entry.languages,
        ownership=entry.ownership.value if entry.ownership else None,
        kind=entry.kind.value if entry.kind else None,
        zone=entry.zone,
        headers=tuple((entry.headers or {}).items()),
        encoding=codec(entry.encoding) if entry.encoding else None,
        terms=_terms(entry.terms),
        use=entry.use,
        selectors=Selectors(entry.extract.drop, entry.extract.body) if entry.extract else None,
    )


def _source(source: SourceEntry, outlet: OutletEntry, interval: timedelta | None) -> Source:
    headers = {name.lower(): (name, value) for name, value in ((outlet.headers or {}) | (source.headers or {})).items()}
    encoding = source.encoding or outlet.encoding
    return Source(
        outlet=outlet.id,
        url=source.url,
        interval=source.interval or interval,
        kind=source.kind,
        listing=_listing(source.listing),
        headers=tuple(headers.values()),
        zone=source.zone or outlet.zone,
        language=source.language,
        encoding=codec(encoding) if encoding else None,
    )


def _listing(entry: ListingEntry | None) -> ListingRules | None:
    return ListingRules(entry.item, entry.link, entry.title, entry.date, entry.next) if entry else None


def _terms(entry: TermsEntry) -> Terms:
    return Terms(entry.status, entry.url, entry.checked, entry.permission)


def rules_of(topics: TopicsFile, subscriptions: Iterable[SubscriptionEntry]) -> tuple[Rule, ...]:
    """The topics, then each distinct keyword and query."""
    own: dict[str, Rule] = {}
    for rule in (rule for entry in subscriptions for rule in _own_rules(entry)):
        own.setdefault(rule.id, rule)
    return (*concepts_of(topics), *own.values())


def subscription_of(entry: SubscriptionEntry, replaced: Mapping[str, str]) -> Subscription:
    """A subscription; its rules are the concepts, then the keywords and the queries, as written.

    `replaced` names the topics that took the place of others.
    """
    concepts = dict.fromkeys(replaced.get(id_, id_) for id_ in entry.concepts)
    rules = {id_: replaced.get(id_, id_) for id_ in entry.concepts}
    rules |= {words: keyword_rule(words).id for words in entry.keywords}
    rules |= {text: query_rule(text, parse_query(text)).id for text in entry.queries}
    alerts = rules if entry.schedule.every is Every.INSTANT else entry.alerts
    return Subscription(
        id=entry.id,
        name=entry.name,
        recipients=entry.recipients,
        rules=(*concepts, *(rule.id for rule in _own_rules(entry))),
        schedule=_schedule(entry.schedule),
        empty=entry.empty,
        alerts=tuple(dict.fromkeys(rules[name] for name in alerts)),
        through_quiet=frozenset(rules[name] for name in entry.break_quiet),
        paused=entry.paused,
    )


def _own_rules(entry: SubscriptionEntry) -> Iterator[Rule]:
    yield from map(keyword_rule, entry.keywords)
    yield from (query_rule(text, parse_query(text)) for text in entry.queries)


def _schedule(entry: ScheduleEntry) -> Schedule:
    quiet = Quiet(entry.quiet.from_, entry.quiet.to) if entry.quiet else None
    every = domain.Every.HOURLY if entry.every is Every.HOURLY else domain.Every.DAILY
    return Schedule(entry.at or time(), ZoneInfo(entry.zone), entry.weekdays, every, quiet)
