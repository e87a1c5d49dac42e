"""What became of every story, alerts, and subscriptions that rest."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, Integer, Text, text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("subscriptions", Column("active", Boolean(), server_default=text("1"), nullable=False))
    op.add_column("subscriptions", Column("alert_seq", Integer(), server_default=text("0"), nullable=False))
    op.add_column("subscriptions", Column("last_mailed_on", Date()))
    op.execute("UPDATE subscriptions SET alert_seq = last_seq")
    op.add_column("digests", Column("kind", Text(), server_default=text("'digest'"), nullable=False))
    op.add_column("digests", Column("missed", Integer(), server_default=text("0"), nullable=False))
    op.add_column("digests", Column("counts", JSON(), server_default=text("'{}'"), nullable=False))
    op.add_column("digest_items", Column("part", Text(), server_default=text("'listed'"), nullable=False))
    op.add_column("digest_items", Column("label", Text(), server_default=text("'new'"), nullable=False))
    op.add_column("digest_items", Column("story", Integer()))
    op.add_column("digest_items", Column("outlets", Integer(), server_default=text("1"), nullable=False))
    op.create_index("ix_digest_items_story", "digest_items", ["story"])
