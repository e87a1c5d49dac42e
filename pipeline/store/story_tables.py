from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from pipeline.store.database import metadata
from pipeline.store.types import UtcDateTime

stories = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("merged_into", ForeignKey("stories.id")),  # always an older story, so that redirects end
    CheckConstraint("merged_into < id", name="ck_stories_merged_into"),
    sqlite_autoincrement=True,  # a mail may carry an id: it is never given twice
)

story_articles = Table(
    "story_articles",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("of", ForeignKey("articles.id")),
    Column("grounds", JSON, nullable=False),
    Column("added", Boolean, nullable=False),
    Column("credit", Text),
    Index("ix_story_articles_story_id", "story_id"),
)

signatures = Table(
    "signatures",
    metadata,
    Column("seq", Integer, primary_key=True),  # a changed signature gets a new one, at the end
    Column("article_id", ForeignKey("articles.id"), nullable=False, unique=True),
    Column("at", UtcDateTime, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Index("ix_signatures_at", "at"),
    sqlite_autoincrement=True,
)

rulings = Table(
    "rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("other_id", ForeignKey("stories.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""What operators decided about stories: `merge` of the other into the story, `split` of the other from it."""
