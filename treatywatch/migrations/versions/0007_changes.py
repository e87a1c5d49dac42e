"""Versions: how they differ materially, and from which."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Integer

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("versions", Column("changes", JSON()))
    op.add_column("versions", Column("since", Integer()))
