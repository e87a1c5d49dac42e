"""The shape of subscriptions.yaml."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from treatywatch.settings.addresses import MailAddress
from treatywatch.settings.base import Strict, misfits
from treatywatch.settings.fields import Id, LocalTime, NotEmpty, Text, Weekday, Weekdays, Words, Zone


class Every(StrEnum):
    """On which days a digest is due."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    """Monday to Friday."""
    WEEKLY = "weekly"
    """On the days that `on` names."""


class ScheduleEntry(Strict):
    """When digests are due, in local time."""

    every: Every
    on: Weekdays = ()
    at: LocalTime
    zone: Zone

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

    id: Id
    name: Text
    recipients: Annotated[tuple[MailAddress, ...], NotEmpty]
    concepts: tuple[Id, ...] = ()
    keywords: tuple[Words, ...] = ()
    schedule: ScheduleEntry

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.concepts and not self.keywords:
            raise misfits([((), "asks for nothing: add 'concepts' or 'keywords'")])
        return self


class SubscriptionsFile(Strict):
    """subscriptions.yaml."""

    subscriptions: tuple[SubscriptionEntry, ...]
