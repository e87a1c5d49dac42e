from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.dedupe.keys import same_title
from pipeline.model.article import TextBy
from pipeline.model.placement import Kind, Placement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.article import Article
    from pipeline.model.placement import Known


def place(article: Article, key: str, by_url: Known | None, by_alias: Sequence[Known]) -> Placement:
    """Decide what a settled article is.

    `key` is its content key; `by_url` the article stored under its address, `by_alias` those stored under one of its
    other names. An alias is believed only while the text agrees, or title and date of publication: outlets reuse ids,
    mistake canonical links, and give their daily formula stories one headline.
    """
    if by_url:
        return _beside(article, key, by_url, "same address")
    for known in by_alias:
        if known.content_key == key or _same_story(article, known):
            return _beside(article, key, known, "other address, but a name in common, and the text or title and date")
    return Placement(Kind.NEW, None, "no article with this address")


def _beside(article: Article, key: str, known: Known, how: str) -> Placement:
    if key == known.content_key:
        return Placement(Kind.KNOWN, known, f"{how}, same words")
    if known.text_by == TextBy.PAGE and article.text_by is not TextBy.PAGE and same_title(article.title, known.title):
        # A feed's two lines in place of a page that failed this time are not an edit.
        return Placement(Kind.KNOWN, known, f"{how}; only the feed's words could be read, the page's are kept")
    return Placement(Kind.VERSION, known, f"{how}, other words")


def _same_story(article: Article, known: Known) -> bool:
    dated = article.published is not None and article.published == known.published
    return dated and same_title(article.title, known.title)
