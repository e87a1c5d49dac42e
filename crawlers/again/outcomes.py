"""What an answer to a look means, and what is to follow. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from crawlers.again.absence import says_gone
from crawlers.again.look import Finding, Look, LookPlan
from crawlers.again.notice import is_notice
from crawlers.again.schedule import following, overtaking, turns
from crawlers.cadence import doubled
from crawlers.settle import FEWEST_TRIES, article_of, page_pause, passing
from crawlers.web import Reason
from pipeline.dedupe.keys import same_title

if TYPE_CHECKING:
    from datetime import datetime

    from crawlers.again.schedule import Turn
    from crawlers.page import Page
    from crawlers.settle import Read, Unread, Visit
    from crawlers.state import PageWork
    from crawlers.web import FetchFailed

CONFIRMED_AFTER = timedelta(hours=1)
"""A page that seems to be gone is asked for once more after so long: servers err."""
THINNER = 3
"""A page that has less than one part of so many of the text it had is a wall or a notice, not an edit."""
NO_MORE = "the page says that it is no more"
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
UNWELCOME = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.PAYMENT_REQUIRED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    }
)


def same(look: Look, visit: Visit) -> LookPlan:
    """The page is as it was."""
    return LookPlan(look, Finding.SAME, _next(_there(look), visit, ""))


def read(look: Look, visit: Visit, found: Read) -> LookPlan:
    """The page was read. The title stays the feed's, unless the page's own is another than it was.

    Of much shorter texts only one counts that says that the article was taken back: walls are as lasting as notices.
    """
    if len(found.page.text) * THINNER < look.sight.length and not is_notice(found.page.text):
        if says_gone(found.page, look.sight.title):
            return gone(look, visit, NO_MORE, HTTPStatus.OK)
        what = (
            f"its text has {len(found.page.text)} characters and had {look.sight.length}; a wall or a notice, perhaps"
        )
        return unread(look, visit, what)
    work, sight = _titled(look, found.page), found.sight
    if not sight.title:
        sight = replace(sight, title=look.sight.title)
    then = _next(replace(_there(look), work=work, sight=sight), visit, "")
    return LookPlan(look, Finding.READ, then, article_of(work, visit, found))


def without_text(look: Look, visit: Visit, found: Unread) -> LookPlan:
    """No article's text was on the page: it may say that there is none any more."""
    if look.sight.length and found.page and says_gone(found.page, look.sight.title):
        return gone(look, visit, NO_MORE, HTTPStatus.OK)
    return unread(look, visit, found.problem)


def _titled(look: Look, page: Page) -> PageWork:
    before = look.sight.title
    if not (before and page.title) or same_title(before, page.title):
        return look.work
    return replace(look.work, entry=replace(look.work.entry, title=page.title))


def unread(look: Look, visit: Visit, problem: str) -> LookPlan:
    """There is a page, but the article can't be read from it: that says nothing about the article."""
    return LookPlan(look, Finding.UNREAD, _next(look, visit, problem), message=problem)


def stranger(plan: LookPlan, visit: Visit) -> LookPlan:
    """A page was read that has next to nothing of the article: a wall, an error or another article."""
    title = plan.article.title if plan.article else ""
    return unread(plan.look, visit, f"another text stands at its address now, “{title}”")


def may_be_stranger(plan: LookPlan) -> bool:
    """Whether the page was read, and does not say that the article was taken back."""
    return plan.article is not None and not is_notice(plan.article.text)


def gone(look: Look, visit: Visit, message: str, status: int | None = None) -> LookPlan:
    """The page is not there: confirmed by another try, and recorded once."""
    then: Look | None
    if look.gone_at is None:
        finding = Finding.MISSING
        then = replace(_asked(look, visit, message), gone_at=visit.now, due=visit.now + CONFIRMED_AFTER)
    elif look.withdrawn:
        finding, then = Finding.STILL_GONE, _next(look, visit, message)
    else:
        finding, then = Finding.WITHDRAWN, _next(replace(look, withdrawn=True), visit, message)
    for_good = status == HTTPStatus.GONE and finding is not Finding.MISSING  # said on purpose (RFC 9110, 15.5.11)
    return LookPlan(look, finding, None if for_good else then, message=message, status=status)


def unanswered(look: Look, visit: Visit, failed: FetchFailed) -> LookPlan:
    """No page came: it is gone, we are not wanted, it may pass, or the next look may fare better."""
    if failed.reason is Reason.STATUS and failed.status in GONE:
        return gone(look, visit, failed.message, failed.status)
    if passing(failed) or (failed.reason is Reason.INTERNAL and look.work.attempts + 1 < FEWEST_TRIES):
        return _again(look, visit, failed)
    if failed.reason is Reason.ROBOTS or failed.status in UNWELCOME:
        then = replace(_asked(look, visit, failed.message), due=None)
        return LookPlan(look, Finding.REFUSED, then, message=failed.message)
    return unread(look, visit, failed.message)


def _again(look: Look, visit: Visit, failed: FetchFailed) -> LookPlan:
    """Try later, less and less often, until the next look is due; it then comes in place of this one."""
    then = _later(look, visit, failed)
    return LookPlan(look, Finding.FAILED, then, message=failed.message, pause=page_pause(failed, visit))


def _later(look: Look, visit: Visit, failed: FetchFailed) -> Look | None:
    cadence, attempts, not_before = visit.cadence, look.work.attempts + 1, failed.retry_at or visit.now
    at = max(visit.now + doubled(cadence.page_first_backoff, attempts, cadence.longest_backoff), not_before)
    listed = _turns(look, visit)
    tried = replace(look, work=replace(look.work, attempts=attempts), due=at, message=failed.message)
    if turn := overtaking(listed, look.number, at):
        return _turned(tried, turn.number, max(turn.due, not_before) if turn.due > visit.now else at)
    is_last = look.number >= len(listed)
    if is_last and attempts >= FEWEST_TRIES and _patience_is_over(look, visit, listed):
        return None
    return tried


def _patience_is_over(look: Look, visit: Visit, listed: list[Turn]) -> bool:
    last = max([turn.due for turn in listed], default=visit.now)
    since = max(last, look.gone_at or last)
    return visit.now - since >= visit.cadence.page_give_up


def _there(look: Look) -> Look:
    return replace(look, gone_at=None, withdrawn=False)


def _next(look: Look, visit: Visit, message: str) -> Look | None:
    turn = following(_turns(look, visit), look.number, visit.now)
    return _turned(_asked(look, visit, message), turn.number, turn.due) if turn else None


def _asked(look: Look, visit: Visit, message: str) -> Look:
    return replace(look, work=replace(look.work, attempts=0), asked_at=visit.now, message=message)


def _turned(look: Look, number: int, due: datetime) -> Look:
    return replace(look, work=replace(look.work, attempts=0), number=number, due=due)


def _turns(look: Look, visit: Visit) -> list[Turn]:
    work = look.work
    return turns(work.queued_at, f"{work.outlet} {work.url_key}", visit.cadence.look_again)
