"""Which stored article a settled one is a later state of, and which of its versions readers know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.store import articles, priors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.article import Article
    from pipeline.model.placement import Known
    from pipeline.store.database import Connection
    from pipeline.store.priors import Prior


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored article that a settled one may be."""

    known: Known
    last: Prior
    """Its newest version."""
    told: Prior | None
    """The version that a later one is compared with (`priors.prior`)."""


@dataclass(frozen=True, slots=True)
class Near:
    """What is stored under the names of a settled article."""

    here: tuple[Known, ...]
    """What stood at its address; the last to come first."""
    named: tuple[Known, ...]
    """What has one of its other names."""


def near(conn: Connection, article: Article) -> Near:
    """Look an article up by its names."""
    here = articles.find_at(conn, article.outlet, article.url_key)
    return Near(here, articles.find_by_aliases(conn, article.outlet, article.aliases))


def stored(conn: Connection, found: Sequence[Known], text_by: str) -> tuple[Stored, ...]:
    """What is known of the words of articles."""
    return tuple(
        Stored(one, priors.last(conn, one.article_id), priors.prior(conn, one.article_id, text_by)) for one in found
    )
