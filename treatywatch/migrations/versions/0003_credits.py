"""Versions: where, when and by which agency a story was filed, and whether it is an opinion."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, Date, Text, text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("versions", Column("place", Text()))
    op.add_column("versions", Column("dated", Date()))
    op.add_column("versions", Column("agency", Text()))
    op.add_column("versions", Column("opinion", Boolean(), server_default=text("0"), nullable=False))
