"""Articles that spoil a digest: which they are, and what stands in their place. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.model.match import Match, Quotation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Sequence

    from pipeline.model.news import News

IN_ITS_PLACE: Final = "(This article can't be printed here; the operators know of it)"


class Spoilers:
    """Articles that spoil digests, remembered: to find them takes many tries, and many digests may tell the same."""

    def __init__(self) -> None:
        self._found: dict[Hashable, frozenset[int]] = {}

    def among(
        self,
        articles: Sequence[int],
        prints: Callable[[Collection[int]], bool],
        same: Hashable,
        prints_baring: Callable[[frozenset[int]], bool],
    ) -> frozenset[int]:
        """Which articles can't be printed, as `spoiling` says.

        Args:
            articles: Their ids.
            prints: Whether a digest of these alone can be made.
            same: What digests have in common that the same articles spoil.
            prints_baring: Whether one of all of them can be made, with these ones without their words.
        """
        known = self._found.get(same)
        if known is None or not prints_baring(known):
            self._found[same] = known = spoiling(articles, prints)
        return known


def spoiling(articles: Sequence[int], prints: Callable[[Collection[int]], bool]) -> frozenset[int]:
    """Which articles can't be printed; none where it is not single articles that are at fault.

    Args:
        articles: Their ids.
        prints: Whether a digest of these alone can be made.
    """
    if prints(articles):
        return frozenset()
    if not prints(()):
        return frozenset()
    return _spoiling(articles, prints)


def _spoiling(articles: Sequence[int], prints: Callable[[Collection[int]], bool]) -> frozenset[int]:
    """Those of a group that as a whole can't be printed."""
    if len(articles) == 1:
        return frozenset(articles)
    middle = len(articles) // 2
    halves = (articles[:middle], articles[middle:])
    return frozenset[int]().union(*(_spoiling(half, prints) for half in halves if not prints(half)))


def without_words(news: News) -> News:
    """Leave of an article its outlet, its link and which rules it matched: a reader hears of it all the same."""
    matches = tuple(Match(match.rule, match.rule_version, (), Quotation("", 0, 0)) for match in news.matches)
    return replace(news, title=IN_ITS_PLACE, language=None, published=None, matches=matches, changes=(), lost=())
