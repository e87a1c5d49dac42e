from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pipeline import ruling
from pipeline.store.archive import archived
from treatywatch.cli.moments import Moment
from treatywatch.cli.options import config_directory, config_option
from treatywatch.cli.stories_show import show
from treatywatch.clock import WallClock
from treatywatch.settings.load import load
from treatywatch.stages.archive import opened
from treatywatch.stages.jsonl import encoded, moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from pipeline.store.archive import Archived
    from pipeline.store.database import Connection
    from treatywatch.stages.jsonl import Object


@click.group()
def stories() -> None:
    """Read the archive; say which articles are one story."""


stories.add_command(show)


@stories.command()
@config_option
@click.option("--since", metavar="TIME", type=Moment(), help="Only what was seen from then on: ISO 8601, or a date.")
@click.option("--json", is_flag=True, expose_value=False, help="JSON Lines, which is the only form.")
def export(directory: Path | None, since: datetime | None) -> None:
    """Print the archive as JSON Lines: one for each article and each later version, in the order they came.

    {"url", "title", "outlet", "published", "first_seen", "kind": "new|version", "of", "story", "concepts", "arrival"}.
    `first_seen` is when the title and text of the line were first seen, `of` the address of the article that a version
    belongs to, `story` equal for all that belongs together. A service may run meanwhile; what it writes after the
    start is left out.
    """
    settings = load(config_directory(directory), os.environ)

    def write(conn: Connection) -> None:
        for item in archived(conn, since):
            sys.stdout.buffer.write(encoded(_line(item)))
        sys.stdout.buffer.flush()

    with opened(settings.store) as database:
        database.read_now(write)


@stories.command()
@config_option
@click.argument("one", type=int)
@click.argument("other", type=int)
def merge(directory: Path | None, one: int, other: int) -> None:
    """Make one story of two, and print its id: the older one. The other id leads to it from then on.

    Ids are those of `stories export`. What comes later never undoes it, `stories split` does.
    """
    _rule(directory, lambda conn: ruling.merge(conn, one, other, WallClock().now()))


@stories.command()
@config_option
@click.argument("story", type=int)
@click.argument("urls", metavar="[URL]...", nargs=-1)
def split(directory: Path | None, story: int, urls: tuple[str, ...]) -> None:
    """Put articles of a story, with their copies, into a story of their own, and print its id.

    Without URL, take a story that was merged into another one out of it again, under its former id.
    """
    _rule(directory, lambda conn: ruling.split(conn, story, urls, WallClock().now()))


def _rule(directory: Path | None, work: Callable[[Connection], int]) -> None:
    settings = load(config_directory(directory), os.environ)
    with opened(settings.store) as database:
        click.echo(database.write_now(work))


def _line(item: Archived) -> Object:
    return asdict(item) | {"published": moment(item.published), "first_seen": moment(item.first_seen)}
