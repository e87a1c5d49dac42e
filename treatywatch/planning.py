from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from alerts.errors import AlertError, RecipientRefused
from alerts.item import Catalogue
from alerts.message import compose
from alerts.rendering import render
from alerts.selection import Material, Window, select
from alerts.store import digests, outbox, subscriptions
from alerts.windows import latest_due
from crawlers.store.sources import coverage
from pipeline.errors import StoreError
from pipeline.store.news import newest_seq, news

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.digest import Rendered, Slot
    from alerts.mail import Mail
    from alerts.store.subscriptions import Progress
    from alerts.subscription import Subscription
    from pipeline.store.database import Connection
    from treatywatch.parts import Parts

log = structlog.get_logger()


class Planning:
    """Plans due digests; one digest with its messages is one transaction."""

    def __init__(self, parts: Parts) -> None:
        self._database, self._settings, self._clock = parts.database, parts.settings, parts.clock
        settings = parts.settings
        self._catalogue = Catalogue(
            outlets={outlet.id: outlet for outlet in settings.outlets}, rules={rule.id: rule for rule in settings.rules}
        )
        self._broken: set[tuple[str, Slot]] = set()

    async def start(self) -> None:
        """Begin every subscription that is new, at the newest event of now."""
        now = self._clock.now()

        def work(conn: Connection) -> None:
            for subscription in self._settings.subscriptions:
                subscriptions.start(conn, subscription.id, newest_seq(conn), now)

        await self._database.write(work)

    async def plan_due(self) -> int:
        """Plan the digests that are due; how many messages that made."""
        made = 0
        for subscription in self._settings.subscriptions:
            try:
                made += await self._plan(subscription)
            except StoreError:
                raise
            except Exception:
                log.exception("a subscription could not be planned", subscription=subscription.id)
        return made

    async def _plan(self, subscription: Subscription) -> int:
        now = self._clock.now()
        progress = await self._database.read(lambda conn: subscriptions.get(conn, subscription.id))
        slot = progress and latest_due(subscription.schedule, progress.last_planned_at or progress.started_at, now)
        if not progress or not slot or (subscription.id, slot) in self._broken:
            return 0
        try:
            return await self._database.write(lambda conn: self._write(conn, subscription, slot, progress, now))
        except AlertError as error:
            # Nothing is lost: the subscription has not moved on, so its next slot takes these events too.
            self._broken.add((subscription.id, slot))
            log.error(
                "digest could not be made", subscription=subscription.id, slot=str(slot.local_date), error=str(error)
            )
            return 0

    def _write(
        self, conn: Connection, subscription: Subscription, slot: Slot, progress: Progress, now: datetime
    ) -> int:
        if digests.taken(conn, subscription.id, slot):
            subscriptions.pass_over(conn, subscription.id, slot.due)
            log.warning("slot had its digest already", subscription=subscription.id, slot=str(slot.local_date))
            return 0
        window = Window(slot, progress.last_seq, newest_seq(conn), progress.last_planned_at or progress.started_at, now)
        found = news(conn, window.after_seq, window.upto_seq, subscription.rules)
        shown = digests.shown(conn, subscription.id, [item.article_id for item in found])
        material = Material(found, shown, self._catalogue, coverage(conn))
        digest = select(subscription, window, material, self._settings.digest)
        if not digest.matched:
            digests.record_empty(conn, subscription.id, slot, (window.after_seq, window.upto_seq), now)
            log.info("digest skipped, nothing new", subscription=subscription.id, slot=str(slot.local_date))
            return 0
        rendered = render(digest, self._settings.sender, self._settings.digest)
        mails = self._compose(rendered, subscription, now)
        key = digests.record(conn, rendered.digest, now)
        if key is None:
            return 0
        made = outbox.enqueue(conn, mails, key, now + self._settings.retry.expire_after, now)
        items = len(rendered.digest.items)
        log.info("digest planned", subscription=subscription.id, digest=digest.id, items=items, messages=made)
        return made

    def _compose(self, rendered: Rendered, subscription: Subscription, now: datetime) -> list[Mail]:
        """One message for each recipient; an address that can't be mailed is named and the others go."""
        mails = []
        for recipient in subscription.recipients:
            try:
                mails.append(compose(rendered, recipient, self._settings.sender, now))
            except RecipientRefused as error:
                log.error("recipient can't be mailed", subscription=subscription.id, error=str(error))
        return mails
