from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The page of an article disappeared."""

    first_gone: datetime
    """When it was first seen to be gone, by our clock."""
    confirmed: datetime
    """When another try found it gone still."""
    status: int | None
    """What the outlet's server answered; None where it led elsewhere."""
    why: str
    """One sentence for the operator."""
    back: datetime | None = None
    """When the page was there again."""
