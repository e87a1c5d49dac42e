from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from treatywatch.quarantine import IN_ITS_PLACE, without_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from alerts.store.ids import Named
    from alerts.story import Told
    from pipeline.model.news import News


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows for a batch of due subscriptions."""

    news: Mapping[tuple[int, tuple[str, ...]], Sequence[News]]
    told: Mapping[str, Sequence[Told]]
    titles: Mapping[int, str]
    usual: Mapping[str, Mapping[str, int]]
    ids: Mapping[Named, str]
    """Which id each digest bears."""
    bare: frozenset[int] = frozenset()
    """Articles that stand without their words."""

    def under(self, rules: tuple[str, ...]) -> Known:
        """What matched these rules alone."""
        return replace(self, news={key: news for key, news in self.news.items() if key[1] == rules})

    def of(self, articles: Collection[int]) -> Known:
        """As if there were no other articles."""
        wanted = frozenset(articles)
        kept = {key: [each for each in news if each.article_id in wanted] for key, news in self.news.items()}
        return replace(self, news=kept)

    def baring(self, articles: frozenset[int]) -> Known:
        """With these articles without their words, and without the headlines that they had."""
        news = {
            key: [without_words(each) if each.article_id in articles else each for each in of]
            for key, of in self.news.items()
        }
        versions = [each.version_id for of in self.told.values() for each in of if each.article_id in articles]
        return replace(self, news=news, titles={**self.titles, **dict.fromkeys(versions, IN_ITS_PLACE)}, bare=articles)
