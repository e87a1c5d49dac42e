from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from crawlers.headers import retry_at
from crawlers.web import FetchFailed, Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crawlers.wire import Answer

OVERRUN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
UNSAID = timedelta(minutes=1)
"""How long a host is left alone that is overrun and does not say how long; work is put off for longer by its plan."""


class Pauses:
    """Hosts that are overrun, or have said Retry-After: what is under way already heeds it, too."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until: dict[str, datetime] = {}

    def heed(self, host: str, answer: Answer) -> None:
        """Remember how long an answer asks to be left alone."""
        if answer.status in OVERRUN:
            now = self._now()
            self._until[host] = retry_at(answer.first(b"retry-after"), now) or now + UNSAID

    def refusal(self, host: str, url: str) -> FetchFailed | None:
        """Why a host is not asked now; None where it may be."""
        until = self._until.get(host)
        if until is None:
            return None
        if until <= self._now():
            del self._until[host]
            return None
        message = f"{url}: not asked, as {host} wants to be left alone until {until:%Y-%m-%d %H:%M} UTC"
        return FetchFailed(url, Reason.PAUSED, message, retry_at=until)
