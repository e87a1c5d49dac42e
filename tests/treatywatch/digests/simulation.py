"""A year of news, edits, pauses, outages and wrong clocks, written down before the planner sees any of it.

The script says what happens when; the check asks of every article and every subscription what became of it, and
compares that with what the script says must have become of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from alerts.quiet import Quiet
from alerts.store.contents import WHOLE
from alerts.store.tables import digest_items, digests, outbox
from alerts.subscription import Empty, Every, Schedule, Subscription
from pipeline.model.change import Difference, Matter
from pipeline.store.tables import events
from tests.treatywatch.digests.house import House

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.store.database import Database

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
TOLD = {"listed", "along", "running"}


def subscriptions() -> list[Subscription]:
    """In each zone one of every kind of schedule; the daily ones at times that clock changes skip and repeat."""
    return [
        replace(each, id=f"{each.id}-{index}") for index, zone in enumerate(ZONES) for each in _kinds(ZoneInfo(zone))
    ]


def _kinds(zone: ZoneInfo) -> Iterator[Subscription]:
    plain = Subscription("daily", "Daily", ("reader@example.org",), ("inf", "ctbt"), Schedule(time(2, 15), zone))
    yield plain
    yield replace(plain, id="weekly", schedule=Schedule(time(8), zone, frozenset({0, 3})), empty=Empty.HEARTBEAT)
    yield replace(plain, id="hourly", schedule=Schedule(time(0, 20), zone, every=Every.HOURLY, quiet=_night()))
    yield replace(plain, id="instant", schedule=Schedule(time(7), zone, quiet=_night()), alerts=("inf",))


def _night() -> Quiet:
    return Quiet(time(22), time(6))


@dataclass
class Simulation:
    """One run. `truth` is what the script did; nothing of it is read back from the store."""

    store: Database
    seed: int
    start: datetime
    days: int
    house: House = field(init=False)
    chance: Random = field(init=False)
    truth: dict[int, int] = field(default_factory=dict)
    """Live articles that match, and the seq at which they first did."""
    late: list[int] = field(default_factory=list)
    """Articles whose body has not come yet."""
    away: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Ranges of seq in which a subscription rested."""
    happened: Counter[str] = field(default_factory=Counter)
    resting: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.house = House(self.store, *subscriptions(), start=self.start)

    def run(self) -> None:
        """Hour by hour: something may happen, then the planner looks; also once the last day is over."""
        clock = self.house.clock
        end = clock.now() + self.days * DAY
        while clock.now() < end:
            self._happen(clock.now())
            clock.advance(HOUR)
        self.house.configure(*subscriptions())
        self._rest_ends(set(self.resting))
        for _ in range(8 * 8):
            self.house.wait(hours=3)

    def _happen(self, now: datetime) -> None:
        for _ in range(self.chance.choice((0, 0, 0, 0, 1, 1, 3))):
            self._publish()
        if self.late and self.chance.random() < 0.1:
            self._body_arrives()
        if self.truth and self.chance.random() < 0.05:
            self._edit()
        if self.chance.random() < 0.01:
            self._reconfigure()
        if self.chance.random() < 0.005:
            self._clock_jumps(now)
        if self.chance.random() < 0.005:
            self.house.clock.advance(self.chance.randint(2, 80) * HOUR)
            self.happened["outages"] += 1
        self.house.plan()
        if self.chance.random() < 0.2:
            self._publish()  # commits after the pass has looked, at the same moment

    def _publish(self) -> None:
        rules = self.chance.choice(((), ("inf",), ("ctbt",), ("inf", "ctbt")))
        arrival = "live" if self.chance.random() < 0.95 else "baseline"
        article = self.house.publish(f"Story {sum(self.happened.values())}", *rules, arrival=arrival)
        self.happened["articles"] += 1
        if arrival == "live" and rules:
            self.truth[article] = self._seq()
        elif arrival == "live":
            self.late.append(article)

    def _body_arrives(self) -> None:
        article = self.late.pop(self.chance.randrange(len(self.late)))
        self.house.edit(article, f"Body of {article}", "inf")
        self.truth[article] = self._seq()
        self.happened["late bodies"] += 1

    def _edit(self) -> None:
        article = self.chance.choice([*self.truth][-20:])
        number = sum(self.happened.values())
        changes = (Difference(Matter.NUMBER, f"Site change{number} has 5", f"Site change{number} has 6"),)
        material = self.chance.random() < 0.7
        self.house.edit(article, f"Edit {number}", "inf", changes=changes if material else ())
        self.happened["material edits" if material else "edits"] += 1

    def _reconfigure(self) -> None:
        """Some pause, some are removed; the zone, the time and the order of rules may change."""
        every = subscriptions()
        gone = {each.id for each in self.chance.sample(every, self.chance.randint(0, 3))}
        removed = {id_ for id_ in gone if self.chance.random() < 0.5}
        kept = [replace(each, paused=each.id in gone) for each in every if each.id not in removed]
        if self.chance.random() < 0.5:
            moved = ZoneInfo(self.chance.choice(ZONES))
            kept = [
                replace(each, rules=each.rules[::-1], schedule=replace(each.schedule, zone=moved))
                if self.chance.random() < 0.3
                else each
                for each in kept
            ]
        self.house.configure(*kept)
        self._rest_ends(set(self.resting) - gone)
        for id_ in gone:
            self.resting.setdefault(id_, self._seq())
        self.happened["config edits"] += 1
        self.happened["pauses"] += len(gone)

    def _rest_ends(self, back: set[str]) -> None:
        for id_ in back:
            self.away.setdefault(id_, []).append((self.resting.pop(id_), self._seq()))

    def _clock_jumps(self, now: datetime) -> None:
        jump = self.chance.choice((-HOUR, HOUR, -3 * HOUR, 30 * DAY))
        self.house.clock.advance(jump)
        self.house.plan()
        self.house.clock.advance(-jump)
        assert self.house.clock.now() == now
        self.happened["clock jumps"] += 1

    def _seq(self) -> int:
        found = self.store.read_now(
            lambda conn: conn.execute(select(events.c.seq).order_by(events.c.seq.desc())).first()
        )
        return found[0] if found else 0


def check(simulation: Simulation) -> Counter[str]:
    """What became of every article for every subscription.

    Each live article that matched is new in exactly one digest, or is on record as held back, or came while the
    subscription rested; a change is told in one mail at most; no slot has two digests; every digest that was to be
    mailed has its message.
    """
    counts: Counter[str] = Counter()
    for subscription in subscriptions():
        became = _became(simulation.store, subscription.id)
        passed = _passed_over(simulation.store, subscription.id)
        for article, seq in simulation.truth.items():
            counts[_fate(article, seq, became.get(article, []), passed, subscription.id)] += 1
        for begin, end in simulation.away.get(subscription.id, []):
            assert begin == end or any(after <= begin and end <= upto for after, upto in passed), subscription.id
        ends = {end for _, end in simulation.away.get(subscription.id, [])}
        assert all(upto in ends for _, upto in passed), subscription.id
        strangers = became.keys() - simulation.truth.keys()
        assert not strangers, (subscription.id, strangers)
    return counts + _mailed(simulation.store) + _changes_told(simulation.store)


def _fate(article: int, seq: int, became: list[tuple[str, str]], passed: list[tuple[int, int]], name: str) -> str:
    new = [part for part, label in became if part in TOLD and label == "new"]
    assert len(new) <= 1, (name, article, became)
    if new:
        return "told once"
    if any(part == "limit" for part, _ in became):
        return "held back: limit"
    assert any(after < seq <= upto for after, upto in passed), (name, article, seq, became)
    return "held back: paused"


def _became(store: Database, name: str) -> dict[int, list[tuple[str, str]]]:
    query = (
        select(digest_items.c.article_id, digest_items.c.part, digest_items.c.label)
        .join(digests, digests.c.id == digest_items.c.digest_id)
        .where(digests.c.subscription == name)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for row in store.read_now(lambda conn: conn.execute(query).all()):
        found.setdefault(row.article_id, []).append((row.part, row.label))
    return found


def _passed_over(store: Database, name: str) -> list[tuple[int, int]]:
    query = select(digests.c.after_seq, digests.c.upto_seq).where(
        digests.c.subscription == name, digests.c.state == "passed_over"
    )
    return [(row.after_seq, row.upto_seq) for row in store.read_now(lambda conn: conn.execute(query).all())]


def _changes_told(store: Database) -> Counter[str]:
    told: Counter[tuple[str, str]] = Counter()
    for mail in store.read_now(lambda conn: conn.execute(select(outbox.c.scope, WHOLE)).all()):
        body = message_from_bytes(mail.content, policy=default).get_body(("plain",))
        text = body.get_content() if body else ""
        told.update((mail.scope, change) for change in set(re.findall(r"change\d+", text)))
    assert set(told.values()) <= {1}, told.most_common(3)
    return Counter({"changes told": len(told)})


def _mailed(store: Database) -> Counter[str]:
    rows: list[Any] = list(store.read_now(lambda conn: conn.execute(select(digests)).all()))
    sent = {row for (row,) in store.read_now(lambda conn: conn.execute(select(outbox.c.digest_id)).all())}
    assert {row.id for row in rows if row.state == "planned"} == sent
    slots = [(row.subscription, row.local_date, row.label) for row in rows]
    assert len(slots) == len(set(slots))
    counts = Counter({"mails": len(sent), "empty": sum(row.state == "skipped_empty" for row in rows)})
    counts["alerts"] = sum(row.kind == "alert" for row in rows)
    counts["merged"] = sum(row.missed > 0 for row in rows)
    return counts
