"""Whose turn it is: domains are served one after the other, so that a large one keeps nobody waiting."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from alerts.hands import Hands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alerts.pace import Pace

OFFERED: Final = 8
"""Domains of one turn: some may have nothing left."""
GLANCE: Final = 0.1
"""Seconds until a domain that has its share of the connections is looked at again."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What may be claimed now."""

    domains: tuple[str, ...] = ()
    """Whose digests may be claimed, in this order; none where only what is urgent may."""
    barred: frozenset[str] = frozenset()
    """Domains to leave alone, even by what is urgent."""


class Turns:
    """The domains that mail waits for, in a round. Times are monotonic seconds."""

    def __init__(self, pace: Pace, connections: int) -> None:
        self._pace, self._hands, self._connections = pace, Hands(connections), connections
        self._round: dict[str, None] = {}

    def renew(self, domains: Iterable[str]) -> None:
        """These have mail that is due; those that had keep their place."""
        due = dict.fromkeys(domains)
        self._round = {domain: None for domain in self._round if domain in due} | due

    def next(self, at: float) -> Turn:
        """The next domains that may be served now."""
        ready = (domain for domain in self._round if self._pace.wait(domain, at) == 0)
        waiting = self._waiting(at)
        offered = (domain for domain in ready if self._hands.has_room(domain, waiting))
        return Turn(tuple(islice(offered, OFFERED)), self._barred(at))

    def urgent(self, at: float) -> Turn:
        """A turn for what is urgent alone."""
        return Turn(barred=self._barred(at))

    def answered(self, domain: str, *, urgent: bool) -> None:
        """A message of a domain is in hand no longer."""
        self._hands.give_back(domain, urgent=urgent)

    def served(self, turn: Turn, domain: str | None, at: float, *, urgent: bool = False) -> None:
        """What came of a turn: whose message it was, None where there was none. It goes to the end of the round."""
        if domain is not None:
            self._pace.take(domain, at)
            self._hands.take(domain, urgent=urgent)
        asked = turn.domains.index(domain) if domain in turn.domains else 0 if domain else len(turn.domains)
        for nothing_left in turn.domains[:asked]:
            self._round.pop(nothing_left, None)
        if domain in self._round:
            del self._round[domain]
            self._round[domain] = None

    @property
    def empty(self) -> bool:
        """Whether no mail waits, as far as is known."""
        return not self._round

    def wait(self, at: float) -> float | None:
        """Seconds until the first domain may be served; None where no mail waits."""
        waiting = self._waiting(at)
        waits = (
            self._pace.wait(domain, at) or (0.0 if self._hands.has_room(domain, waiting) else GLANCE)
            for domain in self._round
        )
        return min(waits, default=None)

    def _waiting(self, at: float) -> frozenset[str]:
        """Domains that may be served now, as far as their number matters: as many as there are connections."""
        ready = (domain for domain in self._round if self._pace.wait(domain, at) == 0)
        return frozenset(islice(ready, self._connections))

    def _barred(self, at: float) -> frozenset[str]:
        return self._pace.slowed(at) | self._hands.full
