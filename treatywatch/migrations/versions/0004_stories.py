"""Stories: what belongs together, why, and what operators decided."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from pipeline.store.types import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _stories()
    _signatures()
    _rulings()


def _stories() -> None:
    op.create_table(
        "stories",
        Column("id", Integer(), nullable=False),
        Column("merged_into", Integer()),
        PrimaryKeyConstraint("id", name="pk_stories"),
        ForeignKeyConstraint(["merged_into"], ["stories.id"], name="fk_stories_merged_into_stories"),
        CheckConstraint("merged_into < id", name="ck_stories_merged_into"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "story_articles",
        Column("article_id", Integer(), nullable=False),
        Column("story_id", Integer(), nullable=False),
        Column("kind", Text(), nullable=False),
        Column("of", Integer()),
        Column("grounds", JSON(), nullable=False),
        Column("added", Boolean(), nullable=False),
        Column("credit", Text()),
        PrimaryKeyConstraint("article_id", name="pk_story_articles"),
        ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_story_articles_article_id_articles"),
        ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_story_articles_story_id_stories"),
        ForeignKeyConstraint(["of"], ["articles.id"], name="fk_story_articles_of_articles"),
    )
    op.create_index("ix_story_articles_story_id", "story_articles", ["story_id"])


def _signatures() -> None:
    op.create_table(
        "signatures",
        Column("seq", Integer(), nullable=False),
        Column("article_id", Integer(), nullable=False),
        Column("at", UtcDateTime(), nullable=False),
        Column("signature", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("seq", name="pk_signatures"),
        ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_signatures_article_id_articles"),
        UniqueConstraint("article_id", name="uq_signatures_article_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_signatures_at", "signatures", ["at"])


def _rulings() -> None:
    op.create_table(
        "rulings",
        Column("id", Integer(), nullable=False),
        Column("kind", Text(), nullable=False),
        Column("story_id", Integer(), nullable=False),
        Column("other_id", Integer(), nullable=False),
        Column("at", UtcDateTime(), nullable=False),
        PrimaryKeyConstraint("id", name="pk_rulings"),
        ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_rulings_story_id_stories"),
        ForeignKeyConstraint(["other_id"], ["stories.id"], name="fk_rulings_other_id_stories"),
        sqlite_autoincrement=True,
    )
