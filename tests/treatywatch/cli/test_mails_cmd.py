from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from alerts.mail import Kind
from alerts.outbox import State
from alerts.store import outbox, upkeep
from alerts.turns import Turn
from pipeline.store.database import Database
from tests.alerts.delivery.examples import mail
from tests.treatywatch.settings.examples import service, write
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program
from treatywatch.migrations.upgrade import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from pipeline.store.database import Connection


class Shell:
    """A store with one message that is held, and the verb."""

    def __init__(self, folder: Path) -> None:
        path = folder / "store.db"
        self.config = write(folder / "config", {"service.yaml": service(store=f"{{path: {path}}}")})
        self.store = Database(path)
        migrate(self.store)
        self.store.write_now(self._hold)

    @staticmethod
    def _hold(conn: Connection) -> None:
        now = datetime.now(UTC)
        outbox.enqueue(conn, [mail()], None, now + timedelta(hours=6), now, kind=Kind.INSTANT)
        claimed = outbox.claim(conn, now, timedelta(minutes=15), Turn()).claimed
        assert claimed
        outbox.enter_content(conn, claimed)
        upkeep.recover(conn, now, {Kind.INSTANT})

    def __call__(self, *arguments: str) -> Result:
        verb, *rest = arguments
        return CliRunner().invoke(program, ["mails", verb, "--config", str(self.config), *rest])

    def count(self, state: State) -> int:
        return self.store.read_now(outbox.pending)[state]


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    opened = Shell(tmp_path)
    yield opened
    opened.store.close()


def test_what_is_held_is_listed_with_what_broke(shell: Shell) -> None:
    assert "1  reader@example.com  instant, until " in shell("held").output
    assert "before the relay's answer was recorded" in shell("held").output
    (told,) = json.loads(shell("held", "--json").output)
    assert (told["id"], told["recipient"], told["digest"]) == (1, "reader@example.com", None)


@pytest.mark.parametrize(("verb", "state"), [("release", State.QUEUED), ("drop", State.EXPIRED)])
def test_what_is_held_is_sent_again_or_dropped_once(shell: Shell, verb: str, state: State) -> None:
    assert shell(verb, "1").exit_code == Exit.DONE
    assert shell.count(state) == 1
    assert shell("held").output == "Nothing is held.\n"
    again = shell(verb, "1")
    assert (again.exit_code, "not held: 1;" in again.stderr) == (Exit.FAILED, True)


@pytest.mark.parametrize("verb", ["release", "drop"])
@pytest.mark.parametrize("number", ["0", "one", "1" * 30])
def test_what_is_no_number_of_a_mail_is_refused(shell: Shell, verb: str, number: str) -> None:
    assert shell(verb, "1", number).exit_code == Exit.USAGE
    assert shell.count(State.HELD) == 1
