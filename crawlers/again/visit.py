"""One look: ask for the page again, unless it is unchanged, and say what became of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawlers.again import outcomes
from crawlers.settle import TO_FRONT_PAGE, Read, Unread, front_page, hints, read_page
from crawlers.web import FetchFailed, Purpose, Request
from pipeline.dedupe.keys import same_title

if TYPE_CHECKING:
    from crawlers.again.look import Look, LookPlan
    from crawlers.settle import Visit
    from crawlers.web import Fetch, Response
    from crawlers.workers import ExtractPage


async def look_again(look: Look, visit: Visit, fetch: Fetch, extract: ExtractPage) -> LookPlan:
    """Ask for the page of a look and say what that changes. Writes nothing."""
    answer = await fetch(Request(look.work.url, Purpose.PAGE, look.sight.validators, visit.outlet.headers))
    if isinstance(answer, FetchFailed):
        return outcomes.unanswered(look, visit, answer)
    if front_page(look.work.url, answer):
        return outcomes.gone(look, visit, TO_FRONT_PAGE)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return _unmodified(look, visit, answer)
    return _answered(look, visit, answer, await read_page(look.work.url, answer, extract, hints(visit.outlet)))


def _unmodified(look: Look, visit: Visit, answer: Response) -> LookPlan:
    """304, which says nothing where another page says it: that may well be older than the one we have."""
    if not _led_elsewhere(look, answer):
        return outcomes.same(look, visit)
    if _led_up(look, answer):
        return outcomes.gone(look, visit, _above(answer))
    return outcomes.unread(look, visit, f"the address leads to another page now, {answer.url}, which was not read")


def _answered(look: Look, visit: Visit, answer: Response, found: Read | Unread | FetchFailed) -> LookPlan:
    if isinstance(found, FetchFailed):
        return outcomes.unanswered(look, visit, found)
    same_page = isinstance(found, Read) and same_title(found.page.title, look.sight.title)
    if _led_up(look, answer) and not same_page:
        return outcomes.gone(look, visit, _above(answer))
    if isinstance(found, Unread):
        return outcomes.without_text(look, visit, found)
    return outcomes.read(look, visit, found)


def _led_up(look: Look, answer: Response) -> bool:
    """Whether a redirect that is new leads to a section of the site, as those from articles taken down do."""
    asked, led = _steps(look.work.url), _steps(answer.url)
    return _led_elsewhere(look, answer) and len(led) < len(asked) and asked[: len(led)] == led


def _led_elsewhere(look: Look, answer: Response) -> bool:
    return bool(answer.hops) and answer.url != look.sight.url


def _above(answer: Response) -> str:
    return f"the address leads to a page above it now, {answer.url}"


def _steps(url: str) -> list[str]:
    return [step for step in urlsplit(url).path.split("/") if step]
