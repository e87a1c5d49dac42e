from __future__ import annotations

import asyncio
import sqlite3
from base64 import b64encode
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from alerts.outbox import State
from alerts.relay import Relay, Security, Sender
from alerts.store.faults import record
from alerts.store.tables import outbox
from alerts.troubles import Open, Review
from pipeline.model.fault import Fault
from pipeline.store.database import Database
from tests.alerts.delivery.certificates import certify
from tests.alerts.delivery.examples import mail, to
from tests.alerts.delivery.relays import Script, relay
from tests.alerts.delivery.test_store_outbox import enqueue as put
from tests.treatywatch.settings.examples import write
from treatywatch.doctor.clock import check_clock
from treatywatch.doctor.examine import Diagnosis, examine
from treatywatch.doctor.sender import check_sender
from treatywatch.doctor.store import check_disk, check_store, newest_event
from treatywatch.migrations.upgrade import migrate
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from treatywatch.settings.settings import Settings

NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A valid configuration, and a store that the service has been started on."""
    loaded = load(write(tmp_path), {})
    loaded = replace(loaded, store=replace(loaded.store, path=tmp_path / "store.db"))
    database = Database(loaded.store.path)
    migrate(database)
    database.close()
    return loaded


async def diagnosis(settings: Settings, access: Relay, recipient: str | None = None) -> Diagnosis:
    watched = replace(settings, relay=access)
    return await asyncio.to_thread(examine, watched, recipient, lambda: NOW, lambda: 0.0)


def said(found: Diagnosis, check: str) -> list[str]:
    return [f"{one.said}{f'; {one.remedy}' if one.remedy else ''}" for one in found.findings if one.check == check]


async def test_a_healthy_installation_has_a_line_for_each_check(settings: Settings) -> None:
    async with relay(Script(extensions=("SIZE 10000000", "SMTPUTF8", "8BITMIME"))) as server:
        found = await diagnosis(settings, to(server.port))
    assert found.ok
    checks = ["configuration", "store", "store", "disk", "relay", "relay", "clock"]
    assert [one.check for one in found.findings] == checks
    assert said(found, "relay")[0].endswith("takes mail; not encrypted")
    assert found.dialogue == ()


async def test_a_test_message_goes_through_the_relay_and_its_dialogue_is_shown(
    settings: Settings, tmp_path: Path
) -> None:
    context, trusted = certify(tmp_path)
    script = Script(certificate=context, extensions=("AUTH PLAIN", "SIZE 10000000"))
    access = replace(to(0, Security.STARTTLS, ca_file=trusted), username="digest", password="s3cret")
    async with relay(script) as server:
        found = await diagnosis(settings, replace(access, port=server.port), "me@example.org")
    assert found.ok
    assert said(found, "mail") == ["the relay took a test message to me@example.org: 250 2.0.0 ok: queued as 0001"]
    assert "> RCPT TO:<me@example.org>" in found.dialogue
    assert "< 250 2.0.0 ok: queued as 0001" in found.dialogue
    assert b"Subject: [treatywatch] Test" in server.accepted[0].content


@pytest.mark.parametrize("method", ["PLAIN", "LOGIN"])
async def test_the_dialogue_shows_no_password(settings: Settings, method: str) -> None:
    access = replace(to(0), username="digest", password="s3cret")
    async with relay(Script(extensions=(f"AUTH {method}",))) as server:
        found = await diagnosis(settings, replace(access, port=server.port), "me@example.org")
    words = [b64encode(word).decode() for word in (b"s3cret", b"\0digest\0s3cret")]
    sent = [line.rpartition(" ")[2] for line in server.lines]
    assert found.ok
    assert any(word in sent for word in words)
    assert not any(word in line for word in words for line in found.dialogue)


async def test_a_relay_that_is_not_there_is_named_with_what_to_do(settings: Settings) -> None:
    async with relay() as server:
        pass
    found = await diagnosis(settings, to(server.port))
    assert not found.ok
    (line,) = said(found, "relay")
    assert "failed at connect" in line
    assert "check the relay's host, port and security" in line


async def test_a_relay_that_says_nonsense_of_sizes_is_named(settings: Settings) -> None:
    async with relay(Script(extensions=("SIZE 10",))) as server:
        found = await diagnosis(settings, to(server.port))
    assert not found.ok
    assert "SIZE 10, which no mail fits in; it is not believed; set the relay's limit" in said(found, "relay")[1]


async def test_a_relay_that_takes_only_small_mails_is_named(settings: Settings) -> None:
    async with relay(Script(extensions=("SIZE 20000",))) as server:
        found = await diagnosis(settings, to(server.port))
    assert not found.ok
    assert "at most 20000 bytes; raise" in said(found, "relay")[1]


@pytest.mark.parametrize(
    ("verb", "answer", "text"),
    [
        (
            "RCPT",
            b"550 5.1.1 no such user\r\n",
            "rejected at rcpt: 550 5.1.1 no such user; check the recipient's address",
        ),
        ("CONTENT", b"451 4.3.0 later\r\n", "deferred at content: 451 4.3.0 later; ask the relay's operator"),
    ],
)
async def test_a_test_message_that_is_refused_is_explained(
    settings: Settings, verb: str, answer: bytes, text: str
) -> None:
    async with relay(Script(answers={verb: [(answer,)]})) as server:
        found = await diagnosis(settings, to(server.port), "me@example.org")
    assert not found.ok
    assert text in said(found, "mail")[0]


async def test_a_test_message_to_no_address_is_refused(settings: Settings) -> None:
    async with relay() as server:
        found = await diagnosis(settings, to(server.port), "nobody")
    assert "no plain e-mail address" in said(found, "mail")[0]


@pytest.mark.parametrize(("told", "lines"), [(True, 1), (False, 0)])
async def test_a_fault_that_lasts_is_wrong_once_it_was_told(settings: Settings, *, told: bool, lines: int) -> None:
    fault = Fault("digests", "can't be made", NOW, "No digest could be made for desk")
    seen = Review(open=(Open(fault, told=told),), over=(), news=())
    with closing(Database(settings.store.path)) as database:
        database.write_now(lambda conn: record(conn, seen, NOW))
    async with relay(Script()) as server:
        found = said(await diagnosis(settings, to(server.port)), "service")
    assert [each.startswith("digests can't be made, since 2026-11-21 07:00 UTC. No digest") for each in found] == [
        True
    ] * lines


async def test_a_mail_that_is_held_is_wrong_and_says_how_to_decide_about_it(settings: Settings) -> None:
    with closing(Database(settings.store.path)) as database:
        put(database, mail(), expires_at=NOW)
        database.write_now(lambda conn: conn.execute(outbox.update().values(state=State.HELD, next_at=None)))
    async with relay(Script()) as server:
        found = await diagnosis(settings, to(server.port))
    assert not found.ok
    counts, held = said(found, "mail")
    assert counts == "in the outbox: 1 held"
    assert held.startswith("1 held, as the relay may have it; the next expires 2026-11-21 07:00 UTC; ")
    assert "`treatywatch mails held`" in held


async def test_where_mails_were_given_up_it_says_what_lists_them(settings: Settings) -> None:
    with closing(Database(settings.store.path)) as database:
        put(database, mail(), expires_at=NOW)
        database.write_now(lambda conn: conn.execute(outbox.update().values(state=State.FAILED, next_at=None)))
    async with relay(Script()) as server:
        found = await diagnosis(settings, to(server.port))
    assert said(found, "mail") == ["in the outbox: 1 failed; `treatywatch mails failed` lists what was given up"]


def test_a_store_that_is_not_there_yet_is_fine_where_it_can_be_made(settings: Settings, tmp_path: Path) -> None:
    absent = replace(settings.store, path=tmp_path / "var" / "new" / "store.db")
    (finding,) = check_store(absent)
    assert (finding.ok, newest_event(absent)) == (True, None)
    assert not absent.path.parent.exists()


@pytest.mark.parametrize("content", [b"no database at all, but some text that is long enough", b""])
def test_a_store_that_is_none_is_wrong(settings: Settings, content: bytes) -> None:
    settings.store.path.write_bytes(content)
    findings = list(check_store(settings.store))
    assert not findings[-1].ok
    assert findings[-1].remedy
    assert newest_event(settings.store) is None


def test_a_damaged_store_is_wrong(settings: Settings) -> None:
    raw = bytearray(settings.store.path.read_bytes())
    raw[3 * 4096 :: 7] = b"\xff" * len(raw[3 * 4096 :: 7])
    settings.store.path.write_bytes(raw)
    assert any(not finding.ok and finding.remedy for finding in check_store(settings.store))


def test_a_store_without_wal_is_wrong_and_stays_as_it_is(settings: Settings) -> None:
    def turn(mode: str) -> str:
        with closing(sqlite3.connect(settings.store.path)) as raw:
            return str(raw.execute(f"PRAGMA journal_mode{mode}").fetchone()[0])

    turn("=DELETE")
    *_, finding = check_store(settings.store)
    assert (finding.ok, finding.said) == (False, "its journal is delete, not wal")
    assert turn("") == "delete"


def test_a_store_that_is_being_written_to_is_fine(settings: Settings) -> None:
    brief = replace(settings.store, busy_timeout=timedelta(seconds=0.05))
    with closing(sqlite3.connect(settings.store.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        *_, finding = check_store(brief)
    assert (finding.ok, finding.said) == (True, "it is being written to right now")


@pytest.mark.parametrize(("free", "ok"), [(10 << 20, False), (10 << 30, True)])
def test_a_disk_needs_room(tmp_path: Path, free: int, ok: bool) -> None:  # noqa: FBT001 - a table's column
    assert check_disk(tmp_path / "var" / "store.db", free).ok is ok
    assert check_disk(tmp_path / "var" / "store.db").said.endswith(f"free at {tmp_path}")


@pytest.mark.parametrize(
    ("newest", "strayed", "ok"),
    [
        (None, timedelta(0), True),
        (NOW - timedelta(days=9), timedelta(0), True),
        (NOW + timedelta(hours=1), timedelta(0), False),
        (None, timedelta(hours=-1), False),
    ],
)
def test_a_clock_behind_its_own_store_or_one_that_jumps_is_wrong(
    newest: datetime | None,
    strayed: timedelta,
    ok: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert check_clock(NOW, newest, strayed).ok is ok


@pytest.mark.parametrize(
    ("address", "host", "wrong"),
    [
        ("digest@example.org", "relay.example.org", 0),
        ("digest@Gmail.com", "relay.example.org", 1),
        ("digest@gmail.com", "smtp.gmail.com", 0),
    ],
)
def test_a_sender_whose_domain_disowns_its_mails_is_wrong(address: str, host: str, wrong: int) -> None:
    sender = Sender(address, "Digest", "bounces@example.org", "example.org")
    assert len(list(check_sender(sender, Relay(host, 25)))) == wrong
