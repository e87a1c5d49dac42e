"""What the processes of test_killed.py do: settle a seeded stream of articles, and be killed on the way."""

from __future__ import annotations

import multiprocessing
import os
import signal
from functools import partial
from itertools import count
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Engine, event, func, select

from bench.prose import Prose
from pipeline.matching.matcher import Matcher
from pipeline.placing import Window
from pipeline.process import read, settle
from pipeline.store.database import Database
from pipeline.store.tables import versions
from tests.builders import HOUR, NOON, article

if TYPE_CHECKING:
    from multiprocessing.connection import Connection as Pipe
    from pathlib import Path

    from pipeline.model.article import Article
    from pipeline.model.placement import Placement
    from pipeline.process import Read
    from pipeline.store.database import Connection

MATCHER = Matcher([])
EVERY = 3 * HOUR
"""So that a long stream outlasts the window of fourteen days."""


def stream(seed: int, size: int) -> list[Article]:
    """New articles, copies by other outlets, and edits of earlier articles; each is a version of its own."""
    chance = Random(seed)
    prose, printed = Prose(chance), [_item(0, "outlet-0", "\n".join(Prose(Random(seed)).article(3)))]
    for number in range(1, size):
        earlier, how = chance.choice(printed[-40:]), chance.random()
        if how < 0.3:
            text = f"{earlier.text}\n{prose.sentence()} It is edit {number}."
            printed.append(_item(number, earlier.outlet, text, earlier.url))
        elif how < 0.6:
            printed.append(_item(number, f"outlet-{number % 7}", f"{earlier.text} {prose.sentence()}"))
        else:
            printed.append(_item(number, f"outlet-{number % 7}", "\n".join(prose.article(chance.randint(1, 4)))))
    return printed


def _item(number: int, outlet: str, text: str, url: str | None = None) -> Article:
    return article(
        url=url or f"https://{outlet}.example.org/{number}",
        outlet=outlet,
        title=text.partition(".")[0],
        text=text,
        seen_at=NOON + number * EVERY,
        aliases=(f"id:{number % 5}",),
    )


def done(conn: Connection) -> int:
    """How many articles of the stream are settled: each is one version."""
    found: int = conn.execute(select(func.count()).select_from(versions)).scalar_one()
    return found


class Job(NamedTuple):
    """A process that settles the rest of a stream."""

    path: Path
    seed: int
    size: int
    kill_at: int | None = None
    """Before which statement it dies."""
    seconds: float | None = None
    """After which it is killed."""


def serve(pipe: Pipe) -> None:
    """Fork a process for each job, kill it when its time is over, and answer with how it ended; None ends it all.

    The fork server of the standard library would be that of the reading processes, too: what it has loaded for these
    is more than the memory they are confined to.
    """
    context = multiprocessing.get_context("fork")
    while job := pipe.recv():
        process = context.Process(target=settle_rest, args=(job.path, job.seed, job.size, job.kill_at))
        process.start()
        process.join(job.seconds)
        process.kill()
        process.join()
        pipe.send(process.exitcode)


def settle_rest(path: Path, seed: int, size: int, kill_at: int | None = None) -> None:
    """Settle what is left of a stream, each article in a transaction of its own; die before the n-th statement."""
    if kill_at is not None:
        _die_before(kill_at)
    store, window = Database(path), Window()
    for one in stream(seed, size)[store.read_now(done) :]:
        store.write_now(partial(_put, read_=read(one, MATCHER), window=window))
    store.close()


def _put(conn: Connection, read_: Read, window: Window) -> Placement:
    return settle(conn, read_, window)


def _die_before(statement: int) -> None:
    left = count(statement, -1)

    @event.listens_for(Engine, "before_cursor_execute")
    @event.listens_for(Engine, "commit")
    def _count(*_: object) -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)
