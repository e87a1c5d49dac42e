from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
    true,
)

from alerts.store.padded import Padded, ReplyCode
from pipeline.store.database import metadata
from pipeline.store.types import UtcDateTime

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("last_planned_at", UtcDateTime),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("alert_seq", Integer, nullable=False, server_default="0"),
    Column("last_mailed_on", Date),  # local date of the last digest that was mailed, empty or not
)

digests = Table(
    "digests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", Text, index=True),  # of older ones, of eight letters, two may be the same
    Column("subscription", Text, ForeignKey("subscriptions.id"), nullable=False),
    Column("local_date", Date, nullable=False),
    Column("label", Text, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("after_seq", Integer, nullable=False),
    Column("upto_seq", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("items", Integer, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("kind", Text, nullable=False, server_default="digest"),
    Column("missed", Integer, nullable=False, server_default="0"),
    Column("counts", JSON, nullable=False, server_default="{}"),  # stories by rule
    UniqueConstraint("subscription", "local_date", "label"),
)

digest_items = Table(
    "digest_items",
    metadata,
    Column("digest_id", Integer, ForeignKey("digests.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("article_id", Integer, nullable=False, index=True),
    Column("version_id", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("part", Text, nullable=False, server_default="listed"),
    Column("label", Text, nullable=False, server_default="new"),
    Column("story", Integer, index=True),
    Column("outlets", Integer, nullable=False, server_default="1"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest_id", Integer, ForeignKey("digests.id")),
    Column("recipient", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("message_id", Text, nullable=False, unique=True),
    Column("sender", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", Padded(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", UtcDateTime),  # set while queued, and only then: the index on it is the queue
    Column("lease_until", UtcDateTime),  # set while sending, and only then
    Column("last_phase", Padded(7), nullable=False, default=""),
    Column("last_code", ReplyCode, default=lambda: None),
    Column("last_text", Padded(500), nullable=False, default=""),
    Column("uncertain", Boolean, nullable=False, server_default=false()),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("final_at", UtcDateTime),  # set in a final state, and only then: the row keeps its size
    Column("queue_text", Padded(500), nullable=False, default=""),  # what the relay said on accepting: its queue id
    Column("kind", Text, nullable=False, server_default="digest"),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("scope", Text, nullable=False, server_default=""),  # the subscription, where it belongs to one
    Column("fit", Padded(8), nullable=False, server_default=" " * 8),  # `alerts.store.oversize.Fit`
)
_WAITING = outbox.c.next_at.is_not(None)
Index(
    "ix_outbox_due",
    outbox.c.urgent, outbox.c.domain, outbox.c.next_at, outbox.c.expires_at,
    sqlite_where=_WAITING,
)  # fmt: skip
Index("ix_outbox_expiry", outbox.c.expires_at, sqlite_where=_WAITING)
Index("ix_outbox_held", outbox.c.expires_at, sqlite_where=outbox.c.state == literal_column("'held        '"))
Index("ix_outbox_unfit", outbox.c.fit, sqlite_where=outbox.c.fit == literal_column("'refused '"))
Index("ix_outbox_leases", outbox.c.lease_until, sqlite_where=outbox.c.lease_until.is_not(None))

outbox_bodies = Table(  # what the messages of a digest share
    "outbox_bodies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
)

outbox_contents = Table(  # apart from the rows, which change several times: each change would write the bytes again
    "outbox_contents",
    metadata,
    Column("message_id", Text, ForeignKey("outbox.message_id"), primary_key=True),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
    Column("body_id", Integer, ForeignKey("outbox_bodies.id"), index=True),  # what follows, if it is shared
)

attempts = Table(
    "attempts",
    metadata,
    Column("outbox_id", Integer, ForeignKey("outbox.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("phase", Padded(7), nullable=False, default=""),
    Column("code", ReplyCode, default=lambda: None),
    Column("text", Padded(500), nullable=False, default=""),
    Column("outcome", Padded(9), nullable=False, default=""),  # empty while the answer is out
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("address_hash", LargeBinary, primary_key=True),
    Column("scope", Text, primary_key=True),  # a subscription, or empty for all mail
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("active", Boolean, nullable=False),  # false: a first sign, which one more makes a suppression
)

keys = Table(
    "keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

service_faults = Table(
    "service_faults",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("since", UtcDateTime, primary_key=True),
    Column("detail", Text, nullable=False),
    Column("told_at", UtcDateTime),
    Column("recovered_at", UtcDateTime),
)
