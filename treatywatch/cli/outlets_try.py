"""`outlets try`: what a site would give, and the words for outlets.yaml."""

from __future__ import annotations

import asyncio
import os
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from crawlers.fetch import open_fetcher
from crawlers.parsing import PageExtractor, SiteReader, parsers
from crawlers.workers import Workers
from treatywatch.cli.exits import Exit
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.cli.outlets_try_text import plain, tell
from treatywatch.clock import WallClock
from treatywatch.logs import configure
from treatywatch.settings.convert_watched import outlet_of
from treatywatch.settings.files import read_files
from treatywatch.settings.load import settings_of
from treatywatch.settings.naming import new_id, printable
from treatywatch.settings.written import as_written, new_outlet, outlets_yaml
from treatywatch.stages.jsonl import encoded
from treatywatch.stages.robots import RobotsSeen
from treatywatch.trying.configured import try_outlet
from treatywatch.trying.discovery import discover
from treatywatch.trying.trial import Means, Once

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from treatywatch.settings.settings import Settings
    from treatywatch.trying.discovery import Discovery

SCHEMES = ("http://", "https://")


@click.command("try")
@click.argument("target", metavar="URL|ID")
@config_option
@json_option
def try_(target: str, directory: Path | None, *, as_json: bool) -> None:
    """Find the feeds and sitemaps of a site, try them, and print the site as an outlet of outlets.yaml.

    With the ID of an outlet its own sources are tried. What would be collected and read is told on stderr. Nothing is
    stored. Exits 1 where nothing can be collected.
    """
    place = config_directory(directory)
    files = read_files(place, os.environ)
    settings = settings_of(place, files)
    configure("warning", settings.log.format)
    url = _address(target, [entry.id for entry in files.outlets.outlets])
    if url:
        found = asyncio.run(_with_means(settings, lambda means: discover(url, means)))
        written = _proposed(found, {entry.id for entry in files.outlets.outlets})
    else:
        entry = next(entry for entry in files.outlets.outlets if entry.id == target)
        outlet = outlet_of(entry, None)
        found = asyncio.run(_with_means(settings, lambda means: try_outlet(outlet, means)))
        written = outlets_yaml([as_written(entry)])
    known = {source.url: outlet.id for outlet in settings.outlets for source in outlet.sources} if url else {}
    if as_json:
        click.echo(encoded({**plain(found), "yaml": written if found.chosen else None}, indent=2), nl=False)
    else:
        tell(found, known)
        click.echo(written if found.chosen else "", nl=False)
    if not found.chosen:
        click.get_current_context().exit(Exit.FAILED)


def _address(target: str, ids: list[str]) -> str | None:
    """The address of a site; None for the id of an outlet."""
    if target.startswith(SCHEMES):
        return target
    if target in ids:
        return None
    if "." in target and "/" not in target.partition(".")[0]:
        return f"https://{target}"
    meant = get_close_matches(target, ids, 1)
    hint = f"did you mean {meant[0]!r}?" if meant else "addresses begin with http:// or https://"
    raise click.UsageError(f"no outlet has the id {target!r}; {hint}")


def _proposed(found: Discovery, taken: set[str]) -> str:
    languages = [found.site.language] if found.site.language else []
    said = [sample.article.language for sample in found.samples if sample.article and sample.article.language]
    name = printable(found.site.name, found.url)
    id_ = new_id(found.site.name, found.url, taken)
    return outlets_yaml([new_outlet(id_, name, languages or said[:1], found.chosen)])


async def _with_means(settings: Settings, work: Callable[[Means], Awaitable[Discovery]]) -> Discovery:
    clock, robots = WallClock(), RobotsSeen()
    workers = Workers(1, settings.workers.memory_bytes)
    try:
        async with open_fetcher(settings.fetch, robots, clock.now) as fetch:
            means = Means(
                fetch=Once(fetch),
                parse=parsers(workers, settings.workers),
                site=SiteReader(workers, settings.workers),
                extract=PageExtractor(workers, settings.workers),
                robots=robots,
                cadence=settings.cadence,
                now=clock.now(),
            )
            return await work(means)
    finally:
        await workers.close(grace=0)
