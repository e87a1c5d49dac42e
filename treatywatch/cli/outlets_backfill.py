"""`outlets backfill`: what an outlet published before it was watched."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from crawlers.walk.plan import Bounds
from treatywatch.backfill.filling import backfill as filled_by
from treatywatch.cli.moments import Moment
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.clock import WallClock
from treatywatch.logs import configure
from treatywatch.settings.load import load
from treatywatch.stages.archive import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.model.outlet import Outlet
    from treatywatch.backfill.filling import Filled
    from treatywatch.settings.settings import Settings

LATEST = timedelta(days=2)
"""What is younger is left to the polls: by a backfill it would never reach a digest."""
DEPTH = 100


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--since", metavar="TIME", type=Moment(), required=True, help="ISO 8601, or a date.")
@click.option("--until", metavar="TIME", type=Moment(), help="By default two days ago; what is younger the polls find.")
@click.option("--from", "named", metavar="URL", multiple=True, help="A sitemap to read, in place of all others.")
@click.option(
    "--depth",
    metavar="N",
    type=click.IntRange(1, 1000),
    default=DEPTH,
    show_default=True,
    help="Archive pages one after the other, or sitemaps within indexes.",
)
@config_option
@json_option
def backfill(  # noqa: PLR0913, PLR0917 - one for each option
    id_: str,
    since: datetime,
    until: datetime | None,
    named: tuple[str, ...],
    depth: int,
    directory: Path | None,
    *,
    as_json: bool,
) -> None:
    """Find what the outlet ID published before it was watched, and queue its pages.

    Sitemaps (of the outlet and of its robots.txt) and the archive of its listing pages are walked. The service fetches
    the pages when it has nothing younger to do on their host. Nothing of it reaches a digest.
    """
    settings = load(config_directory(directory), os.environ)
    configure("warning", settings.log.format)
    latest = WallClock().now() - LATEST
    bounds = Bounds(since, min(until or latest, latest), depth)
    if since >= bounds.until:
        raise click.UsageError(f"--since {since.isoformat()} does not come before {bounds.until.isoformat()}")
    done = asyncio.run(_filled(_outlet(id_, settings), bounds, named, settings))
    for problem in done.walked.problems:
        click.echo(problem, err=True)
    if as_json:
        click.echo(json.dumps(_plain(done), indent=2, ensure_ascii=False))
    else:
        click.echo(
            f"{done.queued} pages queued, {done.known} articles known, {done.walked.beyond} before or after;"
            f" {done.walked.documents} documents read, {len(done.walked.problems)} problems"
        )


def _plain(done: Filled) -> dict[str, object]:
    return {
        "queued": done.queued,
        "known": done.known,
        "beyond": done.walked.beyond,
        "documents": done.walked.documents,
        "problems": done.walked.problems,
    }


def _outlet(id_: str, settings: Settings) -> Outlet:
    known = {outlet.id: outlet for outlet in settings.outlets}
    if id_ not in known:
        raise click.UsageError(f"no outlet has the id {id_!r}; `treatywatch outlets list` shows all that are enabled")
    return known[id_]


async def _filled(outlet: Outlet, bounds: Bounds, named: Sequence[str], settings: Settings) -> Filled:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with opened(settings.store) as database:
        return await filled_by(
            outlet, bounds, named, settings=settings, database=database, clock=WallClock(), stop=stop
        )
