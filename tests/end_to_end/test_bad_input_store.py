from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.installation import Installation, ended, outlet, subscription
from treatywatch.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end_to_end.installation import Ended


def installed(folder: Path) -> Installation:
    """Never run before; nothing listens where its web is said to be."""
    return Installation(folder, outlets=[outlet("herald")], subscriptions=[subscription("arms")])


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return installed(tmp_path)


async def test_wrong_files_are_refused_with_all_faults_and_their_places(installation: Installation) -> None:
    installation.subscriptions = [subscription("arms", concepts=["ifn"])]
    installation.crawl = {"timeout": 2}
    done = await installation.run_once()
    assert done.code == Exit.CONFIGURATION
    timeout, concept, count = done.messages
    place = f"config/service.yaml:{line_of(installation, 'service.yaml', 'timeout')}:14: crawl.timeout"
    assert timeout == f"{place}: a number without a unit: write 2m for minutes, 2s for seconds"
    place = f"config/subscriptions.yaml:{line_of(installation, 'subscriptions.yaml', 'ifn')}:5: subscriptions[0]"
    assert concept == f"{place}.concepts[0]: no topic has the id 'ifn', did you mean 'inf'?"
    assert count == "2 faults"
    assert not installation.store_path.exists()


def line_of(installation: Installation, name: str, word: str) -> int:
    lines = (installation.config / name).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if word in line)


async def test_a_configuration_that_is_not_there_is_one_line(installation: Installation) -> None:
    done = await installation.run("--once", "--config", "nowhere")
    assert done.code == Exit.CONFIGURATION
    assert done.messages == ["nowhere:1:1: is no directory: name the one that holds service.yaml", "1 fault"]


def no_database(path: Path) -> None:
    path.write_text("Dear diary, this is no database at all, however long it grows. " * 200)


def newer_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as store:
        store.execute("create table alembic_version (version_num)")
        store.execute("insert into alembic_version values ('0999')")
        store.commit()


def lock_is_a_folder(path: Path) -> None:
    path.with_name(f"{path.name}.lock").mkdir()


def folder_is_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("in the way")


@dataclass(frozen=True)
class Unusable:
    """What is wrong with a store, and what the program says after its path, itself written {}."""

    spoil: Callable[[Path], object]
    says: str
    options: tuple[str, ...] = ("--once",)


UNUSABLE = {
    "no database": Unusable(
        no_database, "is no usable database (file is not a database); name another file or restore a backup"
    ),
    "newer": Unusable(
        newer_version,
        "was written by a newer version of treatywatch (schema 0999); install that version, or restore a backup",
    ),
    "lock": Unusable(
        lock_is_a_folder,
        "its lock can't be opened ([Errno 21] Is a directory: '{}.lock');"
        " check the folder's permissions, or name another store.path",
    ),
    "below a file": Unusable(
        folder_is_a_file, "its folder can't be made ([Errno 17] File exists: '{0.parent}'); name another as store.path"
    ),
    "no database to copy": Unusable(
        no_database,
        "can't be copied to /tmp for a dry run (file is not a database);"
        " check that it is a database, and that there is room",
        ("--once", "--dry-run"),
    ),
}


@pytest.fixture(scope="module")
async def spoiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, bytes, Ended]]:
    """Path and former content of each store, and what became of the program."""
    turns = asyncio.Semaphore(os.cpu_count() or 1)

    async def tried(case: Unusable) -> tuple[Path, bytes, Ended]:
        installation = installed(tmp_path_factory.mktemp("spoiled"))
        path = installation.folder / "var" / "store.db"
        path.parent.mkdir()
        installation.store = str(path)
        case.spoil(path)
        before = content(path)
        async with turns:
            return path, before, await installation.run(*case.options, TMPDIR="/tmp")  # noqa: S108 - named in a message

    return dict(zip(UNUSABLE, await asyncio.gather(*map(tried, UNUSABLE.values())), strict=True))


def content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


@pytest.mark.parametrize("case", UNUSABLE)
def test_a_store_that_can_not_be_used_is_one_line_and_stays_as_it_is(
    spoiled: dict[str, tuple[Path, bytes, Ended]], case: str
) -> None:
    path, before, done = spoiled[case]
    assert done.code == Exit.FAILED
    assert done.messages == [f"{path}: {UNUSABLE[case].says.format(path)}"]
    assert done.troubles() == []
    assert content(path) == before


async def test_a_second_service_on_the_same_store_says_who_is_there_and_the_first_goes_on_until_told(
    installation: Installation,
) -> None:
    first = await installation.start()
    assert first.stderr is not None
    while b"service started" not in await first.stderr.readline():
        pass
    second = await installation.run_once()
    assert second.code == Exit.TRY_AGAIN
    holder = f"{installation.store_path}: process {first.pid} works on this store already"
    assert second.messages == [f"{holder}; stop it, or name another store.path"]
    first.send_signal(signal.SIGTERM)
    done = await ended(first, within=30)
    assert (done.code, done.messages) == (0, [])
    assert done.log[-1]["event"] == "service stopped"
