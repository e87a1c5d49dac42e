from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tests.end_to_end.week.story import Story
    from tests.end_to_end.week.trouble import Kind, Trouble

FEED, MIRROR, NEW_HOME = FEEDS = "/feed", "/mirror/feed", "/feeds/all"


@dataclass(frozen=True)
class Outlet:
    """What an outlet publishes and when, and how it misbehaves."""

    name: str
    form: str
    """`rss`, `atom`, `rdf` or `json`."""
    window: int
    """Items that its feed lists."""
    stories: tuple[Story, ...]
    """By the time they are published."""
    troubles: tuple[Trouble, ...] = ()
    shuffled: bool = False
    """Lists its items in another order every hour."""
    tracked: bool = False
    """Links carry a parameter that changes every day."""
    naive: bool = False
    """Dates are those of Berlin, and say no zone."""
    crawl_delay: float = 0.0
    """Real seconds."""
    headlines: bool = False
    """Watched without its pages."""

    @property
    def host(self) -> str:
        return f"{self.name}.example.org"

    @property
    def address(self) -> str:
        """Of its feed, as configured."""
        return f"https://{self.host}{FEED}"

    def listed(self, at: datetime) -> tuple[Story, ...]:
        """What its feed lists, the oldest first."""
        until = bisect_right(self.stories, at, key=lambda story: story.published)
        return self.stories[max(0, until - self.window) : until]

    def trouble(self, kind: Kind, at: datetime) -> bool:
        return any(trouble.kind is kind and trouble.at(at) for trouble in self.troubles)

    def has(self, kind: Kind) -> bool:
        return any(trouble.kind is kind for trouble in self.troubles)
