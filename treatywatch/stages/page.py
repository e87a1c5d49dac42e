from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from crawlers.errors import Unreadable, WorkerFailed
from crawlers.settle import hints
from pipeline.newsroom.credits import credit
from treatywatch.stages.errors import LineUnreadable
from treatywatch.stages.jsonl import moment, text_in
from treatywatch.stages.subject import outlet_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawlers.page import Page
    from crawlers.workers import ExtractPage
    from pipeline.model.outlet import Outlet
    from treatywatch.stages.files import Files
    from treatywatch.stages.jsonl import Object


@dataclass(frozen=True, slots=True)
class PageStage:
    """`inspect page`: a file to the article on it."""

    files: Files
    extract: ExtractPage
    outlets: Sequence[Outlet] = ()
    """Whose zones and selectors count for pages of their hosts."""

    async def __call__(self, said: Object) -> Object:
        """Read the page that `file` holds as if it had been fetched from `url`."""
        name, url = text_in(said, "file"), text_in(said, "url")
        body = await self.files.read(name)
        try:
            page = await self.extract(body, url, "", hints(outlet_of(url, self.outlets)))
        except Unreadable as error:
            raise LineUnreadable(f"{name}: {error.what}") from None
        except WorkerFailed as error:
            raise LineUnreadable(f"{name}: {error}") from None
        return described(url, page)


def described(url: str | None, page: Page) -> Object:
    """The answer of the contract; `by` names what on the page said each thing."""
    told = credit(page.title, url or "", page.text, page.published)
    return {
        "url": url,
        "canonical_url": page.canonical_url,
        "title": page.title or None,
        "authors": list(page.authors or told.authors),
        "published": moment(page.published),
        "language": page.language,
        "place": told.place,
        "dated": told.dated.isoformat() if told.dated else None,
        "agency": told.agency,
        "opinion": told.opinion,
        "text": told.text or None,
        "by": asdict(page.by),
    }
