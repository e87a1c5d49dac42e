"""`python -m bench.window [--archive N] [--window N] [--growth]`: what the window costs in memory and after a restart.

A store gets an archive of articles long past, then a window of generated ones, placed as the service places them. Then
a second window is made from the store, as after a restart; both place the same further articles, and must agree. With
--growth the cost of an article is compared beside archives of two sizes. All seconds are CPU of this process.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from bench.measure import Meter
from bench.prose import Prose
from pipeline.model.article import Arrival, Article, TextBy
from pipeline.placing import LENGTH, Window, article_traits, moment
from pipeline.store import articles, signatures
from pipeline.store.database import Connection, Database
from treatywatch.migrations.upgrade import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOW: Final = datetime(2026, 3, 16, tzinfo=UTC)
BATCH: Final = 500
"""Articles of a transaction; the service writes each in one of its own, which costs the disk and not the window."""
FURTHER: Final = 2000
SMALLER: Final = 100
MIB: Final = 1024 * 1024
PAST: Final = (
    """insert into articles (outlet, url_key, url, first_seen, arrival)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < :size)
    select 'past', 'past.example.org/' || i, 'https://past.example.org/' || i, '2025-01-01 00:00:00.000000', 'live'
    from n""",
    "insert into stories (merged_into) select null from articles",
    """insert into story_articles (article_id, story_id, kind, grounds, added)
    select id, id, 'new', '[]', 0 from articles""",
    """insert into versions (article_id, number, content_key, title, text_by, authors, arrival, why, seen_at)
    select id, 1, url_key, 'A title of eight words or so', 'page', '[]', 'live', 'new', first_seen from articles""",
)
"""What fills the archive."""


def generated(size: int, seed: int, start: datetime, every: timedelta) -> Iterator[Article]:
    """Articles of about 300 words by 200 outlets; one in five a copy of one before it."""
    chance = Random(seed)
    prose, before = Prose(chance), ["Nothing was said. " * 20]
    for number in range(size):
        words = chance.choice(before) if chance.random() < 0.2 else "\n".join(prose.article(6))  # noqa: PLR2004 - copies
        before = [*before[-99:], words]
        url = f"https://outlet-{number % 200}.example.org/{seed}/{number}"
        yield Article(
            f"outlet-{number % 200}",
            url[8:],
            url,
            prose.title(),
            words,
            TextBy.PAGE,
            Arrival.LIVE,
            start + number * every,
        )


class Store:
    """A store with an archive and a window."""

    def __init__(self, path: Path, archive: int) -> None:
        self.database, self.window = Database(path), Window()
        migrate(self.database)
        self.database.write_now(lambda conn: _fill(conn, archive))

    def place(self, items: Sequence[Article], window: Window | None = None) -> list[object]:
        """What becomes of articles, written in one transaction."""
        return self.database.write_now(lambda conn: [_placed(conn, one, window or self.window) for one in items])


def _fill(conn: Connection, size: int) -> None:
    for statement in PAST if size else ():
        conn.execute(text(statement), {"size": size} if ":size" in statement else {})


def _placed(conn: Connection, article: Article, window: Window) -> object:
    return window.add(conn, articles.add(conn, article), article_traits(article), moment(article))


class _Undo(Exception):
    """Takes a transaction back."""


def _tried(store: Store, items: Sequence[Article], window: Window) -> tuple[list[object], float]:
    """What would become of articles, and CPU seconds for each; the transaction is rolled back."""
    said: list[object] = []

    def work(conn: Connection) -> None:
        window.grouping(conn, article_traits(items[0]), NOW)  # if it has to be made anew, it is now
        started = process_time()
        said.extend(_placed(conn, one, window) for one in items)
        raise _Undo((process_time() - started) / len(items))

    try:
        store.database.write_now(work)
    except _Undo as undone:
        return said, float(undone.args[0])
    raise AssertionError


def measure(folder: Path, archive: int, window: int, further: int = FURTHER) -> list[str]:
    """All figures as text."""
    every = LENGTH / window
    store = Store(folder / "large.db", archive)
    items: list[Article] = []
    started = process_time()
    for article in generated(window, 1, NOW - LENGTH, every):
        items.append(article)
        if len(items) == BATCH:
            store.place(items)
            items = []
    placed = (process_time() - started) / window
    peak = Meter().peak().own / MIB
    later = list(generated(further, 2, NOW, every))
    here, cost = _tried(store, later, store.window)
    reading, rebuilding, restarted = _restart(store)
    there, _ = _tried(store, later, restarted)
    return [
        f"{archive:,} articles in the archive, {window:,} in the window",
        f"  {'peak memory with the window full':<42} {peak:9.0f} MiB",
        f"  {'CPU per article while the window fills':<42} {placed * 1e6:9.0f} µs",
        f"  {'CPU per article with the window full':<42} {cost * 1e6:9.0f} µs",
        f"  {'reading the signatures alone':<42} {reading:9.2f} s",
        f"  {'making the window of them':<42} {rebuilding:9.2f} s",
        f"  {'placements that differ after the restart':<42} {sum(map(_differ, here, there)):9d} of {len(here)}",
    ]


def growth(folder: Path, archive: int, window: int, further: int = FURTHER) -> list[str]:
    """What an article costs beside archives of two sizes, with one window."""
    stores = [Store(folder / f"{size}.db", size) for size in (archive // SMALLER, archive)]
    items = list(generated(window, 1, NOW - LENGTH, LENGTH / window))
    later = list(generated(further, 2, NOW, LENGTH / window))
    for store in stores:
        store.place(items)
    costs = [[_tried(store, later, store.window)[1] for store in stores] for _ in range(3)]
    small, large = (min(round_[place] for round_ in costs) for place in (0, 1))
    return [
        f"CPU per article, {window:,} in the window, least of 3 rounds",
        f"  {archive // SMALLER:>9,} in the archive {small * 1e6:9.0f} µs",
        f"  {archive:>9,} in the archive {large * 1e6:9.0f} µs, {large / small:.3f} times as much",
    ]


def _restart(store: Store) -> tuple[float, float, Window]:
    def read(conn: Connection) -> float:
        started = process_time()
        for _ in signatures.window(conn, LENGTH):
            pass
        return process_time() - started

    window = Window()

    def rebuild(conn: Connection) -> float:
        started = process_time()
        window.catch_up(conn)
        return process_time() - started

    return store.database.read_now(read), store.database.read_now(rebuild), window


def _differ(one: object, other: object) -> bool:
    return one != other


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser("python -m bench.window", description="Memory and restart of the window.")
    parser.add_argument("--archive", type=int, default=1_000_000)
    parser.add_argument("--window", type=int, default=50_000)
    parser.add_argument("--growth", action="store_true", help="only compare the cost beside two sizes of archive")
    said = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="treatywatch-bench-") as folder:
        work = growth if said.growth else measure
        print("\n".join(work(Path(folder), said.archive, said.window)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
