"""What the messages of one digest share is kept once; messages that are too large are made again."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, LargeBinary, text

from alerts.store.padded import Padded
from pipeline.store.types import UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "outbox_bodies",
        Column("id", Integer(), primary_key=True),
        Column("created_at", UtcDateTime(), nullable=False),
        Column("content", LargeBinary(), nullable=False),
    )
    op.create_index("ix_outbox_bodies_created_at", "outbox_bodies", ["created_at"])
    op.execute(  # in place: a copy of the table would write all bytes anew
        "ALTER TABLE outbox_contents ADD COLUMN body_id INTEGER"
        " CONSTRAINT fk_outbox_contents_body_id_outbox_bodies REFERENCES outbox_bodies (id)"
    )
    op.add_column("outbox", Column("fit", Padded(8), server_default=text("'        '"), nullable=False))
    op.create_index("ix_outbox_held", "outbox", ["expires_at"], sqlite_where=text("state = 'held        '"))
    op.create_index("ix_outbox_unfit", "outbox", ["fit"], sqlite_where=text("fit = 'refused '"))
    op.create_index("ix_outbox_contents_body_id", "outbox_contents", ["body_id"])
