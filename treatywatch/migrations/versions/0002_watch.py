"""How a source is watched: its rhythm, its moves, gaps and faults."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Column,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    text,
)

from pipeline.store.types import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _sources()
    _entries()
    _gaps()
    _faults()


def _sources() -> None:
    with op.batch_alter_table("sources") as batch:
        for column in (
            Column("known", LargeBinary()),
            Column("last_body", UtcDateTime()),
            Column("poison", Text()),
            Column("poisoned", Integer(), nullable=False, server_default="0"),
            Column("failing_since", UtcDateTime()),
            Column("moved_to", Text()),
            Column("move_to", Text()),
            Column("move_since", UtcDateTime()),
            Column("move_sightings", Integer()),
            Column("distrusted_until", UtcDateTime()),
            Column("newest", UtcDateTime()),
            Column("gone_at", UtcDateTime()),
            Column("habit", Text()),
            Column("patience", Float()),
            Column("watched_since", UtcDateTime()),
            Column("hints", Text()),
            Column("recent", Text()),
            Column("window", Integer()),
            Column("interval", Float()),
            Column("why", Text()),
            Column("tight", Float()),
            Column("tight_until", UtcDateTime()),
            Column("bodiless", Integer(), nullable=False, server_default="0"),
        ):
            batch.add_column(column)


def _entries() -> None:
    op.add_column("entries", Column("appeared", UtcDateTime()))
    op.create_index("ix_entries_source_id_appeared", "entries", ["source_id", "appeared"])
    op.create_index("ix_entries_source_id_url_key", "entries", ["source_id", "url_key"])
    op.create_table(
        "crowded",
        Column("source_id", Integer(), nullable=False),
        Column("url_key", Text(), nullable=False),
        ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_crowded_source_id_sources")),
        PrimaryKeyConstraint("source_id", "url_key", name=op.f("pk_crowded")),
    )
    op.execute(
        text(
            "insert into crowded select distinct source_id, substr(url_key, 1, instr(url_key, '#e-') - 1) "
            "from entries where instr(url_key, '#e-') > 0"
        )
    )


def _gaps() -> None:
    op.create_table(
        "gaps",
        Column("id", Integer(), nullable=False),
        Column("source_id", Integer(), nullable=False),
        Column("after", UtcDateTime(), nullable=False),
        Column("before", UtcDateTime(), nullable=False),
        Column("why", Text(), nullable=False),
        Column("found_at", UtcDateTime(), nullable=False),
        Column("filled_at", UtcDateTime()),
        ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_gaps_source_id_sources")),
        PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
    )
    op.create_index("ix_gaps_source_id_before", "gaps", ["source_id", "before"])


def _faults() -> None:
    op.create_table(
        "faults",
        Column("id", Integer(), nullable=False),
        Column("source_id", Integer(), nullable=False),
        Column("kind", Text(), nullable=False),
        Column("what", Text(), nullable=False),
        Column("raised_at", UtcDateTime(), nullable=False),
        Column("recovered_at", UtcDateTime()),
        ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_faults_source_id_sources")),
        PrimaryKeyConstraint("id", name=op.f("pk_faults")),
    )
    op.create_index("ix_faults_source_id_recovered_at", "faults", ["source_id", "recovered_at"])
