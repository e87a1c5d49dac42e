from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What an article is beside the other articles of the window."""

    NEW = "new"
    """The first of its story."""
    COPY = "copy"
    """The words of an earlier article at another address, of the same outlet or another."""
    SAME_STORY = "same_story"
    """Other words about what an earlier article reported."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why an article was grouped as it was: the nearest neighbour, what was measured, and what decided."""

    measure: str
    """`containment`, `same words`, `same title`, `similarity`; `none` where nothing came near."""
    score: float
    """0 to 1."""
    threshold: float
    """From which score on it counts."""
    neighbour: int | None = None
    """Id of the article it was compared with: the nearest copy, or the nearest article of the story."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where an article belongs among others. Its identity is another matter (`pipeline.model.placement`)."""

    group: Group
    of: int | None
    """Id of the article whose words a copy has, or of the nearest one of the story; None for a new story."""
    story: int | None
    """None for a story that has no id yet."""
    grounds: tuple[Grounds, ...]
    """All that was measured; the last decided."""
    added: bool = False
    """Whether a copy says noticeably more than the article it has its words from."""


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What is known of an article's story: enough to say "TASS, and 14 reprints, 2 with added text"."""

    id: int
    origin: str
    """The agency that the first report credits, else the outlet that had it first."""
    reprints: int = 0
    """Articles of the story with another article's words."""
    reprints_added: int = 0
    """Those of them that say noticeably more."""
    independent: tuple[str, ...] = ()
    """Agencies and outlets besides the origin that reported it in words of their own, the earliest first."""
    former_ids: tuple[int, ...] = ()
    """Ids of stories that were merged into this one; mails may carry them."""
    also: tuple[tuple[str, int], ...] = ()
    """Language and id of stories in other languages that seem to be about the same."""
