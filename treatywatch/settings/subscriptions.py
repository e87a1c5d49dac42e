"""The shape of subscriptions.yaml."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import ConfigDict, model_validator

from treatywatch.settings.addresses import Recipient
from treatywatch.settings.base import Strict, misfits
from treatywatch.settings.fields import EachOnce, Id, LocalTime, NotEmpty, Text, Weekday, Weekdays, Words, Zone
from treatywatch.settings.queries import QueryText

if TYPE_CHECKING:
    from pydantic.config import JsonDict


class Every(StrEnum):
    """On which days a digest is due."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    """Monday to Friday."""
    WEEKLY = "weekly"
    """On the days that `on` names."""


WEEKLY_NAMES_DAYS: JsonDict = {
    "if": {"required": ["every"], "properties": {"every": {"const": Every.WEEKLY.value}}},
    "then": {"required": ["on"], "properties": {"on": {"type": ["string", "array"], "minItems": 1}}},
    "else": {"properties": {"on": {"type": ["array", "null"], "maxItems": 0}}},
}
"""`ScheduleEntry._fits`, for editors."""
ASKS_FOR_SOMETHING: JsonDict = {
    "anyOf": [
        {"required": [key], "properties": {key: {"type": "array", "minItems": 1}}}
        for key in ("concepts", "keywords", "queries")
    ]
}
"""`SubscriptionEntry._asks_for_something`, for editors."""


class ScheduleEntry(Strict):
    """When digests are due, in local time."""

    model_config = ConfigDict(json_schema_extra=WEEKLY_NAMES_DAYS)

    every: Every
    """On which days: `daily`, `weekdays` (Monday to Friday) or `weekly`, on the days that `on` names."""
    on: Weekdays = ()
    """With `weekly`, the day or days; `monday` or `[mon, thu]`."""
    at: LocalTime
    """When, in local time."""
    zone: Zone
    """Where that is local time."""

    @property
    def weekdays(self) -> frozenset[int]:
        """Monday is 0."""
        week = list(Weekday)
        days = {Every.DAILY: week, Every.WEEKDAYS: week[:5], Every.WEEKLY: self.on}[self.every]
        return frozenset(week.index(day) for day in days)

    @model_validator(mode="after")
    def _fits(self) -> Self:
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

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not (self.concepts or self.keywords or self.queries):
            raise misfits([((), "asks for nothing: add 'concepts', 'keywords' or 'queries'")])
        return self


class SubscriptionsFile(Strict):
    """Who gets what, and when."""

    subscriptions: tuple[SubscriptionEntry, ...]
    """The subscriptions."""
