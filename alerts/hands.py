"""How much of what is in hand may be one domain's: a server that lets us wait is not to keep every connection."""

from __future__ import annotations

from collections import Counter


class Hands:
    """Messages that are being handed over, by domain; RFC 5321, 4.5.4.1, asks for a limit per host.

    While others wait a domain gets its share of the connections, at most half of them; while none does, all but one,
    which is for those to come. What is urgent has a connection more: half of them all may be with one domain's urgent
    mail, as long as one is left. Where there is one connection, there is nothing to share.
    """

    def __init__(self, connections: int) -> None:
        self._connections, self._half = connections, max(1, connections // 2)
        self._all: Counter[str] = Counter()
        self._urgent: Counter[str] = Counter()

    def take(self, domain: str, *, urgent: bool) -> None:
        """One more of them is handed over."""
        self._all[domain] += 1
        self._urgent[domain] += urgent

    def give_back(self, domain: str, *, urgent: bool) -> None:
        """One of them was answered."""
        self._all[domain] -= 1
        self._urgent[domain] -= urgent
        if not self._all[domain]:
            del self._all[domain], self._urgent[domain]

    def has_room(self, domain: str, waiting: frozenset[str]) -> bool:
        """Whether one more digest may be handed over; `waiting` are domains that may be served now."""
        sharing = len(waiting | self._all.keys())
        alone = max(1, self._connections - 1)
        share = min(self._half, -(-self._connections // sharing)) if sharing > 1 else alone
        return self._all[domain] < share

    @property
    def full(self) -> frozenset[str]:
        """Domains of which nothing urgent may be handed over now."""
        most = max(1, self._connections)
        urgent = {domain for domain, count in self._urgent.items() if count >= self._half}
        return frozenset(urgent | {domain for domain, count in self._all.items() if count >= most})
