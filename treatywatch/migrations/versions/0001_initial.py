"""The first schema: archive, crawl, alerts."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)

from pipeline.store.types import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    _archive()
    _crawl()
    _alerts()


def _archive() -> None:
    op.create_table(
        "articles",
        Column("id", Integer(), nullable=False),
        Column("outlet", Text(), nullable=False),
        Column("url_key", Text(), nullable=False),
        Column("url", Text(), nullable=False),
        Column("language", Text()),
        Column("published", UtcDateTime()),
        Column("first_seen", UtcDateTime(), nullable=False),
        Column("arrival", Text(), nullable=False),
        PrimaryKeyConstraint("id", name="pk_articles"),
        UniqueConstraint("outlet", "url_key", name="uq_articles_outlet_url_key"),
    )
    op.create_table(
        "aliases",
        Column("outlet", Text(), nullable=False),
        Column("name", Text(), nullable=False),
        Column("article_id", Integer(), nullable=False),
        ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_aliases_article_id_articles"),
        PrimaryKeyConstraint("outlet", "name", "article_id", name="pk_aliases"),
    )
    op.create_table(
        "sightings",
        Column("article_id", Integer(), nullable=False),
        Column("source", Text(), nullable=False),
        Column("first_seen", UtcDateTime(), nullable=False),
        ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_sightings_article_id_articles"),
        PrimaryKeyConstraint("article_id", "source", name="pk_sightings"),
    )
    op.create_table(
        "versions",
        Column("id", Integer(), nullable=False),
        Column("article_id", Integer(), nullable=False),
        Column("number", Integer(), nullable=False),
        Column("content_key", Text(), nullable=False),
        Column("title", Text(), nullable=False),
        Column("text", Text()),
        Column("text_by", Text(), nullable=False),
        Column("problem", Text()),
        Column("authors", JSON(), nullable=False),
        Column("facts", JSON()),
        Column("arrival", Text(), nullable=False),
        Column("why", Text(), nullable=False),
        Column("seen_at", UtcDateTime(), nullable=False),
        CheckConstraint("number >= 1", name="ck_versions_number"),
        ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_versions_article_id_articles"),
        PrimaryKeyConstraint("id", name="pk_versions"),
        UniqueConstraint("article_id", "number", name="uq_versions_article_id_number"),
    )
    op.create_index("ix_versions_seen_at", "versions", ["seen_at"])
    op.create_table(
        "events",
        Column("seq", Integer(), nullable=False),
        Column("kind", Text(), nullable=False),
        Column("article_id", Integer(), nullable=False),
        Column("version_id", Integer(), nullable=False),
        Column("arrival", Text(), nullable=False),
        Column("at", UtcDateTime(), nullable=False),
        ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_events_article_id_articles"),
        ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_events_version_id_versions"),
        PrimaryKeyConstraint("seq", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "matches",
        Column("version_id", Integer(), nullable=False),
        Column("rule", Text(), nullable=False),
        Column("rule_version", Text(), nullable=False),
        Column("arrival", Text(), nullable=False),
        Column("spans", JSON(), nullable=False),
        Column("quotation", JSON(), nullable=False),
        ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_matches_version_id_versions"),
        PrimaryKeyConstraint("version_id", "rule", "rule_version", name="pk_matches"),
    )
    op.create_index("ix_matches_rule", "matches", ["rule"])


def _crawl() -> None:
    op.create_table(
        "sources",
        Column("id", Integer(), nullable=False),
        Column("outlet", Text(), nullable=False),
        Column("url", Text(), nullable=False),
        Column("host", Text(), nullable=False),
        Column("active", Boolean(), nullable=False),
        Column("added_at", UtcDateTime(), nullable=False),
        Column("next_due", UtcDateTime(), nullable=False),
        Column("last_polled", UtcDateTime()),
        Column("first_success", UtcDateTime()),
        Column("last_success", UtcDateTime()),
        Column("last_new", UtcDateTime()),
        Column("last_read", UtcDateTime()),
        Column("etag", LargeBinary()),
        Column("last_modified", LargeBinary()),
        Column("body_hash", Text()),
        Column("failures", Integer(), nullable=False),
        Column("message", Text(), nullable=False),
        PrimaryKeyConstraint("id", name="pk_sources"),
        UniqueConstraint("outlet", "url", name="uq_sources_outlet_url"),
    )
    op.create_index("ix_sources_next_due", "sources", ["next_due"])
    op.create_table(
        "polls",
        Column("id", Integer(), nullable=False),
        Column("source_id", Integer(), nullable=False),
        Column("at", UtcDateTime(), nullable=False),
        Column("outcome", Text(), nullable=False),
        Column("message", Text(), nullable=False),
        Column("status", Integer()),
        Column("size", Integer(), nullable=False),
        Column("entries", Integer(), nullable=False),
        Column("new", Integer(), nullable=False),
        ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_polls_source_id_sources"),
        PrimaryKeyConstraint("id", name="pk_polls"),
    )
    op.create_index("ix_polls_at", "polls", ["at"])
    op.create_index("ix_polls_source_id_at", "polls", ["source_id", "at"])
    op.create_table(
        "entries",
        Column("source_id", Integer(), nullable=False),
        Column("fingerprint", Text(), nullable=False),
        Column("url_key", Text(), nullable=False),
        Column("last_seen", UtcDateTime(), nullable=False),
        ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_entries_source_id_sources"),
        PrimaryKeyConstraint("source_id", "fingerprint", name="pk_entries"),
    )
    op.create_index("ix_entries_last_seen", "entries", ["last_seen"])
    op.create_table(
        "pages",
        Column("id", Integer(), nullable=False),
        Column("source_id", Integer(), nullable=False),
        Column("outlet", Text(), nullable=False),
        Column("host", Text(), nullable=False),
        Column("url", Text(), nullable=False),
        Column("url_key", Text(), nullable=False),
        Column("fingerprint", Text(), nullable=False),
        Column("page", Boolean(), nullable=False),
        Column("entry", JSON(), nullable=False),
        Column("arrival", Text(), nullable=False),
        Column("queued_at", UtcDateTime(), nullable=False),
        Column("due", UtcDateTime(), nullable=False),
        Column("attempts", Integer(), nullable=False),
        Column("message", Text(), nullable=False),
        ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_pages_source_id_sources"),
        PrimaryKeyConstraint("id", name="pk_pages"),
        UniqueConstraint("source_id", "fingerprint", name="uq_pages_source_id_fingerprint"),
    )
    op.create_index("ix_pages_host_due", "pages", ["host", "due"])
    op.create_index("ix_pages_outlet_url", "pages", ["outlet", "url"])
    op.create_table(
        "hosts",
        Column("host", Text(), nullable=False),
        Column("paused_until", UtcDateTime(), nullable=False),
        Column("why", Text(), nullable=False),
        PrimaryKeyConstraint("host", name="pk_hosts"),
    )
    op.create_table(
        "robots",
        Column("origin", Text(), nullable=False),
        Column("fetched_at", UtcDateTime(), nullable=False),
        Column("status", Integer()),
        Column("body", Text(), nullable=False),
        Column("error", Text()),
        PrimaryKeyConstraint("origin", name="pk_robots"),
    )


def _alerts() -> None:
    op.create_table(
        "subscriptions",
        Column("id", Text(), nullable=False),
        Column("started_at", UtcDateTime(), nullable=False),
        Column("last_seq", Integer(), nullable=False),
        Column("last_planned_at", UtcDateTime()),
        PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    op.create_table(
        "digests",
        Column("id", Integer(), nullable=False),
        Column("public_id", Text()),
        Column("subscription", Text(), nullable=False),
        Column("local_date", Date(), nullable=False),
        Column("label", Text(), nullable=False),
        Column("due", UtcDateTime(), nullable=False),
        Column("after_seq", Integer(), nullable=False),
        Column("upto_seq", Integer(), nullable=False),
        Column("state", Text(), nullable=False),
        Column("items", Integer(), nullable=False),
        Column("planned_at", UtcDateTime(), nullable=False),
        ForeignKeyConstraint(["subscription"], ["subscriptions.id"], name="fk_digests_subscription_subscriptions"),
        PrimaryKeyConstraint("id", name="pk_digests"),
        UniqueConstraint("subscription", "local_date", "label", name="uq_digests_subscription_local_date_label"),
    )
    op.create_table(
        "digest_items",
        Column("digest_id", Integer(), nullable=False),
        Column("position", Integer(), nullable=False),
        Column("article_id", Integer(), nullable=False),
        Column("version_id", Integer(), nullable=False),
        Column("rule", Text(), nullable=False),
        ForeignKeyConstraint(["digest_id"], ["digests.id"], name="fk_digest_items_digest_id_digests"),
        PrimaryKeyConstraint("digest_id", "position", name="pk_digest_items"),
    )
    op.create_index("ix_digest_items_article_id", "digest_items", ["article_id"])
    op.create_table(
        "outbox",
        Column("id", Integer(), nullable=False),
        Column("digest_id", Integer()),
        Column("recipient", Text(), nullable=False),
        Column("domain", Text(), nullable=False),
        Column("message_id", Text(), nullable=False),
        Column("sender", Text(), nullable=False),
        Column("sha256", Text(), nullable=False),
        Column("size", Integer(), nullable=False),
        Column("state", Text(), nullable=False),
        Column("attempts", Integer(), nullable=False),
        Column("next_at", UtcDateTime()),
        Column("lease_until", UtcDateTime()),
        Column("last_phase", Text(), nullable=False),
        Column("last_code", Integer()),
        Column("last_text", Text(), nullable=False),
        Column("uncertain", Boolean(), server_default=text("0"), nullable=False),
        Column("created_at", UtcDateTime(), nullable=False),
        Column("expires_at", UtcDateTime(), nullable=False),
        Column("final_at", UtcDateTime()),
        Column("queue_text", Text(), nullable=False),
        Column("content", LargeBinary()),
        ForeignKeyConstraint(["digest_id"], ["digests.id"], name="fk_outbox_digest_id_digests"),
        PrimaryKeyConstraint("id", name="pk_outbox"),
        UniqueConstraint("message_id", name="uq_outbox_message_id"),
    )
    op.create_index("ix_outbox_due", "outbox", ["next_at"], sqlite_where=text("next_at IS NOT NULL"))
    op.create_index("ix_outbox_leases", "outbox", ["lease_until"], sqlite_where=text("lease_until IS NOT NULL"))
    op.create_table(
        "attempts",
        Column("outbox_id", Integer(), nullable=False),
        Column("n", Integer(), nullable=False),
        Column("started_at", UtcDateTime(), nullable=False),
        Column("phase", Text(), nullable=False),
        Column("code", Integer()),
        Column("text", Text(), nullable=False),
        Column("outcome", Text(), nullable=False),
        ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_attempts_outbox_id_outbox"),
        PrimaryKeyConstraint("outbox_id", "n", name="pk_attempts"),
    )
