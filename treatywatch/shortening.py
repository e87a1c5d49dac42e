"""A digest that was refused as too large is made again, shorter, once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from alerts import mail
from alerts.digest import Kind
from alerts.errors import AlertError
from alerts.message import Composer
from alerts.rendering import render
from alerts.store import outbox, oversize
from alerts.store.departed import is_among
from alerts.store.oversize import Fit
from alerts.store.subscriptions import Progress
from treatywatch.making import Due, Maker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alerts.digest import Digest
    from alerts.mail import Mail
    from alerts.store.oversize import Oversize
    from alerts.subscription import Subscription
    from pipeline.store.database import Connection
    from treatywatch.parts import Parts
    from treatywatch.settings.settings import Settings

log = structlog.get_logger()

EDITION = "shorter"
"""Part of the Message-ID: nothing is ever sent under the id of the longer one but its own bytes."""
SHARE = 4
"""So many times fewer items and bytes."""


class Shortening:
    """Makes shorter digests out of the same events, of the moment when the longer ones were planned."""

    def __init__(self, parts: Parts) -> None:
        self._database, self._settings, self._clock = parts.database, _shorter(parts.settings), parts.clock
        self._subscriptions = {each.id: each for each in parts.settings.subscriptions if not each.paused}
        self._broken: set[int] = set()
        """Messages that no shorter one could be made for, by a mistake of ours; tried again after a restart."""

    async def shorten(self) -> int:
        """Make what was refused again; how many messages that puts into the outbox."""
        if not (refused := await self._database.read(oversize.refused)):
            return 0
        made = await self._database.read(lambda conn: list(self._all_made(conn, refused)))
        return await self._database.write(lambda conn: sum(self._put(conn, each, mail) for each, mail in made))

    def _all_made(self, conn: Connection, refused: Sequence[Oversize]) -> Iterator[tuple[Oversize, Mail | None]]:
        """What stands for each; one that fails keeps neither the others nor the pass from going on."""
        for long in refused:
            if long.id in self._broken:
                continue
            try:
                yield long, self._made(conn, long)
            except Exception:
                log.exception("no shorter digest could be made", digest=long.digest_key)
                self._broken.add(long.id)

    def _made(self, conn: Connection, long: Oversize) -> Mail | None:
        subscription = self._subscriptions.get(long.subscription)
        if subscription is None or not is_among(long.recipient, subscription.recipients):
            return None  # it is no longer wanted
        try:
            digest = self._digest(conn, long, subscription)
            if not digest.matched:
                log.warning("no shorter digest is made, as its rules match none of it any more", digest=long.digest_key)
                return None
            rendered = render(digest, self._settings.sender, self._settings.digest)
            return Composer(self._settings.sender, long.planned_at, EDITION).compose(rendered, long.recipient)
        except AlertError as error:
            log.error("no shorter digest could be made", digest=long.digest_key, error=str(error))
            return None

    def _digest(self, conn: Connection, long: Oversize, subscription: Subscription) -> Digest:
        progress = Progress(
            long.subscription, long.since, long.after_seq, last_planned_at=long.since, alert_seq=long.after_seq
        )
        maker = Maker(self._settings, long.planned_at, long.upto_seq, before=long.digest_key)
        digest = maker.decide(conn, Due(subscription, progress, long.slot, long.missed, long.kind))
        return replace(digest, id=long.digest)

    def _put(self, conn: Connection, long: Oversize, shorter: Mail | None) -> int:
        oversize.settled(conn, [long.id])
        if shorter is None:
            return 0
        kind = mail.Kind.INSTANT if long.kind is Kind.ALERT else mail.Kind.DIGEST
        now = self._clock.now()
        log.warning("a digest was too large and is sent again, shorter", subscription=long.subscription)
        return outbox.enqueue(
            conn, [shorter], long.digest_key, long.expires_at, now, kind=kind, scope=long.subscription, fit=Fit.SHORTER
        )


def _shorter(settings: Settings) -> Settings:
    limits = settings.digest
    fewer = replace(
        limits,
        items=max(1, limits.items // SHARE),
        per_section=max(1, limits.per_section // SHARE),
        html_bytes=limits.html_bytes // SHARE,
    )
    return replace(settings, digest=fewer)
