from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from alerts.store.contents import WHOLE
from alerts.store.tables import digests, outbox, outbox_bodies, outbox_contents
from pipeline.store.database import Database
from tests.treatywatch.digests.house import House, subscription
from tests.treatywatch.settings.examples import SUBSCRIPTIONS, service, write
from treatywatch.by_hand import send
from treatywatch.cli.digest_cmd import has_browser
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program
from treatywatch.migrations.upgrade import migrate
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result
    from sqlalchemy import Executable

TWO = SUBSCRIPTIONS + SUBSCRIPTIONS.partition("\n")[2].replace("id: brief", "id: weekly")


class Shell:
    """A configuration, a store with news in it, and the program."""

    def __init__(self, folder: Path, subscriptions: str = SUBSCRIPTIONS) -> None:
        self.folder = folder
        files = {
            "service.yaml": service(store=f"{{path: {folder / 'store.db'}}}"),
            "subscriptions.yaml": subscriptions,
        }
        self.config = write(folder / "config", files)
        self.database = Database(folder / "store.db")
        migrate(self.database)
        brief = subscription("brief", rules=("inf",))
        self.house = House(self.database, brief, start=datetime.now(UTC) - timedelta(days=30))
        self.house.publish("Envoys meet", "inf")

    def __call__(self, *arguments: str, **variables: str) -> Result:
        hidden = dict.fromkeys(("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"))
        verb, *rest = arguments
        runner = CliRunner(env=hidden | variables)
        return runner.invoke(program, ["digest", verb, "--config", str(self.config), *rest])

    def sent(self) -> list[tuple[str, bytes]]:
        query = select(outbox.c.recipient, WHOLE).order_by(outbox.c.id)
        return [(row.recipient, row.content) for row in self.database.read_now(lambda conn: conn.execute(query).all())]

    def ids(self) -> list[str]:
        query = select(digests.c.public_id).where(digests.c.public_id.is_not(None)).order_by(digests.c.id)
        return list(self.database.read_now(lambda conn: conn.execute(query).scalars().all()))


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    made = Shell(tmp_path)
    yield made
    made.database.close()


def test_a_preview_is_written_where_there_is_no_browser(shell: Shell) -> None:
    shown = shell("preview")
    subject, place = shown.stdout.splitlines()
    assert (shown.exit_code, subject[:32]) == (Exit.DONE, "Subject: INF Treaty: Envoys meet")
    with open(place, encoding="utf-8") as page:  # noqa: PTH123 - as printed
        assert "Envoys meet" in page.read()


@pytest.mark.parametrize("verb", ["preview", "replay"])
def test_a_folder_that_cannot_be_written_is_named_with_what_to_do(shell: Shell, verb: str) -> None:
    shell("send")
    file = shell.folder / "file"
    file.write_text("")
    shown = shell(verb, *(shell.ids() if verb == "replay" else []), "--out", str(file / "below"))
    assert shown.exit_code == Exit.FAILED
    assert "name another folder with --out" in shown.stderr


def test_a_preview_opens_in_the_browser(shell: Shell) -> None:
    opened = shell.folder / "opened"
    browser = shell.folder / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    shown = shell("preview", BROWSER=str(browser))
    assert "\n" not in shown.stdout.strip()
    assert re.fullmatch(r"file:///.*/brief\.html\n", opened.read_text())


def test_a_preview_stores_and_sends_nothing(shell: Shell) -> None:
    first = shell("preview", "brief", "--out", str(shell.folder / "a"))
    assert first.exit_code == Exit.DONE
    assert {file.name for file in (shell.folder / "a").iterdir()} == {"brief.html", "brief.txt"}
    assert (shell.sent(), shell.ids()) == ([], [])


def test_a_preview_since_a_day_shows_what_was_told_as_new(shell: Shell) -> None:
    shell.house.wait(days=2)
    out = shell.folder / "a"
    assert "nothing new" in shell("preview", "--out", str(out)).stdout
    assert "Envoys meet" in shell("preview", "--out", str(out), "--since", "2000-01-01").stdout
    assert "NEW | " in (out / "brief.txt").read_text("utf-8")


def test_a_subscription_that_is_not_there_is_refused_with_those_that_are(shell: Shell) -> None:
    shown = shell("preview", "breif")
    assert shown.exit_code == Exit.USAGE
    assert "there is no subscription 'breif', did you mean 'brief'?; there are brief" in shown.stderr


def test_of_several_subscriptions_one_must_be_named(tmp_path: Path) -> None:
    shell = Shell(tmp_path, TWO)
    shown = shell("preview")
    shell.database.close()
    assert shown.exit_code == Exit.USAGE
    assert "name one; there are brief, weekly" in shown.stderr


def test_what_is_sent_now_is_not_sent_again(shell: Shell) -> None:
    assert shell("send").stdout == "1 in the outbox\n"
    assert shell("send").stdout == "Nothing that was not told yet; nothing is sent.\n"
    shell.house.wait(days=2)
    assert [recipient for recipient, _ in shell.sent()] == ["reader@example.org"]


def test_one_recipient_who_cannot_be_mailed_keeps_nobody_from_a_digest_sent_by_hand(shell: Shell) -> None:
    settings = load(shell.config, {})
    mixed = replace(settings.subscriptions[0], recipients=("nobody", "reader@example.org"))
    assert send(shell.database, settings, mixed, datetime.now(UTC)) == 1
    assert [recipient for recipient, _ in shell.sent()] == ["reader@example.org"]


def test_a_subscription_that_is_paused_is_sent_nothing_and_told_so(tmp_path: Path) -> None:
    shell = Shell(tmp_path, SUBSCRIPTIONS.rstrip() + "\n    paused: true\n")
    shown = shell("send")
    assert (shown.exit_code, shell.sent()) == (Exit.USAGE, [])
    assert "brief is paused and gets nothing" in shown.stderr
    shell.database.close()


def test_a_copy_goes_to_one_address_and_the_subscription_gets_its_own(shell: Shell) -> None:
    assert shell("send", "--to", "editor@example.com").stdout == "1 in the outbox\n"
    shell.house.wait(days=2)
    assert [recipient for recipient, _ in shell.sent()] == ["editor@example.com", "reader@example.org"]


def test_an_address_that_cannot_be_mailed_is_refused(shell: Shell) -> None:
    shown = shell("send", "--to", "nobody")
    assert (shown.exit_code, shell.sent()) == (Exit.FAILED, [])
    assert "'nobody' is no plain e-mail address" in shown.stderr


def test_a_digest_is_given_out_again_byte_for_byte(shell: Shell) -> None:
    shell.house.wait(days=2)
    ((_, content),) = shell.sent()
    (digest,) = shell.ids()
    out = shell.folder / "again"
    assert shell("replay", digest.lower(), "--out", str(out)).exit_code == Exit.DONE
    assert (out / f"{digest}-001.eml").read_bytes() == content
    assert f"Digest {digest}" in shell("replay", digest).stdout
    assert f"Digest {digest}" in (out / f"{digest}-001.html").read_text("utf-8")


def test_a_digest_names_the_version_of_each_article_it_drew_on(shell: Shell) -> None:
    shell.house.wait(days=2)
    said = json.loads(shell("replay", shell.ids()[0], "--json").stdout)
    (article,) = said["articles"]
    assert (article["part"], article["label"], article["rule"], article["title"], article["version"]) == (
        "listed", "new", "inf", "Envoys meet", 1,
    )  # fmt: skip
    assert [mail["recipient"] for mail in said["mails"]] == ["reader@example.org"]


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (delete(outbox_contents), "past retention.mails; their SHA-256 was "),
        (update(outbox_bodies).values(content=b"x"), "not those that were made: the store is damaged"),
    ],
    ids=["gone", "damaged"],
)
def test_a_digest_that_is_not_kept_as_it_was_says_so(shell: Shell, harm: Executable, reason: str) -> None:
    shell.house.wait(days=2)
    shell.database.write_now(lambda conn: conn.execute(harm))
    shown = shell("replay", shell.ids()[0])
    assert shown.exit_code == Exit.FAILED
    assert reason in shown.stderr


def test_a_digest_that_never_was_is_refused(shell: Shell) -> None:
    shown = shell("replay", "AAAAAAAA")
    assert shown.exit_code == Exit.FAILED
    assert "digest AAAAAAAA: no digest of this id was mailed" in shown.stderr


@pytest.mark.parametrize(
    ("environ", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"BROWSER": "w3m"}, "linux", True),
        ({}, "darwin", True),
    ],
)
def test_a_page_is_shown_where_there_is_a_desktop(environ: dict[str, str], platform: str, shown: bool) -> None:  # noqa: FBT001 - a column of the table
    assert has_browser(environ, platform) == shown
