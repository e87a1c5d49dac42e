"""Script and archive compared: what is stored, what is missing, and what of that the ledger owns up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tests.end_to_end.week.archive import Archive, Hole
    from tests.end_to_end.week.outlet import Outlet
    from tests.end_to_end.week.story import Story

SLACK = timedelta(minutes=10)
"""Between the moment that a poll is dated by and that of the answer, by the script's time."""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of all that was published in a week."""

    published: int
    stored: int
    """Different ones, once each."""
    in_holes: int
    """Not stored, but inside a gap of the ledger."""
    lost: tuple[tuple[str, str], ...]
    """Outlet and path of what is neither."""
    doubled: tuple[tuple[str, str], ...]
    """Of what is stored more than once."""
    unknown: tuple[tuple[str, str], ...]
    """Stored, but never published."""


def account(outlets: Iterable[Outlet], since: datetime, archive: Archive) -> Account:
    """Compare what outlets published from `since` on with what is stored.

    What a feed listed before may be stored, too, but is not asked for.
    """
    stored = Counter((article.outlet, article.path) for article in archive.articles)
    holes = defaultdict(list)
    for hole in archive.holes:
        holes[hole.outlet].append(hole)
    stories = {(story.outlet, story.path): story for outlet in outlets for story in outlet.stories}
    due = {key: story for key, story in stories.items() if story.published >= since}
    missing = {key: story for key, story in due.items() if not stored[key]}
    lost = tuple(key for key, story in missing.items() if not _owned_up_to(story, holes[story.outlet]))
    return Account(
        published=len(due),
        stored=len(due) - len(missing),
        in_holes=len(missing) - len(lost),
        lost=lost,
        doubled=tuple(key for key, times in stored.items() if times > 1),
        unknown=tuple(key for key in stored if key not in stories),
    )


def _owned_up_to(story: Story, holes: Sequence[Hole]) -> bool:
    return any(hole.since - SLACK <= story.published <= hole.until + SLACK for hole in holes)
