from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from pipeline.store.database import metadata
from pipeline.store.types import UtcDateTime

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("next_due", UtcDateTime, nullable=False),
    Column("last_polled", UtcDateTime),
    Column("first_success", UtcDateTime),
    Column("last_success", UtcDateTime),
    Column("last_new", UtcDateTime),
    Column("last_read", UtcDateTime),  # when its document was last read whole, not merely unchanged
    Column("etag", LargeBinary),
    Column("last_modified", LargeBinary),
    Column("body_hash", Text),
    Column("failures", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("known", LargeBinary),
    Column("last_body", UtcDateTime),
    Column("poison", Text),
    Column("poisoned", Integer, nullable=False, server_default="0"),
    Column("failing_since", UtcDateTime),
    Column("moved_to", Text),
    Column("move_to", Text),
    Column("move_since", UtcDateTime),
    Column("move_sightings", Integer),
    Column("distrusted_until", UtcDateTime),
    Column("newest", UtcDateTime),
    Column("gone_at", UtcDateTime),
    Column("habit", Text),
    Column("patience", Float),  # seconds of silence that are not beyond its habit
    Column("watched_since", UtcDateTime),
    Column("hints", Text),
    Column("recent", Text),
    Column("window", Integer),
    Column("interval", Float),  # seconds
    Column("why", Text),
    Column("tight", Float),  # seconds
    Column("tight_until", UtcDateTime),
    Column("bodiless", Integer, nullable=False, server_default="0"),  # pages in a row without a body
    UniqueConstraint("outlet", "url"),
    Index("ix_sources_next_due", "next_due"),
)

polls = Table(
    "polls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("status", Integer),
    Column("size", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Index("ix_polls_source_id_at", "source_id", "at"),
    Index("ix_polls_at", "at"),
)

entries = Table(
    "entries",
    metadata,
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("url_key", Text, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("appeared", UtcDateTime),  # unknown of undated ones of a first document
    PrimaryKeyConstraint("source_id", "fingerprint"),
    Index("ix_entries_last_seen", "last_seen"),
    Index("ix_entries_source_id_appeared", "source_id", "appeared"),
    Index("ix_entries_source_id_url_key", "source_id", "url_key"),
)

crowded = Table(
    "crowded",
    metadata,
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("url_key", Text, nullable=False),  # of an address that several of its entries share
    PrimaryKeyConstraint("source_id", "url_key"),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("after", UtcDateTime, nullable=False),
    Column("before", UtcDateTime, nullable=False),
    Column("why", Text, nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
    Column("filled_at", UtcDateTime),
    Index("ix_gaps_source_id_before", "source_id", "before"),
)

faults = Table(
    "faults",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("recovered_at", UtcDateTime),
    Index("ix_faults_source_id_recovered_at", "source_id", "recovered_at"),
)

pages = Table(
    "pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("outlet", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("url_key", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("page", Boolean, nullable=False),
    Column("entry", JSON, nullable=False),
    Column("arrival", Text, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("message", Text, nullable=False),
    UniqueConstraint("source_id", "fingerprint"),
    Index("ix_pages_host_due", "host", "due"),
    Index("ix_pages_outlet_url", "outlet", "url"),
)

looks = Table(
    "looks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("outlet", Text, nullable=False),
    Column("url_key", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("entry", JSON, nullable=False),
    Column("began", UtcDateTime, nullable=False),
    Column("number", Integer, nullable=False),
    Column("due", UtcDateTime),  # null where the outlet refused: there is none any more
    Column("attempts", Integer, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("title", Text, nullable=False),
    Column("length", Integer, nullable=False),
    Column("read_url", Text, nullable=False),
    Column("etag", LargeBinary),
    Column("last_modified", LargeBinary),
    Column("gone_at", UtcDateTime),
    Column("withdrawn", Boolean, nullable=False),
    Column("message", Text, nullable=False),
    UniqueConstraint("outlet", "url_key"),
    Index("ix_looks_due", "due"),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("paused_until", UtcDateTime, nullable=False),
    Column("why", Text, nullable=False),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("fetched_at", UtcDateTime, nullable=False),
    Column("status", Integer),
    Column("body", Text, nullable=False),
    Column("error", Text),
)
