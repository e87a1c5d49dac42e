from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that operators should know of: a source, the relay or the database does not do its part."""

    subject: str
    """What is at fault, readable and stable: `source tass https://…`, `relay`, `database`."""
    kind: str
    """One word or two for what is wrong: `failing`, `silent`, `refusing mail`."""
    since: datetime
    """When it began (aware). With subject and kind it tells one occurrence from the next."""
    detail: str
    """A sentence that says what happened and, where there is something, what to do."""
    recovered_at: datetime | None = None
    """When it was over; None while it lasts."""

    @property
    def key(self) -> str:
        """Names this occurrence, whether it lasts or is over."""
        return f"{self.subject}\0{self.kind}\0{self.since.isoformat()}"
