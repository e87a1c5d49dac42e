from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.end_to_end.week.words import headline, paragraphs

if TYPE_CHECKING:
    from datetime import datetime


MATCHES = 3
"""Of so many stories one is about what subscribers ask for, so that its page is looked at again."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article of the script; the checker knows it by the path of its page."""

    outlet: str
    number: int
    published: datetime
    guid: str
    retitled: datetime | None = None
    """From when on it has another headline."""
    redated: datetime | None = None
    """From when on the feed says that it was published then."""

    @property
    def path(self) -> str:
        return f"/news/{self.number}"

    @property
    def paragraphs(self) -> list[str]:
        said = paragraphs(f"{self.outlet} {self.number}")
        return said if self.number % MATCHES else [*said, "Envoys spoke about the INF Treaty."]

    def title(self, at: datetime) -> str:
        edition = int(self.retitled is not None and self.retitled <= at)
        return headline(f"{self.outlet} {self.number} {edition}")

    def dated(self, at: datetime) -> datetime:
        return self.redated if self.redated is not None and self.redated <= at else self.published
