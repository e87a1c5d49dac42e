"""Pages of matched articles are looked at again, and those that disappeared are recorded."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from pipeline.store.types import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _looks()
    _withdrawals()


def _looks() -> None:
    op.create_table(
        "looks",
        Column("id", Integer(), nullable=False),
        Column("source_id", Integer(), nullable=False),
        Column("outlet", Text(), nullable=False),
        Column("url_key", Text(), nullable=False),
        Column("url", Text(), nullable=False),
        Column("host", Text(), nullable=False),
        Column("entry", JSON(), nullable=False),
        Column("began", UtcDateTime(), nullable=False),
        Column("number", Integer(), nullable=False),
        Column("due", UtcDateTime()),
        Column("attempts", Integer(), nullable=False),
        Column("asked_at", UtcDateTime(), nullable=False),
        Column("title", Text(), nullable=False),
        Column("length", Integer(), nullable=False),
        Column("read_url", Text(), nullable=False),
        Column("etag", LargeBinary()),
        Column("last_modified", LargeBinary()),
        Column("gone_at", UtcDateTime()),
        Column("withdrawn", Boolean(), nullable=False),
        Column("message", Text(), nullable=False),
        ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_looks_source_id_sources")),
        PrimaryKeyConstraint("id", name=op.f("pk_looks")),
        UniqueConstraint("outlet", "url_key", name=op.f("uq_looks_outlet_url_key")),
    )
    op.create_index("ix_looks_due", "looks", ["due"])


def _withdrawals() -> None:
    op.create_table(
        "withdrawals",
        Column("id", Integer(), nullable=False),
        Column("article_id", Integer(), nullable=False),
        Column("first_gone", UtcDateTime(), nullable=False),
        Column("confirmed", UtcDateTime(), nullable=False),
        Column("status", Integer()),
        Column("why", Text(), nullable=False),
        Column("back", UtcDateTime()),
        ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_withdrawals_article_id_articles")),
        PrimaryKeyConstraint("id", name=op.f("pk_withdrawals")),
    )
    op.create_index("ix_withdrawals_article_id", "withdrawals", ["article_id"])
