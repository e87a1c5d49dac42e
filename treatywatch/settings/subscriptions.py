"""The shape of subscriptions.yaml."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from alerts.subscription import Empty
from treatywatch.settings.addresses import Recipient
from treatywatch.settings.base import Strict, misfits
from treatywatch.settings.faults import did_you_mean
from treatywatch.settings.fields import EachOnce, Flag, Id, LocalTime, NotEmpty, Text, Weekday, Weekdays, Words, Zone
from treatywatch.settings.queries import QueryText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pydantic.config import JsonDict

    from treatywatch.settings.faults import Where


class Every(StrEnum):
    """When a digest is due."""

    INSTANT = "instant"
    """Daily, and what is new is told at once."""
    HOURLY = "hourly"
    """Every hour that is not quiet."""
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    """Monday to Friday."""
    WEEKLY = "weekly"
    """On the days that `on` names."""


WEEKLY_NAMES_DAYS: JsonDict = {
    "allOf": [
        {
            "if": {"required": ["every"], "properties": {"every": {"const": Every.WEEKLY.value}}},
            "then": {"required": ["on"], "properties": {"on": {"type": ["string", "array"], "minItems": 1}}},
            "else": {"properties": {"on": {"type": ["array", "null"], "maxItems": 0}}},
        },
        {
            "if": {"required": ["every"], "properties": {"every": {"const": Every.HOURLY.value}}},
            "else": {"required": ["at"], "properties": {"at": {"type": "string"}}},
        },
    ]
}
"""`ScheduleEntry._fits`, for editors."""
ASKS_FOR_SOMETHING: JsonDict = {
    "anyOf": [
        {"required": [key], "properties": {key: {"type": "array", "minItems": 1}}}
        for key in ("concepts", "keywords", "queries")
    ]
}
"""`SubscriptionEntry._asks_for_something`, for editors."""


class QuietEntry(Strict):
    """Hours in which nobody is told, every day; past midnight where they end earlier than they begin."""

    from_: LocalTime = Field(alias="from")
    """The first moment of quiet, in the schedule's zone."""
    to: LocalTime
    """The first moment after it."""

    @model_validator(mode="after")
    def _is_some_time(self) -> Self:
        if self.from_ == self.to:
            raise misfits([(("to",), "is when it begins: quiet hours must end at another time")])
        return self


class ScheduleEntry(Strict):
    """When digests are due, in local time."""

    model_config = ConfigDict(json_schema_extra=WEEKLY_NAMES_DAYS)

    every: Every
    """`hourly`, `daily`, `weekdays` (Monday to Friday), `weekly` on the days that `on` names, or `instant`.

    `instant` is `daily` with alerts of everything.
    """
    on: Weekdays = ()
    """With `weekly`, the day or days; `monday` or `[mon, thu]`."""
    at: LocalTime | None = None
    """When, in local time; with `hourly` only the minute counts, and it is the full hour by default."""
    zone: Zone
    """Where that is local time."""
    quiet: QuietEntry | None = None
    """When alerts and hourly digests wait; a digest at a time of its own does not."""

    @property
    def weekdays(self) -> frozenset[int]:
        """Monday is 0."""
        week = list(Weekday)
        days = {Every.WEEKDAYS: week[:5], Every.WEEKLY: self.on}.get(self.every, week)
        return frozenset(week.index(day) for day in days)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.at is None and self.every is not Every.HOURLY:
            raise misfits([((), f"{self.every} needs to know the time: add 'at: \"07:00\"'")])
        if self.every is Every.WEEKLY and not self.on:
            raise misfits([(("every",), "weekly needs to know the day: add 'on: monday' or 'on: [mon, thu]'")])
        if self.every is not Every.WEEKLY and self.on:
            raise misfits(
                [(("on",), f"has no meaning with 'every: {self.every}': write 'every: weekly' or leave it out")]
            )
        return self


class SubscriptionEntry(Strict):
    """What a group of recipients wants to read, and when."""

    model_config = ConfigDict(json_schema_extra=ASKS_FOR_SOMETHING)

    id: Id
    """Permanent: the record of what was sent knows the subscription by it."""
    name: Text
    """As subject and head of the digest print it."""
    recipients: Annotated[tuple[Recipient, ...], NotEmpty, EachOnce]
    """Who gets it; each gets a mail of its own."""
    concepts: Annotated[tuple[Id, ...], EachOnce] = ()
    """Ids of topics.yaml; sections of the digest come in this order, then keywords."""
    keywords: Annotated[tuple[Words, ...], EachOnce] = ()
    """Words of their own; in capitals only (INF) they match in exact case."""
    queries: Annotated[tuple[QueryText, ...], EachOnce] = ()
    """Queries of their own, as in '"New START" AND inspect* NEAR/8 suspend*'; sections of their own, after keywords."""
    schedule: ScheduleEntry
    empty: Empty = Empty.SKIP
    """What becomes of a digest with nothing in it: `skip`, `send`, or `weekly-heartbeat`, after a week of silence."""
    alerts: Annotated[tuple[Text, ...], EachOnce] = ()
    """Those of its concepts, keywords and queries that are told at once; what alerts leave out the digest has."""
    break_quiet: Annotated[tuple[Text, ...], EachOnce] = ()
    """Those of its alerts that quiet hours do not hold."""
    paused: Flag = False
    """True lets it rest: it gets nothing, and nothing of that time later."""

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not (self.concepts or self.keywords or self.queries):
            raise misfits([((), "asks for nothing: add 'concepts', 'keywords' or 'queries'")])
        return self

    @model_validator(mode="after")
    def _alerts_are_among_its_rules(self) -> Self:
        own = (*self.concepts, *self.keywords, *self.queries)
        alerted = own if self.schedule.every is Every.INSTANT else self.alerts
        found = [*_strangers("alerts", self.alerts, own, "its concepts, keywords and queries")]
        found += _strangers("break_quiet", self.break_quiet, alerted, "its alerts")
        if found:
            raise misfits(found)
        return self


def _strangers(key: str, named: Iterable[str], known: Collection[str], what: str) -> Iterator[tuple[Where, str]]:
    for index, name in enumerate(named):
        if name not in known:
            yield (key, index), f"'{name}' is not among {what}{did_you_mean(name, known)}"


class SubscriptionsFile(Strict):
    """Who gets what, and when."""

    subscriptions: tuple[SubscriptionEntry, ...]
    """The subscriptions."""
