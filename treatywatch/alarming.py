"""Which subscriptions are to be alerted now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.alerting import SPACING, Hit, Move, Sent, ruling
from alerts.digest import Kind, Slot
from alerts.store import digests, memories
from alerts.store.subscriptions import known_of
from alerts.story import Candidate, asks_for_alert, ids_of, memory_of
from pipeline.store.news import moments, news
from treatywatch.making import Due, facts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from alerts.alerting import Ruling
    from alerts.store.subscriptions import Progress
    from alerts.subscription import Subscription
    from pipeline.model.news import News
    from pipeline.store.database import Connection

A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Alarming:
    """What a look came to."""

    due: tuple[Due, ...]
    rolled: tuple[str, ...]
    """Subscriptions whose alerts are left to the digest."""


class Alarms:
    """Looks for news that subscriptions want at once. A look without new events costs nothing."""

    def __init__(self, subscriptions: Sequence[Subscription]) -> None:
        self._subscriptions = [each for each in subscriptions if each.alerts]
        self._by_id = {each.id: each for each in self._subscriptions}
        self._looked: dict[str, int] = {}

    @property
    def wanted(self) -> bool:
        """Whether any subscription wants them."""
        return bool(self._subscriptions)

    def unsettled(self, upto: int, leave: Collection[str]) -> list[str]:
        """Subscriptions, but for those to leave, that may want to hear of events up to `upto`."""
        names = (each.id for each in self._subscriptions if self._looked.get(each.id, -1) < upto)
        return [name for name in names if name not in leave]

    def look(self, conn: Connection, now: datetime, upto: int, names: Sequence[str]) -> Alarming:
        """Rule on what waits for each of these subscriptions."""
        known = known_of(conn, names)
        due, rolled = [], []
        found: dict[tuple[int, tuple[str, ...]], Sequence[News]] = {}
        for name in names:
            subscription, progress = self._by_id[name], known.get(name)
            if progress is None:
                continue
            key = (progress.alert_seq, subscription.alerts)
            if key not in found:
                found[key] = news(conn, progress.alert_seq, upto, subscription.alerts)
            hits = _hits(conn, subscription, found[key])
            if not hits:
                self._looked[name] = upto
                continue
            decided = self._ruling(conn, subscription, hits, now)
            if decided.move is Move.SEND:
                due.append(_alert(conn, subscription, progress, decided, now))
            elif decided.move is Move.ROLL and not _held(subscription, now):
                rolled.append(name)
        return Alarming(tuple(due), tuple(rolled))

    def all_decided(self, due: Due, now: datetime) -> bool:
        """Whether an alert settles all that came: not so while quiet hours hold some of it."""
        return not _held(self._by_id[due.subscription.id], now)

    def _ruling(self, conn: Connection, subscription: Subscription, hits: Sequence[Hit], now: datetime) -> Ruling:
        sent = [Sent(*each) for each in digests.alerts_of(conn, subscription.id, now - SPACING - A_MOMENT)]
        today = digests.alerts_on(conn, subscription.id, _day(subscription, now))
        return ruling(hits, sent, today, now, _held(subscription, now))


def _hits(conn: Connection, subscription: Subscription, found: Sequence[News]) -> list[Hit]:
    """What an alert would tell: articles of stories of which nothing was told yet, and what changed since it was."""
    if not found:
        return []
    facts = facts_of(found)
    told = memories.told(conn, [subscription.id], [each.article_id for each in found], ids_of(facts.values())).get(
        subscription.id, []
    )
    memory = memory_of(told, facts.values())
    fresh = [each for each in found if asks_for_alert(Candidate(each, each.matches), facts, memory)]
    came = moments(conn, [each.seq for each in fresh])
    return [Hit(each.seq, came[each.seq], frozenset(match.rule for match in each.matches)) for each in fresh]


def _alert(conn: Connection, subscription: Subscription, progress: Progress, decided: Ruling, now: datetime) -> Due:
    day = _day(subscription, now)
    number = digests.alerts_on(conn, subscription.id, day) + 1
    rules = tuple(rule for rule in subscription.rules if rule in decided.rules)
    return Due(replace(subscription, rules=rules), progress, Slot(day, f"alert-{number}", now), kind=Kind.ALERT)


def _held(subscription: Subscription, now: datetime) -> frozenset[str]:
    quiet = subscription.schedule.quiet
    if quiet is None or not quiet.holds(now, subscription.schedule.zone):
        return frozenset()
    return frozenset(subscription.alerts) - subscription.through_quiet


def _day(subscription: Subscription, now: datetime) -> date:
    return now.astimezone(subscription.schedule.zone).date()
