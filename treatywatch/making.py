"""From subscriptions that are due to finished mails; reads only, so that the writer is free meanwhile."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from alerts.catalogue import Catalogue
from alerts.digest import Kind
from alerts.emptiness import mailed_empty
from alerts.errors import AlertError, RecipientRefused
from alerts.message import Bulk, Composer
from alerts.rendering import sheet
from alerts.selection import Material, Window, select
from alerts.store import digests, ids, memories
from alerts.story import StoryFacts, ids_of, memory_of
from alerts.usual import WINDOWS, usual
from crawlers.store.gaps import holes
from crawlers.store.sources import coverage
from pipeline.store.news import news, titles
from treatywatch.known import Known
from treatywatch.quarantine import Spoilers

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence
    from datetime import datetime

    from alerts.digest import Digest, Slot
    from alerts.mail import Mail
    from alerts.store.subscriptions import Progress
    from alerts.story import Told
    from alerts.subscription import Subscription
    from pipeline.model.coverage import Coverage
    from pipeline.model.news import News
    from pipeline.store.database import Connection
    from treatywatch.settings.settings import Settings

log = structlog.get_logger()

LONGEST_WINDOW = timedelta(days=31)
"""Of the gaps that digests tell; none spans more."""
SHEETS = 256
"""Rendered digests that are kept for the next subscription with the same."""


@dataclass(frozen=True, slots=True)
class Due:
    """A subscription that is to get a digest or an alert."""

    subscription: Subscription
    progress: Progress
    slot: Slot
    missed: int = 0
    kind: Kind = Kind.DIGEST


@dataclass(frozen=True, slots=True)
class Made:
    """What a due subscription gets: mails, or the reason for none."""

    due: Due
    digest: Digest | None
    """As printed; None where it could not be made."""
    mails: tuple[Mail, ...] = ()
    mailed: bool = True
    """False where there is nothing to say, and the subscription does not ask to be told so."""
    wrong: str = ""
    """Why it could not be made, or which of its articles stand without their words, and why; "" where all is well."""


class Maker:
    """Makes the digests of one pass, all as of one moment and one event; the same contents are rendered once.

    With `before`, the key of a digest, as if neither it nor any later one had been told.
    """

    def __init__(self, settings: Settings, now: datetime, upto_seq: int, before: int | None = None) -> None:
        self._settings, self._now, self.upto, self._before = settings, now, upto_seq, before
        self._composer = Composer(settings.sender, now)
        self._catalogue = Catalogue(
            outlets={outlet.id: outlet for outlet in settings.outlets}, rules={rule.id: rule for rule in settings.rules}
        )
        self._coverage: Coverage | None = None
        self._news: dict[tuple[int, tuple[str, ...]], Sequence[News]] = {}
        self._kept: OrderedDict[Hashable, tuple[Digest, Bulk | None]] = OrderedDict()
        self._spoilers = Spoilers()

    def make(self, conn: Connection, batch: Sequence[Due]) -> list[Made]:
        """Decide, render and compose; one that can't be made is logged, and the others go on."""
        known = self._known(conn, batch)
        return [self._made_or_not(due, known) for due in batch]

    def decide(self, conn: Connection, due: Due, *, anew: bool = False) -> Digest:
        """The digest alone, unshortened by its length in bytes; anew is as if nothing had been told before."""
        known = self._known(conn, [due])
        digest = self._decide(due, self._printable(due, replace(known, told={}) if anew else known))
        return replace(digest, id=known.ids[due.subscription.id, due.slot])

    def _made_or_not(self, due: Due, known: Known) -> Made:
        """The digest; without the words of the articles that spoil it, if it is they."""
        made = self._tried(due, known)
        if made.digest or not (mended := self._printable(due, known)).bare:
            return made
        again = self._tried(due, mended)
        if not again.digest:
            return made
        urls = sorted({each.url for each in mended.news[_range(due)] if each.article_id in mended.bare})
        log.error("articles stand without their words", subscription=due.subscription.id, articles=urls)
        return replace(again, wrong=f"{made.wrong} ({', '.join(urls)})")

    def _tried(self, due: Due, known: Known) -> Made:
        name, slot = due.subscription.id, str(due.slot.local_date)
        try:
            return self._made(due, known)
        except MemoryError:  # no fault of the digest's: the pass is done again
            raise
        except AlertError as error:
            log.error("digest could not be made", subscription=name, slot=slot, error=str(error))
            wrong = str(error)
        except Exception as error:
            log.exception("a subscription could not be planned", subscription=name, slot=slot)
            wrong = f"{type(error).__name__}: {error}"
        return Made(due, None, wrong=wrong)

    def _printable(self, due: Due, known: Known) -> Known:
        own = known.under(due.subscription.rules)
        same = (due.kind, _range(due), tuple(known.told.get(due.subscription.id, ())))
        every = list(dict.fromkeys(each.article_id for each in own.news[_range(due)]))
        bare = self._spoilers.among(
            every,
            lambda articles: self._prints(due, own.of(articles)),
            same,
            lambda articles: self._prints(due, own.baring(articles)),
        )
        return own.baring(bare)

    def _prints(self, due: Due, known: Known) -> bool:
        """Whether a digest of what is known can be made, and a message of it."""
        try:
            page = sheet(self._decide(due, known), self._settings.sender, self._settings.digest)
            _compose_one(Bulk(self._composer, page), page.digest, due.subscription.recipients)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the article is not printed
            return False
        return True

    def _made(self, due: Due, known: Known) -> Made:
        digest, page = self._sheet(due, known)
        name = due.subscription.id
        own = replace(digest, id=known.ids[name, due.slot], subscription=name)
        if page is None:
            return Made(due, own, mailed=False)
        return Made(due, own, tuple(self._mails(own, page, due.subscription)))

    def _sheet(self, due: Due, known: Known) -> tuple[Digest, Bulk | None]:
        """The digest and what makes its mails, None for one that is not mailed; kept for those of other ids."""
        subscription, progress = due.subscription, due.progress
        last = progress.last_mailed_on or progress.started_at.astimezone(subscription.schedule.zone).date()
        empty = due.kind is Kind.DIGEST and mailed_empty(subscription.empty, due.slot.local_date, last)
        key = (
            subscription.rules, subscription.alerts, subscription.name, subscription.schedule.zone.key, due.slot,
            due.missed, due.kind, progress.cursor(due.kind), progress.since, empty, known.bare,
            tuple(known.told.get(subscription.id, ())), tuple(known.usual.get(subscription.id, {}).items()),
        )  # fmt: skip
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        digest = self._decide(due, known)
        if digest.matched or empty:
            page = sheet(digest, self._settings.sender, self._settings.digest)
            self._kept[key] = (page.digest, Bulk(self._composer, page))
        else:
            self._kept[key] = (digest, None)
        if len(self._kept) > SHEETS:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _decide(self, due: Due, known: Known) -> Digest:
        subscription, after = due.subscription, due.progress.cursor(due.kind)
        window = Window(due.slot, after, self.upto, due.progress.since, self._now, due.kind, due.missed)
        told = [
            replace(each, title=known.titles.get(each.version_id, "")) for each in known.told.get(subscription.id, ())
        ]
        found = _since_told(known.news, after, subscription.rules, told)
        facts = facts_of(found)
        assert self._coverage is not None
        material = Material(
            found,
            self._catalogue,
            replace(self._coverage, holes=tuple(hole for hole in self._coverage.holes if hole.until > window.since)),
            memory_of(told, facts.values()),
            facts,
            known.usual.get(subscription.id, {}),
        )
        return select(subscription, window, material, self._settings.digest)

    def _mails(self, digest: Digest, page: Bulk, subscription: Subscription) -> list[Mail]:
        """One message for each recipient; an address that can't be mailed is named and the others go."""
        mails = []
        for recipient in subscription.recipients:
            try:
                mails.append(page.compose(digest, recipient))
            except RecipientRefused as error:
                log.error("recipient can't be mailed", subscription=subscription.id, error=str(error))
        return mails

    def _known(self, conn: Connection, batch: Sequence[Due]) -> Known:
        if self._coverage is None:
            self._coverage = replace(coverage(conn), holes=holes(conn, self._now - LONGEST_WINDOW, self._now))
        found = set(map(_range, batch))
        self._read(conn, found)
        names = [due.subscription.id for due in batch]
        every = [each for key in found for each in self._news[key]]
        facts = ids_of(facts_of(every).values())
        told = memories.told(conn, names, {each.article_id for each in every}, facts, self._before)
        self._read(conn, {(seq, due.subscription.rules) for due in batch for seq in _told_within(due, told, self.upto)})
        versions = {each.version_id for of in told.values() for each in of}
        past: dict[str, Mapping[str, int]] = {}
        for label in {due.slot.label for due in batch if due.kind is Kind.DIGEST}:
            counts = digests.past_counts(conn, names, label, WINDOWS, self._before)
            past |= {name: usual(windows) for name, windows in counts.items()}
        free = ids.free(conn, [(due.subscription.id, due.slot) for due in batch])
        return Known(self._news, told, titles(conn, versions), past, free)

    def _read(self, conn: Connection, ranges: Collection[tuple[int, tuple[str, ...]]]) -> None:
        for after, rules in set(ranges) - self._news.keys():
            self._news[after, rules] = news(conn, after, self.upto, rules)


def _compose_one(page: Bulk, digest: Digest, recipients: Sequence[str]) -> None:
    """A message for the first of these that can be mailed: it tells what all of them would."""
    for recipient in recipients:
        with suppress(RecipientRefused):
            page.compose(digest, recipient)
            return


def _range(due: Due) -> tuple[int, tuple[str, ...]]:
    """After which event, and which rules."""
    return due.progress.cursor(due.kind), due.subscription.rules


def _told_within(due: Due, told: Mapping[str, Sequence[Told]], upto: int) -> set[int]:
    """Ends of the ranges of alerts within the range that is due."""
    after = due.progress.cursor(due.kind)
    return {each.upto_seq for each in told.get(due.subscription.id, ()) if after < each.upto_seq < upto}


def _since_told(
    found: Mapping[tuple[int, tuple[str, ...]], Sequence[News]],
    after: int, rules: tuple[str, ...], told: Sequence[Told],
) -> list[News]:  # fmt: skip
    """The news of a range; of an article that an alert told meanwhile, what is different since that."""
    last = {each.article_id: each.upto_seq for each in told if each.upto_seq > after}
    later = {(seq, each.article_id): each for seq in set(last.values()) for each in found.get((seq, rules), ())}
    return [later.get((last.get(each.article_id, 0), each.article_id), each) for each in found[after, rules]]


def facts_of(found: Sequence[News]) -> dict[int, StoryFacts]:
    """What is known of the stories of articles, by article."""
    return {
        each.article_id: StoryFacts(
            id=each.story.id,
            origin=each.story.origin,
            reprints=each.story.reprints,
            added=each.story.reprints_added,
            outlets=tuple(dict.fromkeys((each.story.origin, *each.story.independent))),
            former=each.story.former_ids,
        )
        for each in found
        if each.story
    }
