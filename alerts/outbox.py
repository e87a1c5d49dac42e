from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from alerts.mail import Outcome, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from alerts.mail import Attempt, Claimed, Retry


class State(StrEnum):
    """Where a message stands. `FOLLOWERS` says what may come after what."""

    QUEUED = "queued"
    SENDING = "sending"
    """Claimed; found so at a start, the process that claimed it has died."""
    HELD = "held"
    """The relay may have it, and its kind is not to be sent twice: it waits for the operator, or for its expiry."""
    ACCEPTED = "accepted"
    """The relay has it. A bounce or a complaint may still come."""
    FAILED = "failed"
    EXPIRED = "expired"
    SUPPRESSED = "suppressed"
    """Not sent: the recipient does not want it, or can't be reached."""
    BOUNCED_SOFT = "bounced_soft"
    BOUNCED_HARD = "bounced_hard"
    COMPLAINED = "complained"

    @property
    def final(self) -> bool:
        """True when nothing more will be tried."""
        return self not in {State.QUEUED, State.SENDING, State.HELD}

    @property
    def before(self) -> frozenset[State]:
        """The states that this one may follow."""
        return frozenset(state for state, after in FOLLOWERS.items() if self in after)


FOLLOWERS: Mapping[State, frozenset[State]] = {
    State.QUEUED: frozenset(
        {State.SENDING, State.EXPIRED, State.SUPPRESSED, State.FAILED, State.ACCEPTED}  # accepted: after the lease
    ),
    State.SENDING: frozenset({State.QUEUED, State.HELD, State.ACCEPTED, State.FAILED, State.EXPIRED}),
    State.HELD: frozenset({State.QUEUED, State.EXPIRED, State.ACCEPTED}),
    State.ACCEPTED: frozenset({State.BOUNCED_SOFT, State.BOUNCED_HARD, State.COMPLAINED}),
    State.BOUNCED_SOFT: frozenset({State.BOUNCED_HARD, State.COMPLAINED}),
    State.BOUNCED_HARD: frozenset({State.COMPLAINED}),
    State.FAILED: frozenset(),
    State.EXPIRED: frozenset(),
    State.SUPPRESSED: frozenset(),
    State.COMPLAINED: frozenset(),
}
"""No message ever goes back, but to the queue: from being sent, or when an operator says so."""
FULL_MAILBOX = 2
"""Failures that a full mailbox counts for: it is not emptied in a minute."""


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
    messages deferred together do not come back together. It never reaches beyond the message's expiry. A fault of the
    relay's is not held against the message: it is due again soon, for when the relay is back. A full mailbox is given
    time. What the relay may have is held, where its kind is not to be sent twice.

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
    if attempt.outcome is Outcome.UNCERTAIN and claimed.kind in retry.hold:
        return Decision(State.HELD, None, uncertain)
    bound = retry.delays[min(_failures(attempt, claimed), len(retry.delays) - 1)]
    return Decision(State.QUEUED, min(now + bound * random(), claimed.expires_at), uncertain)


def _failures(attempt: Attempt, claimed: Claimed) -> int:
    if attempt.relay_wide:
        return 0
    return claimed.attempts + (FULL_MAILBOX if attempt.trouble is Trouble.MAILBOX_FULL else 0)
