"""A look at a page that was settled before, and what one came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.state import HostPause, PageWork, Sight
    from pipeline.model.article import Article


@dataclass(frozen=True, slots=True)
class Look:
    """An article whose page is looked at again: durable pending work."""

    work: PageWork
    """What its article is made of anew. `queued_at` is when it was first settled, `attempts` counts failed tries."""
    number: int
    """Which look is next, from 1; only ever grows while the waits stay as they are."""
    due: datetime | None
    """None where there is none any more, as the outlet refused."""
    sight: Sight
    """What the page last showed."""
    asked_at: datetime
    """When the page was last asked for, for whatever reason."""
    gone_at: datetime | None = None
    """Since when it is seen to be gone."""
    withdrawn: bool = False
    """That was confirmed, and is recorded."""
    message: str = ""
    """What was wrong last, in one sentence."""


class Finding(StrEnum):
    """What a look came to."""

    SAME = "same"
    """304."""
    READ = "read"
    UNREAD = "unread"
    """An answer, but without the article: a notice, a wall, no page at all."""
    MISSING = "missing"
    """Gone, it seems; another try is to confirm it."""
    WITHDRAWN = "withdrawn"
    """Gone, confirmed just now."""
    STILL_GONE = "still_gone"
    REFUSED = "refused"
    """The outlet does not want us: it is not asked again."""
    FAILED = "failed"
    """No answer, which may pass."""


PRESENT = frozenset({Finding.SAME, Finding.READ})
"""The page is there."""


@dataclass(frozen=True, slots=True)
class LookPlan:
    """Everything one look changes, written in one transaction."""

    look: Look
    """As it was before."""
    finding: Finding
    then: Look | None
    """As it is from now on; None where the page is not looked at again."""
    article: Article | None = None
    """As it reads now; of READ only."""
    message: str = ""
    """One sentence for the operator, empty where all is well."""
    status: int | None = None
    """Of the answer that says that the page is gone, 200 where its words do; None where a redirect does."""
    pause: HostPause | None = None
