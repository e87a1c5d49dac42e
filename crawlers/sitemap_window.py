"""Which rows of a sitemap are recent."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawlers.feed_dates import feed_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

    from crawlers.problems import Problems
    from crawlers.sitemap_rows import Row

STAMPED = 10
"""Rows from which a `lastmod` that most of them share is taken for the time the sitemap was built."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_NEVER = datetime.min.replace(tzinfo=UTC)
_LAST_DAY = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Dated:
    """A row, and what its dates say."""

    row: Row
    published: datetime | None
    modified: datetime | None

    @property
    def at(self) -> datetime | None:
        """When it came, or else changed; None where it has no date."""
        return self.published or self.modified

    @property
    def until(self) -> datetime | None:
        """The latest moment that may be meant: a date without a time stands for all of its day."""
        written = self.row.publication_date if self.published else self.row.lastmod
        if self.at is None or not _DAY.match(written) or self.at > _LAST_DAY:
            return self.at
        return self.at + timedelta(days=1)


def dated(rows: Iterable[Row], zone: tzinfo, problems: Problems) -> list[Dated]:
    """Rows with their dates read, those without a zone in `zone`."""

    def date(written: str) -> datetime | None:
        return problems.date(written, feed_date(written, None, zone))

    return [Dated(row, date(row.publication_date), date(row.lastmod)) for row in rows]


def recent(found: Iterable[Dated], since: datetime, *, undated: bool) -> list[Dated]:
    """Rows not from before `since`, the newest first; news, and with `undated` all, also where no date is known."""
    kept = [one for one in found if (one.until >= since if one.until else undated or one.row.news)]
    return sorted(kept, key=lambda one: one.at or _NEVER, reverse=True)


def newest(found: Iterable[Dated], now: datetime) -> datetime | None:
    """The latest date that is not in the future."""
    return max((one.at for one in found if one.at and one.at <= now), default=None)


def stamp(rows: Sequence[Row]) -> str | None:
    """The `lastmod` that says when the sitemap was built, and nothing of any article; None if there is none such."""
    common = Counter(row.lastmod for row in rows).most_common(1)
    return next((lastmod for lastmod, count in common if len(rows) >= STAMPED and 2 * count > len(rows)), None)
