from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from alerts.deliver import Transport
    from pipeline.store.database import Database
    from treatywatch.clock import Clock
    from treatywatch.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the service is told by its surroundings."""

    settings: Settings
    database: Database
    clock: Clock
    transport: Transport
    chance: Callable[[], float]
    """Draws from [0, 1)."""
    no_resend_before: datetime | None = None
    """What was planned before is not sent: the store is a backup, and its mails have gone out."""
