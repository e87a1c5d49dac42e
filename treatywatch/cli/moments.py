from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click import Context, Parameter


class Moment(click.ParamType[datetime]):
    """A moment in ISO 8601 with its offset, or a date, which begins at midnight UTC."""

    name = "time"

    def convert(self, value: str, param: Parameter | None, ctx: Context | None) -> datetime:
        """The moment in UTC; fails as a usage error."""
        try:
            found = _day(value) or datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no ISO 8601 time; write 2026-03-02 or 2026-03-02T07:00+01:00", param, ctx)
        if found.tzinfo is None:
            self.fail(f"{value!r} has no offset; write {value}Z, or another one", param, ctx)
        try:
            return found.astimezone(UTC)
        except OverflowError:
            self.fail(f"{value!r} is beyond the calendar", param, ctx)


def _day(value: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(value), time(), UTC)
    except ValueError:
        return None
