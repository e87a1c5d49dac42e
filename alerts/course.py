"""What a pass over the outbox has learnt, and whose turn it is; shared by the loop and the connections' threads."""

from __future__ import annotations

import logging
from collections import Counter
from threading import RLock
from typing import TYPE_CHECKING, Final

from alerts.mail import Outcome, Trouble
from alerts.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from alerts.mail import Attempt, Claimed
    from alerts.pace import Pace
    from alerts.turns import Turn

log = logging.getLogger(__name__)

SUSPECTS: Final = 3
"""Messages in a row refused for what may be a fault of all: then it is one."""
CLOSING: Final = 421
"""RFC 5321, 3.8: the relay closes the connection, whoever the message was for."""


class Course:
    """How a pass goes. Nothing here waits: the lock is held for moments."""

    def __init__(self, pace: Pace, connections: int, monotonic: Callable[[], float], ends: Callable[[], bool]) -> None:
        self.tally: Counter[Outcome] = Counter()
        self.halted: str | None = None
        self.by_relay = False
        self.refusing: dict[str, str] = {}
        self.served_domains: set[str] = set()
        self._pace, self._monotonic, self._ends = pace, monotonic, ends
        self._turns = Turns(pace, connections)
        self._suspects = 0
        self._guard = RLock()

    def halt(self, why: str) -> None:
        """Let nothing more be claimed, for a reason that is told once, and not where the service ends anyway."""
        with self._guard:
            if not self.halted and not self._ends():
                log.error(why)
            self.halted = self.halted or why

    def next(self) -> Turn:
        """The next domains that may be served now."""
        with self._guard:
            return self._turns.next(self._monotonic())

    def urgent(self) -> Turn:
        """A turn for what is urgent alone."""
        with self._guard:
            return self._turns.urgent(self._monotonic())

    def served(self, turn: Turn, claimed: Claimed | None) -> None:
        """What was claimed in a turn."""
        urgent = claimed is not None and claimed.kind.urgent
        with self._guard:
            self._turns.served(turn, claimed.domain if claimed else None, self._monotonic(), urgent=urgent)

    def renew(self, domains: Iterable[str]) -> None:
        """These have mail that is due."""
        with self._guard:
            self._turns.renew(domains)

    @property
    def nobody_waits(self) -> bool:
        """Whether no mail is due, as far as is known."""
        with self._guard:
            return self._turns.empty

    def wait(self) -> float | None:
        """Seconds until the first domain may be served; None where no mail waits."""
        with self._guard:
            return self._turns.wait(self._monotonic())

    def learn(self, claimed: Claimed, attempt: Attempt) -> None:
        """What the answer says about the relay, and about the domain."""
        with self._guard:
            self._turns.answered(claimed.domain, urgent=claimed.kind.urgent)
            self.tally[attempt.outcome] += 1
            self._learn_of_domain(claimed.domain, attempt)
            self._suspects += attempt.trouble is Trouble.POLICY or attempt.code == CLOSING
            if attempt.relay_wide or self._suspects >= SUSPECTS:
                self.by_relay = True
                why = f"the relay failed us at {attempt.phase}: {attempt.said}; {attempt.remedy}"
                self.halt(f"mail stays queued: {why}")

    def _learn_of_domain(self, domain: str, attempt: Attempt) -> None:
        if attempt.outcome is Outcome.ACCEPTED:
            self._pace.faster(domain)
            self.served_domains.add(domain)
            self.refusing.pop(domain, None)
            self._suspects = 0
        if attempt.trouble is Trouble.SLOW_DOWN and not attempt.relay_wide:
            self._pace.slower(domain, self._monotonic())
        if attempt.trouble is Trouble.POLICY and not attempt.relay_wide:
            self.refusing[domain] = attempt.said
