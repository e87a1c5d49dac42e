from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from pipeline.model.story import Group, StoryFacts
from pipeline.model.story_told import Report, told
from pipeline.store.batches import batches
from pipeline.store.story_tables import stories, story_articles
from pipeline.store.tables import articles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection


def story_facts(conn: Connection, article_ids: Collection[int]) -> dict[int, StoryFacts]:
    """What is known of the stories of articles, by article; those from before stories were told are left out."""
    chosen = select(story_articles.c.article_id, story_articles.c.story_id)
    redirects = {
        row.id: row.merged_into for row in conn.execute(select(stories).where(stories.c.merged_into.is_not(None)))
    }
    rows = [
        row
        for some in batches(sorted(article_ids))
        for row in conn.execute(chosen.where(story_articles.c.article_id.in_(some)))
    ]
    home = {row.article_id: _resolved(row.story_id, redirects) for row in rows}
    former = defaultdict(set)
    for story in redirects:
        former[_resolved(story, redirects)].add(story)
    families = {story: {story, *former[story]} for story in set(home.values())}
    found = reports(conn, {one: story for story, family in families.items() for one in family})
    facts = {story: told(story, found[story], former[story]) for story in families}
    return {article: facts[story] for article, story in home.items()}


def reports(conn: Connection, home: Mapping[int, int]) -> Mapping[int, list[Report]]:
    """The reports of stories, by the story that they are told in, in the order in which they came."""
    query = select(
        story_articles.c.story_id,
        story_articles.c.article_id,
        articles.c.outlet,
        story_articles.c.of,
        story_articles.c.kind,
        story_articles.c.added,
        story_articles.c.credit,
    ).join(articles, articles.c.id == story_articles.c.article_id)
    rows = [
        row for some in batches(sorted(home)) for row in conn.execute(query.where(story_articles.c.story_id.in_(some)))
    ]
    found: defaultdict[int, list[Report]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.article_id):
        of = row.of if row.kind == Group.COPY else None
        found[home[row.story_id]].append(Report(row.article_id, row.outlet, of, row.added, row.credit))
    return found


def _resolved(story: int, redirects: Mapping[int, int]) -> int:
    while story in redirects:
        story = redirects[story]
    return story
