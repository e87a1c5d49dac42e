"""A program that is killed while it settles articles, by SIGKILL, and another one that goes on from its file."""

from __future__ import annotations

import multiprocessing
from random import Random
from signal import SIGKILL
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from pipeline.placing import rebuilt
from pipeline.store import stories
from pipeline.store.database import Connection, Database
from pipeline.store.story_tables import signatures, story_articles
from pipeline.store.story_tables import stories as story_table
from pipeline.store.tables import aliases, articles, events, sightings, versions
from tests.pipeline.killing import Job, done, serve, settle_rest, stream
from treatywatch.migrations.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[[Job], bool]

TABLES = (articles, aliases, sightings, versions, events, story_table, story_articles, signatures)
LONGEST = 120
"""Seconds to wait for a process."""
LATEST = 60
"""Statements of some articles, among which the next kill falls."""


def made(path: Path) -> Path:
    database = Database(path)
    database.write_now(metadata.create_all)
    database.close()
    return path


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Run a job in a process of its own; whether it was killed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs,))
    server.start()

    def run(job: Job) -> bool:
        ours.send(job)
        assert ours.poll(LONGEST)
        exitcode: int = ours.recv()
        assert exitcode in {0, -SIGKILL}
        return exitcode != 0

    yield run
    ours.send(None)
    server.join(LONGEST)
    server.kill()


def read(path: Path) -> dict[str, list[Any]]:
    """All that is stored."""
    database = Database(path)
    found = database.read_now(
        lambda conn: {table.name: sorted(conn.execute(select(table)), key=repr) for table in TABLES}
    )
    database.close()
    return found


def agrees(conn: Connection) -> bool:
    """Whether the file is whole, no article is half there, and the index made from it has what it has."""
    assert conn.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    rows = conn.execute(select(signatures.c.article_id, signatures.c.at)).all()
    ids = set(conn.execute(select(articles.c.id)).scalars())
    assert ids == set(conn.execute(select(story_articles.c.article_id)).scalars())
    assert ids == set(conn.execute(select(versions.c.article_id)).scalars())
    assert ids == {row.article_id for row in rows}
    told = {row.id for row in conn.execute(select(versions.c.id, versions.c.changes)) if row.changes != []}
    assert told == set(conn.execute(select(events.c.version_id)).scalars())
    index = rebuilt(conn)
    living = 0
    for row in rows:
        member, place = index.member(row.article_id), stories.placed(conn, row.article_id)
        assert place is not None
        if member is not None:
            living += 1
            root = place.grouping.of if place.grouping.group == "copy" else row.article_id
            assert (member.story, member.root) == (place.grouping.story, root)
    return living == len(index)


def rehearse(folder: Path, run: Run, seed: int, size: int, *, timed: bool) -> int:
    """Kill at random until the stream is settled; how often it was killed. Compares with a run never killed."""
    chance, path, kills = Random(seed), made(folder / f"{seed}.db"), 0
    database = Database(path)
    while database.read_now(done) < size:
        if timed and chance.random() < 0.5:
            kills += run(Job(path, seed, size, seconds=chance.uniform(0.02, 0.15)))
        else:
            kills += run(Job(path, seed, size, kill_at=chance.randrange(2, LATEST)))
        assert database.read_now(agrees)
    database.close()
    whole = made(folder / f"{seed}-whole.db")
    assert not run(Job(whole, seed, size))
    assert read(path) == read(whole)
    return kills


def test_a_program_killed_again_and_again_stores_what_one_never_killed_stores(tmp_path: Path, run: Run) -> None:
    assert rehearse(tmp_path, run, seed=4, size=24, timed=False) >= 4


def test_each_article_of_the_stream_is_a_version(tmp_path: Path) -> None:
    path = made(tmp_path / "stream.db")
    settle_rest(path, seed=1, size=30)
    found = read(path)
    assert len(found["versions"]) == len(stream(1, 30))
    assert len({row.changes == [] for row in found["versions"]}) == 2
    assert {row.kind for row in found["story_articles"]} >= {"new", "copy"}
    assert max(row.number for row in found["versions"]) > 1


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(6))
def test_kills_at_any_statement_and_at_any_time_leave_a_store_to_go_on_from(
    tmp_path: Path, run: Run, seed: int
) -> None:
    kills = rehearse(tmp_path, run, seed, size=200, timed=True)
    print(f"seed {seed}: 200 articles, killed {kills} times, nothing differs")  # noqa: T201 - a soak tells how it went
    assert kills >= 5
