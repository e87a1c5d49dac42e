"""How quickly the mailboxes of one domain are served, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SLOWEST: Final = 1 / 60
"""Messages a second that a domain gets however often it asks us to slow down."""
RECOVERY: Final = 50
"""Acceptances after which a domain that slowed us down to nothing is served at the full rate again."""

ALL: Final = ""
"""In place of a domain: all of them."""


@dataclass(slots=True)
class _Bucket:
    rate: float
    tokens: float
    at: float


class Pace:
    """A token bucket for each domain: at most `ceiling` messages a second, and as many at once.

    A domain that asks us to slow down is served at half its rate; each acceptance adds a little (additive increase,
    multiplicative decrease). Times are monotonic seconds. Only domains that are not at rest take up memory.

    With `altogether`, no more messages a second than that go to all domains together.
    """

    def __init__(self, ceiling: float, altogether: float | None = None) -> None:
        self._ceiling = ceiling
        self._whole = Pace(altogether) if altogether else None
        self._buckets: dict[str, _Bucket] = {}
        self._slowed: set[str] = set()

    def wait(self, domain: str, at: float) -> float:
        """Seconds until a message may go there; 0 when it may now."""
        return max(self.wait_of_all(at), self._wait_of(domain, at))

    def wait_of_all(self, at: float) -> float:
        """Seconds until a message may go anywhere; 0 when it may now."""
        return self._whole.wait(ALL, at) if self._whole else 0.0

    def _wait_of(self, domain: str, at: float) -> float:
        bucket = self._filled(domain, at)
        return 0.0 if bucket is None else max(0.0, (1 - bucket.tokens) / bucket.rate)

    def take(self, domain: str, at: float) -> None:
        """A message goes there. An urgent one goes even where none may: those behind it wait longer."""
        bucket = self._filled(domain, at) or _Bucket(self._ceiling, _burst(self._ceiling), at)
        bucket.tokens -= 1
        self._buckets[domain] = bucket
        if self._whole:
            self._whole.take(ALL, at)

    def slower(self, domain: str, at: float) -> None:
        """It asked us to slow down."""
        bucket = self._filled(domain, at)
        rate = max((bucket.rate if bucket else self._ceiling) / 2, SLOWEST)
        self._buckets[domain] = _Bucket(rate, 0.0, at)
        self._slowed.add(domain)

    def faster(self, domain: str) -> None:
        """It took a message."""
        if bucket := self._buckets.get(domain):
            bucket.rate = min(bucket.rate + self._ceiling / RECOVERY, self._ceiling)
            if bucket.rate == self._ceiling:
                self._slowed.discard(domain)

    def slowed(self, at: float) -> frozenset[str]:
        """Domains that asked us to slow down, and must be left alone now, by urgent messages too."""
        return frozenset(domain for domain in self._slowed if self._wait_of(domain, at) > 0)

    def _filled(self, domain: str, at: float) -> _Bucket | None:
        """The bucket as of now; a full one is forgotten."""
        bucket = self._buckets.get(domain)
        if bucket is None:
            return None
        bucket.tokens = min(_burst(bucket.rate), bucket.tokens + (at - bucket.at) * bucket.rate)
        bucket.at = at
        if bucket.rate == self._ceiling and bucket.tokens == _burst(bucket.rate):
            del self._buckets[domain]
            return None
        return bucket


def _burst(rate: float) -> float:
    return max(1.0, rate)
