from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.dedupe.signature import Signature

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that is to be compared with others."""

    article: int
    outlet: str
    language: str | None
    """Primary subtag."""
    at: int
    """When it was published or seen, in seconds since 1970, UTC."""
    signature: Signature


@dataclass(frozen=True, slots=True)
class Member:
    """An article of the window, with its place."""

    article: int
    outlet: str
    language: str | None
    at: int
    signature: Signature
    story: int
    root: int
    """The article it has its words from: itself, unless it is a copy."""

    @property
    def copied(self) -> bool:
        """Whether it has another article's words."""
        return self.root != self.article
