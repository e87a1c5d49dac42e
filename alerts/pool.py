from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from alerts.sizes import Notices
from alerts.smtp import SmtpTransport

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from alerts.doubt import Doubt
    from alerts.mail import Attempt, Mail
    from alerts.relay import Relay


class SmtpPool:
    """The relay, over several connections at a time; each is opened when the others are busy.

    A relay that takes fewer connections than we would open gets no more of them until the next `close`.
    """

    def __init__(self, relay: Relay) -> None:
        places = relay.connections + (relay.connections > 1)  # one of urgent mail's own, as in `Shift`
        notices = Notices()
        self._all = [SmtpTransport(relay, notices) for _ in range(places)]
        self._free: asyncio.LifoQueue[SmtpTransport] = asyncio.LifoQueue()
        self._at_work: set[SmtpTransport] = set()
        self._too_many: list[SmtpTransport] = []
        for transport in reversed(self._all):
            self._free.put_nowait(transport)

    async def send(self, mail: Mail, doubt: Doubt) -> Attempt:
        """Try once to hand over one message, over the connection that was used last of those that are free."""
        while True:
            transport = await self._free.get()
            self._at_work.add(transport)
            place: Callable[[SmtpTransport], None] = self._free.put_nowait
            try:
                attempt = await transport.send(mail, doubt)
                if not self._is_one_too_many(transport, attempt):
                    return attempt
                place = self._too_many.append
            finally:
                self._at_work.discard(transport)
                place(transport)

    def _is_one_too_many(self, transport: SmtpTransport, attempt: Attempt) -> bool:
        """Whether the relay refused just this connection, as there are others."""
        others = [other for other in self._all if other is not transport]
        busy = any(other.connected or other in self._at_work for other in others)
        return attempt.relay_wide and attempt.phase == "connect" and attempt.code is not None and busy

    async def close(self) -> None:
        """Say goodbye to the relay until the next `send`."""
        for transport in self._too_many:
            self._free.put_nowait(transport)
        self._too_many.clear()
        await asyncio.gather(*(transport.close() for transport in self._all))

    async def stop(self, grace: timedelta) -> None:
        """End for good: what has no content under way at once, the rest when it is answered or `grace` is over."""
        await asyncio.gather(*(transport.stop(grace) for transport in self._all))
