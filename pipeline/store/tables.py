from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy import UniqueConstraint as Unique

from pipeline.store.database import metadata
from pipeline.store.types import UtcDateTime

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("url_key", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", Text),
    Column("published", UtcDateTime),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("arrival", Text, nullable=False),
    Unique("outlet", "url_key"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("content_key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text),  # null where the outlet's terms or the retention period do not let us keep it
    Column("text_by", Text, nullable=False),
    Column("problem", Text),
    Column("authors", JSON, nullable=False),
    Column("facts", JSON),
    Column("arrival", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("place", Text),
    Column("dated", Date),
    Column("agency", Text),
    Column("opinion", Boolean, nullable=False, server_default=text("0")),
    Column("changes", JSON(none_as_null=True)),  # [] of a cosmetic version, null of a first one
    Column("since", Integer),  # number of the version it was compared with
    Unique("article_id", "number"),
    CheckConstraint("number >= 1", name="ck_versions_number"),
    Index("ix_versions_seen_at", "seen_at"),
)

matches = Table(
    "matches",
    metadata,
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("rule", Text, nullable=False),
    Column("rule_version", Text, nullable=False),
    Column("arrival", Text, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("quotation", JSON, nullable=False),
    PrimaryKeyConstraint("version_id", "rule", "rule_version"),
    Index("ix_matches_rule", "rule"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("outlet", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    PrimaryKeyConstraint("outlet", "name", "article_id"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("article_id", "source"),
)

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("arrival", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,  # a seq is never given twice, even after deletions
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("first_gone", UtcDateTime, nullable=False),
    Column("confirmed", UtcDateTime, nullable=False),
    Column("status", Integer),
    Column("why", Text, nullable=False),
    Column("back", UtcDateTime),
    Index("ix_withdrawals_article_id", "article_id"),
)
