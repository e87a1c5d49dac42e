"""Whose turn it is: domains are served one after the other, so that a large one keeps nobody waiting."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

from alerts.hands import Hands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        return Turn(self._offered(at), self._barred(at))

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
        for nothing_left in () if urgent else takewhile(lambda asked: asked != domain, turn.domains):
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
        if not self._round:
            return None
        if of_all := self._pace.wait_of_all(at):
            return of_all
        if self._offered(at):
            return 0.0
        return min(self._pace.wait(domain, at) or GLANCE for domain in self._round)

    def _offered(self, at: float) -> tuple[str, ...]:
        if self._pace.wait_of_all(at):
            return ()  # else thousands would be asked
        waiting = self._waiting(at)
        return tuple(islice((domain for domain in self._ready(at) if self._hands.has_room(domain, waiting)), OFFERED))

    def _waiting(self, at: float) -> frozenset[str]:
        """Domains that may be served now, as far as their number matters: as many as there are connections."""
        return frozenset(islice(self._ready(at), self._connections))

    def _ready(self, at: float) -> Iterator[str]:
        return (domain for domain in self._round if self._pace.wait(domain, at) == 0)

    def _barred(self, at: float) -> frozenset[str]:
        return self._pace.slowed(at) | self._hands.full
