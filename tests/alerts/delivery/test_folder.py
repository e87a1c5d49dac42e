from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from alerts.folder import FolderTransport, file_name
from alerts.mail import Mail, Outcome
from tests.alerts.delivery.examples import mail

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def test_a_dry_run_writes_each_message_as_a_file(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path / "out")
    attempts = [await transport.send(mail(1)), await transport.send(mail(2))]
    await transport.close()
    await transport.stop(timedelta(0))
    assert [attempt.outcome for attempt in attempts] == [Outcome.ACCEPTED] * 2
    assert [file.read_bytes() for file in (tmp_path / "out").iterdir()] == [mail().content] * 2


async def test_the_same_message_again_replaces_its_file(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path)
    await transport.send(mail())
    await transport.send(mail())
    assert names(tmp_path) == [file_name(mail().message_id)]


async def test_a_folder_that_can_not_be_written_stops_the_dry_run(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    attempt = await FolderTransport(tmp_path / "out").send(mail())
    assert (attempt.outcome, attempt.relay_wide) == (Outcome.DEFERRED, True)
    assert str(tmp_path / "out") in attempt.remedy


def test_a_message_id_from_a_stranger_stays_inside_the_folder() -> None:
    assert file_name("<../../etc/passwd\0@x>").startswith("_.._etc_passwd_@x-")


@given(st.text(), st.text())
def test_two_messages_never_share_a_file(one: str, other: str) -> None:
    assert (file_name(one) == file_name(other)) == (one == other)


def test_a_file_is_named_after_its_message() -> None:
    assert file_name(Mail("a@x", "b@y", "<abc.d1@example.org>", b"").message_id).startswith("abc.d1@example.org-")
