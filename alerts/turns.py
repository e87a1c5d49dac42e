"""Whose turn it is: domains are served one after the other, so that a large one keeps nobody waiting."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alerts.pace import Pace

OFFERED: Final = 8
"""Domains of one turn: some may have nothing left."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What may be claimed now."""

    domains: tuple[str, ...] = ()
    """Whose digests may be claimed, in this order; none where only what is urgent may."""
    barred: frozenset[str] = frozenset()
    """Domains to leave alone, even by what is urgent."""


class Turns:
    """The domains that mail waits for, in a round. Times are monotonic seconds."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._round: dict[str, None] = {}

    def renew(self, domains: Iterable[str]) -> None:
        """These have mail that is due; those that had keep their place."""
        due = dict.fromkeys(domains)
        self._round = {domain: None for domain in self._round if domain in due} | due

    def next(self, at: float) -> Turn:
        """The next domains that may be served now."""
        ready = (domain for domain in self._round if self._pace.wait(domain, at) == 0)
        return Turn(tuple(islice(ready, OFFERED)), self._pace.slowed(at))

    def urgent(self, at: float) -> Turn:
        """A turn for what is urgent alone."""
        return Turn(barred=self._pace.slowed(at))

    def served(self, turn: Turn, domain: str | None, at: float) -> None:
        """What came of a turn: whose message it was, None where there was none. It goes to the end of the round."""
        if domain is not None:
            self._pace.take(domain, at)
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
        return min((self._pace.wait(domain, at) for domain in self._round), default=None)
