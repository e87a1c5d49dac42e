from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from alerts.mail import Outcome, Trouble
from alerts.passage import Passage
from alerts.session import Session
from alerts.sizes import Notices
from alerts.verdict import broken, refused, unsendable

if TYPE_CHECKING:
    from alerts.doubt import Doubt
    from alerts.mail import Attempt, Mail
    from alerts.relay import Relay

CLOSING = 421
"""RFC 5321, 3.8."""
LONGEST_CLOSE = 1.0
"""Seconds to wait, after a connection was broken off, for the worker to notice."""


class SmtpTransport:
    """The relay. One connection, kept over several messages; one worker thread, so that the loop never blocks."""

    def __init__(self, relay: Relay, notices: Notices | None = None) -> None:
        self._relay, self._notices = relay, notices or Notices()
        self._passage = Passage()
        self._session: Session | None = None
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="smtp")
        self._job: Future[Attempt] | None = None

    @property
    def connected(self) -> bool:
        """Whether a connection is open that took mail before."""
        return self._session is not None and self._session.mails > 0

    async def send(self, mail: Mail, doubt: Doubt) -> Attempt:
        """Try once to hand over a message, and those that follow it; what came of the last.

        Whatever goes wrong on the way is an Attempt, not an exception.
        """
        if self._passage.stopped:
            return _shutting_down("connect")
        self._job = self._worker.submit(self._send_all, mail, doubt)
        return await asyncio.wrap_future(self._job)

    async def close(self) -> None:
        """Say goodbye to the relay until the next `send`."""
        if not self._passage.stopped:
            await asyncio.wrap_future(self._worker.submit(self._hang_up))

    async def stop(self, grace: timedelta = timedelta(seconds=30)) -> None:
        """End for good: at once where the relay has no content yet, else when it answers or `grace` is over.

        What is in hand comes back from `send` as usual: deferred, accepted, or uncertain.
        """
        if self._passage.stopped:
            return
        if self._passage.stop() and self._job:
            await asyncio.wait({asyncio.wrap_future(self._job)}, timeout=grace.total_seconds())
        self._passage.given_up = True
        if session := self._session:
            session.wire.abort()
        dropped = self._worker.submit(self._drop)
        self._worker.shutdown(wait=False)
        await asyncio.wait({asyncio.wrap_future(dropped)}, timeout=LONGEST_CLOSE)

    def _send_all(self, mail: Mail, doubt: Doubt) -> Attempt:
        following: Mail | None = mail
        while following is not None:
            attempt = self._send(following, doubt)
            following = doubt.answered(attempt)
            self._passage.leave()
        return attempt

    def _send(self, mail: Mail, doubt: Doubt) -> Attempt:
        if impossible := unsendable(mail):
            return impossible
        attempt = self._attempt(mail, doubt)
        if self._was_outlived(attempt):
            self._drop()
            attempt = self._attempt(mail, doubt)
        if attempt.relay_wide or attempt.code in {None, CLOSING} or attempt.outcome is Outcome.UNCERTAIN:
            self._drop()
        return attempt

    def _attempt(self, mail: Mail, doubt: Doubt) -> Attempt:
        try:
            session, refusal = self._ready()
            return refusal or session.deliver(mail, partial(doubt.enter, self._passage))
        except Exception as error:  # noqa: BLE001 - even our own mistake must neither end the pass nor lose the phase
            phase = self._passage.phase
            if self._passage.stopped and phase != "content":
                return _shutting_down(phase)
            return broken(phase, error)

    def _ready(self) -> tuple[Session, Attempt | None]:
        """A session that takes mail, or one that was refused, and how."""
        session = self._session
        if session and session.mails < self._relay.per_connection and session.is_ready():
            return session, None
        self._hang_up()
        self._session = session = Session(self._relay, self._passage, self._notices)
        return session, session.open()

    def _was_outlived(self, attempt: Attempt) -> bool:
        """Whether just an old connection came to its end, which says nothing of the relay or the message."""
        if attempt.code is None and attempt.trouble is Trouble.SLOW_DOWN:
            return False  # the recipient's server kept it waiting, and would again
        carried_others = self._session is not None and self._session.mails > 1
        return carried_others and attempt.outcome is Outcome.DEFERRED and attempt.code in {None, CLOSING}

    def _hang_up(self) -> None:
        if self._session:
            self._session.wire.hang_up()
        self._session = None

    def _drop(self) -> None:
        if self._session:
            self._session.wire.close()
        self._session = None


def _shutting_down(phase: str) -> Attempt:
    return refused(phase, "the service is shutting down", "nothing to do: it is sent after the next start")
