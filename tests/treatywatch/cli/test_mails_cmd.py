from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from alerts.mail import Attempt, Kind, Outcome
from alerts.outbox import Decision, State
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


@pytest.fixture
def refused(shell: Shell) -> Shell:
    """With a message more that was refused for good yesterday, and one that nobody took in time, a month ago."""
    yesterday, long_ago = (datetime.now(UTC) - timedelta(days=days) for days in (1, 30))

    def give_up(conn: Connection) -> None:
        outbox.enqueue(conn, [mail(2)], None, yesterday + timedelta(hours=6), yesterday, kind=Kind.DIGEST)
        claimed = outbox.claim(conn, yesterday, timedelta(minutes=15), Turn(("example.com",))).claimed
        assert claimed
        answer = Attempt(Outcome.REJECTED, "rcpt", 550, "5.1.1 no such user")
        outbox.mark(conn, claimed, answer, Decision(State.FAILED, None, uncertain=False), yesterday)
        outbox.enqueue(conn, [mail(3)], None, long_ago, long_ago, kind=Kind.DIGEST)
        assert upkeep.expire(conn, long_ago) == 1

    shell.store.write_now(give_up)
    return shell


def test_what_was_given_up_is_listed_with_what_was_said_and_what_is_held_is_not(refused: Shell) -> None:
    (line,) = refused("failed").output.splitlines()
    assert line.startswith("2  reader@example.com  digest, failed ")
    assert line.endswith(" UTC, 1 attempt: 550 5.1.1 no such user")
    (told,) = json.loads(refused("failed", "--json").output)
    assert (told["id"], told["state"], told["attempts"], told["code"]) == (2, "failed", 1, 550)
    assert datetime.fromisoformat(told["given_up_at"]).tzinfo == UTC


def test_what_was_given_up_longer_ago_is_listed_when_asked_for(refused: Shell) -> None:
    first, second = refused("failed", "--since", "2020-01-01").output.splitlines()
    assert (first[:2], second[:2]) == ("3 ", "2 ")
    assert first.endswith(" UTC, 0 attempts: it was not taken in time")


def test_that_nothing_was_given_up_is_said(shell: Shell) -> None:
    assert shell("failed").output.startswith("Nothing was given up since ")
    assert json.loads(shell("failed", "--json").output) == []


def test_a_moment_without_an_offset_is_no_moment_to_list_from(shell: Shell) -> None:
    assert shell("failed", "--since", "2026-03-01T07:00").exit_code == Exit.USAGE
