"""Digests made out of turn: looked at before they are due, sent now, or given out again."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import structlog

from alerts.digest import Slot
from alerts.errors import RecipientRefused
from alerts.message import Composer
from alerts.rendering import render
from alerts.store import digests, letters, outbox, subscriptions
from alerts.store.subscriptions import Progress
from pipeline.store.citations import cited
from pipeline.store.news import newest_seq, seq_before
from treatywatch.errors import NotKept
from treatywatch.making import Due, Maker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from alerts.digest import Digest, Rendered
    from alerts.mail import Mail
    from alerts.store.letters import Letter, Placed
    from alerts.subscription import Subscription
    from pipeline.store.citations import Citation
    from pipeline.store.database import Connection, Database
    from treatywatch.settings.settings import Settings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Replayed:
    """A digest as it went out, and what each of its articles was at the time."""

    letters: tuple[Letter, ...]
    articles: tuple[tuple[Placed, Citation], ...]


def preview(
    conn: Connection, settings: Settings, subscription: Subscription, now: datetime, since: datetime | None = None
) -> Rendered:
    """The digest that a subscription would get now; with `since`, of all that came from then on, as if all were new.

    Raises:
        RenderError: when it can't be put into words.
    """
    return render(_digest(conn, settings, subscription, now, since), settings.sender, settings.digest)


def send(database: Database, settings: Settings, subscription: Subscription, now: datetime) -> int:
    """Put what a subscription has not been told yet into the outbox, now; how many messages, 0 where there is nothing.

    Its next digest has what comes after.

    Raises:
        AlertError: when it can't be made.
    """
    digest = database.read_now(lambda conn: _digest(conn, settings, subscription, now, None))
    if not digest.matched:
        return 0
    rendered = render(digest, settings.sender, settings.digest)
    composer = Composer(settings.sender, now)
    mails = list(_mails(composer, rendered, subscription))

    def work(conn: Connection) -> int:
        subscriptions.begin(conn, subscription.id, digest.after_seq, now)
        key = digests.record(conn, rendered.digest)
        if key is None:
            return 0
        return outbox.enqueue(conn, mails, key, now + settings.retry.expire_after, now, scope=subscription.id)

    return database.write_now(work)


def _mails(composer: Composer, rendered: Rendered, subscription: Subscription) -> Iterator[Mail]:
    for recipient in subscription.recipients:
        try:
            yield composer.compose(rendered, recipient)
        except RecipientRefused as error:
            log.error("recipient can't be mailed", subscription=subscription.id, error=str(error))


def send_copy(database: Database, settings: Settings, subscription: Subscription, address: str, now: datetime) -> int:
    """Put the preview of a digest into the outbox for one address; the subscription is none the wiser.

    Raises:
        AlertError: when it can't be made, or the address can't be mailed.
    """
    rendered = database.read_now(lambda conn: preview(conn, settings, subscription, now))
    mail = Composer(settings.sender, now).compose(rendered, address)
    expires = now + settings.retry.expire_after
    return database.write_now(lambda conn: outbox.enqueue(conn, [mail], None, expires, now))


def replay(conn: Connection, digest: str, subscription: str | None = None) -> Replayed:
    """Give out a digest as its recipients got it, checked against the hash that was taken when it was made.

    Two digests of an early version may bear the same id; then the subscription tells them apart.

    Raises:
        NotKept: where there is no such digest, or its bytes are let go of, or are not those that were made.
    """
    bearers = [each for each in letters.bearers(conn, digest) if subscription in {None, each.subscription}]
    if len(bearers) > 1:
        named = " and ".join(f"{each.subscription} of {each.local_date}" for each in bearers)
        raise NotKept(digest, f"is the id of {named}; name one of these with --of")
    found = letters.of(conn, bearers[0].key) if bearers else []
    if not found:
        raise NotKept(digest, "no digest of this id was mailed; it stands at the end of each mail")
    if gone := [letter for letter in found if letter.content is None]:
        raise NotKept(digest, f"its bytes are past retention.mails; their SHA-256 was {gone[0].sha256}")
    if any(sha256(letter.content or b"").hexdigest() != letter.sha256 for letter in found):
        raise NotKept(digest, "the stored bytes are not those that were made: the store is damaged")
    placed = letters.articles(conn, bearers[0].key)
    citations = cited(conn, {each.version_id for each in placed})
    return Replayed(tuple(found), tuple((each, citations[each.version_id]) for each in placed))


def _digest(
    conn: Connection, settings: Settings, subscription: Subscription, now: datetime, since: datetime | None
) -> Digest:
    upto = newest_seq(conn)
    local = now.astimezone(subscription.schedule.zone)
    slot = Slot(local.date(), f"now@{local:%H:%M:%S}", now)
    if since is not None:
        progress = Progress(subscription.id, since, seq_before(conn, since))
        return Maker(settings, now, upto).decide(conn, Due(subscription, progress, slot), anew=True)
    known = subscriptions.get(conn, subscription.id)
    progress = known or Progress(subscription.id, now, upto)
    return Maker(settings, now, upto).decide(conn, Due(subscription, progress, slot))
