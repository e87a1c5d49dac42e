from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from alerts.mail import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from alerts.mail import Attempt, Claimed, Retry


class State(StrEnum):
    """Where a message stands. Nothing leaves a final state."""

    QUEUED = "queued"
    SENDING = "sending"
    """Claimed; found so at a start, the process that claimed it has died."""
    ACCEPTED = "accepted"
    FAILED = "failed"
    EXPIRED = "expired"

    @property
    def final(self) -> bool:
        """True when nothing more will be tried."""
        return self not in {State.QUEUED, State.SENDING}


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a message after an attempt."""

    state: State
    next_at: datetime | None
    """When to try again; None in a final state."""
    uncertain: bool
    """Some attempt broke after the content was handed over: the next may be a duplicate, of the same bytes."""


def decide(attempt: Attempt, claimed: Claimed, retry: Retry, now: datetime, random: Callable[[], float]) -> Decision:
    """What becomes of `claimed` after `attempt`.

    The wait before another try is drawn evenly from zero to the bound that `retry` sets ("full jitter"), so that
    messages deferred together do not come back together. It never reaches beyond the message's expiry.

    Args:
        attempt: What the relay answered.
        claimed: The message, as it was before the attempt.
        retry: Bounds of the waits.
        now: When the attempt ended.
        random: Draws from [0, 1).
    """
    uncertain = claimed.uncertain or attempt.outcome is Outcome.UNCERTAIN
    if attempt.outcome is Outcome.ACCEPTED:
        return Decision(State.ACCEPTED, None, uncertain)
    if attempt.outcome is Outcome.REJECTED:
        return Decision(State.FAILED, None, uncertain)
    if now >= claimed.expires_at:
        return Decision(State.EXPIRED, None, uncertain)
    bound = retry.delays[min(claimed.attempts, len(retry.delays) - 1)]
    return Decision(State.QUEUED, min(now + bound * random(), claimed.expires_at), uncertain)
