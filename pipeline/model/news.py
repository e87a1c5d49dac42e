from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.change import Difference
    from pipeline.model.match import Match
    from pipeline.model.story import StoryFacts


@dataclass(frozen=True, slots=True)
class News:
    """An article's newest matching event in a range of `seq`, with that version's matches: raw material of a digest."""

    seq: int
    kind: str
    """Kind of the newest event: `article`, `version` or `withdrawn`."""
    article_id: int
    version_id: int
    outlet: str
    url: str
    title: str
    language: str | None
    published: datetime | None
    first_seen: datetime
    text_by: str
    matches: tuple[Match, ...]
    story: StoryFacts | None = None
    """What is known of its story when the digest is planned; None for an article from before stories were told."""
    changes: tuple[Difference, ...] = ()
    """How its words differ materially from what they were before the range, oldest change first."""
    lost: tuple[str, ...] = ()
    """Rules of `matches` that match no longer; their evidence is of the version before."""
    undone: int | None = None
    """The `seq` of its first change in the range, where all were taken back since: it says what it said before."""
