"""A story with all its articles and their versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import StoryError
from pipeline.model.story_told import Role, roles, told
from pipeline.store import articles, stories
from pipeline.store.histories import histories
from pipeline.store.story_facts import reports
from pipeline.urls import url_key

if TYPE_CHECKING:
    from pipeline.model.story import StoryFacts
    from pipeline.store.database import Connection
    from pipeline.store.histories import History

ADDRESS = ("http://", "https://")
HINT = "`stories export` prints stories and addresses"


@dataclass(frozen=True, slots=True)
class Telling:
    """An article of a story."""

    history: History
    role: Role
    of: str | None
    """Address of the article whose words it has."""
    added: bool = False
    """Whether it says noticeably more than that one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A story."""

    id: str
    """As in `stories export`."""
    asked: str
    former_ids: tuple[int, ...]
    """Ids that lead to it."""
    articles: tuple[Telling, ...]
    """In the order in which they came."""
    facts: StoryFacts | None = None
    """Who reported it; None of an article from before stories were told."""


def show(conn: Connection, asked: str) -> Shown:
    """The story of an id, or that of an article by its address.

    Raises:
        StoryError: when there is no such story or article.
    """
    if asked.isascii() and asked.isdecimal():
        story = int(asked) if len(asked) < 19 else 0  # noqa: PLR2004 - SQLite's integers end there
        if not stories.exists(conn, story):
            raise StoryError(asked, "there is no such story", HINT)
        return _story(conn, stories.resolved(conn, story), asked)
    found = _article(conn, asked)
    if found is None:
        raise StoryError(asked, "there is no such story, and no article of that address", HINT)
    placed = stories.placed(conn, found)
    if placed is None or placed.grouping.story is None:
        return _alone(conn, found, asked)
    return _story(conn, placed.grouping.story, asked)


def _article(conn: Connection, asked: str) -> int | None:
    if asked.startswith(ADDRESS):
        found = articles.ids_at(conn, url_key(asked))
    else:
        outlet, _, key = asked.partition(":")
        found = articles.ids_at(conn, key, outlet)
    return found[-1] if found else None


def _story(conn: Connection, story: int, asked: str) -> Shown:
    family = stories.family(conn, story)
    members = reports(conn, dict.fromkeys(family, story)).get(story, [])
    role, origin = roles(members), {report.article: report.of for report in members}
    added = {report.article for report in members if report.added}
    found = histories(conn, origin)
    named = stories.addresses(conn, set(origin.values()))
    articles_told = tuple(
        Telling(one, role[one.article_id], named.get(origin[one.article_id]), one.article_id in added) for one in found
    )
    former = tuple(each for each in family if each != story)
    return Shown(str(story), asked, former, articles_told, told(story, members, former) if members else None)


def _alone(conn: Connection, article: int, asked: str) -> Shown:
    """An article from before stories were told."""
    (history,) = histories(conn, {article})
    return Shown(f"{history.outlet}:{url_key(history.url)}", asked, (), (Telling(history, Role.ORIGIN, None),))
