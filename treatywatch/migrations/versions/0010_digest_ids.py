"""Digests are found by their printed ids. Two that were mailed may bear the same, so that it is not unique."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_digests_public_id", "digests", ["public_id"])
