"""A store with mail in it survives the upgrade: bytes, states and attempts."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

import treatywatch.migrations
from alerts.outbox import State
from alerts.store import outbox
from alerts.turns import Turn
from pipeline.store.database import Database
from tests.alerts.delivery.examples import LEASE, NOW
from treatywatch.migrations.upgrade import migrate

if TYPE_CHECKING:
    from pipeline.store.database import Connection

WRITTEN = f"{NOW:%Y-%m-%d %H:%M:%S.%f}"
LATER = f"{NOW + timedelta(hours=1):%Y-%m-%d %H:%M:%S.%f}"
OLD = (
    "INSERT INTO outbox (id, recipient, domain, message_id, sender, sha256, size, state, attempts, next_at, last_phase,"
    " last_code, last_text, uncertain, created_at, expires_at, final_at, queue_text, content)"
    " VALUES (?, ?, 'example.com', ?, 'b@example.org', 'x', 3, ?, 1, ?, '', 1000, '', 0, ?, ?, ?, '', ?)"
)


def _begin(conn: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(treatywatch.migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    command.upgrade(config, "0001")
    rows = [
        (1, "a@example.com", "<1@example.org>", "queued  ", WRITTEN, WRITTEN, LATER, None, b"one"),
        (2, "b@example.com", "<2@example.org>", "accepted", None, WRITTEN, LATER, WRITTEN, b"two"),
        (3, "c@example.com", "<3@example.org>", "accepted", None, WRITTEN, LATER, WRITTEN, None),
    ]
    for row in rows:
        conn.exec_driver_sql(OLD, row)
    conn.exec_driver_sql(
        "INSERT INTO attempts (outbox_id, n, started_at, phase, code, text, outcome) VALUES (2, 1, ?, '', 250, '', '')",
        (WRITTEN,),
    )


def test_mail_that_waited_goes_out_and_mail_that_went_out_does_not(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "old.db")) as database:
        database.write_now(_begin)
        migrate(database)
        counts = database.read_now(outbox.pending)
        found = database.write_now(lambda conn: outbox.claim(conn, NOW, LEASE, Turn(("example.com",)))).claimed
        kept = database.read_now(lambda conn: conn.exec_driver_sql("SELECT message_id FROM outbox_contents").all())
    assert (counts[State.QUEUED], counts[State.ACCEPTED]) == (1, 2)
    assert found is not None
    assert (found.mail.content, found.mail.recipient) == (b"one", "a@example.com")
    assert [identity for (identity,) in kept] == ["<1@example.org>", "<2@example.org>"]
