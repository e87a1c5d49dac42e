"""What a settled article still lacks: its language, its credits, a date that can be believed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawlers.extraction.titles import bare_title
from crawlers.extraction.tongue import tongue
from crawlers.feed_dates import EARLIEST
from crawlers.found import CLOCK_SKEW
from pipeline.newsroom.credits import credit

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.article import Article
    from pipeline.model.outlet import Outlet


def complete(article: Article, outlet: Outlet) -> Article:
    """Add what title, text and outlet say of an article; mend title and date. A mended date is a problem."""
    published, wrong = believable(article.published, article.seen_at)
    told = credit(article.title, article.url, article.text, published)
    return replace(
        article,
        title=bare_title(article.title, (outlet.name,)),
        text=told.text,
        published=published,
        authors=article.authors or told.authors,
        language=_language(article, outlet),
        place=told.place,
        dated=told.dated,
        agency=told.agency,
        opinion=told.opinion,
        problem="; ".join(filter(None, (article.problem, wrong))) or None,
    )


def believable(said: datetime | None, now: datetime) -> tuple[datetime | None, str | None]:
    """A date that may be true, and what was wrong with the one that was said.

    One in the future is a slip of the outlet's clock or zone: the article is here, so it appeared by now. One from
    before the web is a default of a broken system.
    """
    if said and said > now + CLOCK_SKEW:
        return now, f"dated {said:%Y-%m-%d %H:%M} UTC, in the future; taken for now"
    if said and said < EARLIEST:
        return None, f"dated {said:%Y-%m-%d}, before the web; passed over"
    return said, None


def _language(article: Article, outlet: Outlet) -> str | None:
    """That of the source, else the outlet's only one, else what page or feed says if it is one of the outlet's.

    Failing these, that of the words.

    Templates often carry the language of another edition, so what they say counts only among the outlet's own.
    """
    known = outlet.languages
    if told := next((source.language for source in outlet.sources if source.url == article.source), None):
        return told
    if len(known) == 1:
        return known[0]
    if article.language and (not known or article.language in known):
        return article.language
    return tongue(f"{article.title}\n{article.text}", known) or article.language or next(iter(known), None)
