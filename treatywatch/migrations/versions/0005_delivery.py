"""Delivery: urgent mail, suppressions, faults of the service, and the bytes of mails in a table of their own."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, ForeignKeyConstraint, LargeBinary, PrimaryKeyConstraint, Text, text

from pipeline.store.types import UtcDateTime

revision = "0005"
down_revision = "0004"

WAITING = text("next_at IS NOT NULL")


def upgrade() -> None:
    _contents()
    _outbox()
    _suppressions()
    op.create_table(
        "service_faults",
        Column("subject", Text(), nullable=False),
        Column("kind", Text(), nullable=False),
        Column("since", UtcDateTime(), nullable=False),
        Column("detail", Text(), nullable=False),
        Column("told_at", UtcDateTime()),
        Column("recovered_at", UtcDateTime()),
        PrimaryKeyConstraint("subject", "kind", "since", name="pk_service_faults"),
    )


def _contents() -> None:
    op.create_table(
        "outbox_contents",
        Column("message_id", Text(), nullable=False),
        Column("created_at", UtcDateTime(), nullable=False),
        Column("content", LargeBinary(), nullable=False),
        ForeignKeyConstraint(["message_id"], ["outbox.message_id"], name="fk_outbox_contents_message_id_outbox"),
        PrimaryKeyConstraint("message_id", name="pk_outbox_contents"),
    )
    op.execute(
        "INSERT INTO outbox_contents (message_id, created_at, content)"
        " SELECT message_id, created_at, content FROM outbox WHERE content IS NOT NULL"
    )
    op.create_index("ix_outbox_contents_created_at", "outbox_contents", ["created_at"])


def _outbox() -> None:
    op.drop_index("ix_outbox_due", "outbox")
    op.drop_column("outbox", "content")  # SQLite does it in place: a copy would break the rows that point here
    op.add_column("outbox", Column("kind", Text(), nullable=False, server_default="digest"))
    op.add_column("outbox", Column("urgent", Boolean(), nullable=False, server_default=text("0")))
    op.add_column("outbox", Column("scope", Text(), nullable=False, server_default=""))
    op.execute("UPDATE outbox SET state = substr(rtrim(state) || '            ', 1, 12)")
    due = ["urgent", "domain", "next_at", "expires_at"]
    op.create_index("ix_outbox_due", "outbox", due, sqlite_where=WAITING)
    op.create_index("ix_outbox_expiry", "outbox", ["expires_at"], sqlite_where=WAITING)


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        Column("address_hash", LargeBinary(), nullable=False),
        Column("scope", Text(), nullable=False),
        Column("reason", Text(), nullable=False),
        Column("source", Text(), nullable=False),
        Column("created_at", UtcDateTime(), nullable=False),
        Column("active", Boolean(), nullable=False),
        PrimaryKeyConstraint("address_hash", "scope", name="pk_suppressions"),
    )
    op.create_table(
        "keys",
        Column("name", Text(), nullable=False),
        Column("value", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("name", name="pk_keys"),
    )
