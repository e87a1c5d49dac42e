from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from crawlers.parsing import PageExtractor, parsers
from crawlers.workers import Workers
from treatywatch.cli.options import config_directory, config_option
from treatywatch.settings.load import load
from treatywatch.stages.answering import answer, answer_all
from treatywatch.stages.feed import FeedStage
from treatywatch.stages.files import Files
from treatywatch.stages.judging import packed
from treatywatch.stages.lines import LineReader
from treatywatch.stages.listings import FeedOrListing
from treatywatch.stages.page import PageStage
from treatywatch.stages.stream import StreamStage
from treatywatch.stages.text import TextStage

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawlers.workers import ParseFeed
    from treatywatch.settings.settings import Settings
    from treatywatch.stages.answering import Stage

AHEAD = 4
"""Lines in work for each process: enough to keep it busy while an earlier line takes its time."""

_lines = click.argument("lines", metavar="[FILE|-]", type=click.File("rb"), default="-")
_jobs = click.option("--jobs", metavar="N", type=click.IntRange(min=1), help="Processes; else workers.processes.")


@click.group()
def inspect() -> None:
    """Try one stage on files: JSON Lines in and out, one answer for each line, in order.

    A line that can't be read is answered with {"error", "line"}, and the run goes on. Times are ISO 8601, absent values
    null. Files that a line names are looked for in the working directory, then beside FILE.
    """


@inspect.command()
@config_option
@_jobs
@_lines
def feed(directory: Path | None, lines: BinaryIO, jobs: int | None) -> None:
    """Read feed documents as a poll would; pages whose `url` is that of a listing source by its selectors.

    In: {"file", "url"?, "content_type"?}. Out: {"file", "title", "language", "entries": [{"id", "url", "title",
    "published", "summary", "authors"}], "problems"}.
    """
    settings = load(config_directory(directory), os.environ)
    sources = {source.url: source for outlet in settings.outlets for source in outlet.sources}
    files = Files(settings.fetch.feed_bytes, _folder(lines))
    _run(lines, settings, jobs, lambda workers: FeedStage(files, _parser(settings, workers), sources))


@inspect.command()
@config_option
@_jobs
@_lines
def page(directory: Path | None, lines: BinaryIO, jobs: int | None) -> None:
    """Find the article on pages (.html, .html.gz).

    In: {"file", "url"}. Out: {"url", "canonical_url", "title", "authors", "published", "language", "place", "dated",
    "agency", "opinion", "text", "by": {"text", "title", "authors", "published", "language"}}. `dated` is the day in an
    agency's dateline; `by` names what on the page said each thing. Zone and selectors are those of the outlet that has
    a source on the page's host.
    """
    settings = load(config_directory(directory), os.environ)
    files = Files(settings.fetch.page_bytes, _folder(lines))
    outlets = settings.outlets
    _run(lines, settings, jobs, lambda workers: PageStage(files, PageExtractor(workers, settings.workers), outlets))


@inspect.command()
@config_option
@_jobs
@_lines
def text(directory: Path | None, lines: BinaryIO, jobs: int | None) -> None:
    """Match articles against the topics and keywords in force.

    In: {"id", "title", "text", "language"?, "outlet"?}. Out: {"id", "concepts", "matches": [{"rule", "score", "spans":
    [{"field", "start", "end", "text"}], "why"}], "rejected": [{"rule", "span", "guard"}]}. The score counts spans,
    those in the title three times. Rejected are acronyms in another case.
    """
    settings = load(config_directory(directory), os.environ)
    rules = packed(settings.rules)
    _run(lines, settings, jobs, lambda workers: TextStage(workers, rules, settings.workers.page_timeout))


@inspect.command()
@click.option("--links", is_flag=True, help='Add "also": stories in other languages that seem to be about the same.')
@_lines
def stream(lines: BinaryIO, *, links: bool) -> None:
    """Say of each article what it is beside those of the lines before it: new, a version, a copy, the same story.

    In: {"id", "url", "title", "text", "outlet", "published", "language"?}. Out: {"id", "kind":
    "new|version|copy|same_story", "of", "story", "score"}. `of` is the id of the article that it is a version or copy
    of, or the nearest one of its story; stories are numbered. The score is the part of the words in common for versions
    and copies, and for the same story the probability. A line that repeats one is its copy.
    """
    asyncio.run(_stream(lines, StreamStage(links=links)))


async def _stream(lines: BinaryIO, stage: StreamStage) -> None:
    """One line after the other, as each depends on those before it."""
    read, out = LineReader(lines, AHEAD), sys.stdout.buffer
    while line := await read():
        out.write(await answer(line, stage))
        out.flush()


def _parser(settings: Settings, workers: Workers) -> ParseFeed:
    sources = [source for outlet in settings.outlets for source in outlet.sources]
    rules = {source.url: source.listing for source in sources if source.listing}
    parse = parsers(workers, settings.workers)
    return FeedOrListing(parse.feed, parse.listing, rules)


def _run(lines: BinaryIO, settings: Settings, jobs: int | None, stage: Callable[[Workers], Stage]) -> None:
    asyncio.run(_answer(lines, settings, jobs or settings.workers.processes, stage))


async def _answer(lines: BinaryIO, settings: Settings, jobs: int, stage: Callable[[Workers], Stage]) -> None:
    out = sys.stdout.buffer

    def write(answer: bytes) -> None:
        out.write(answer)
        out.flush()

    workers = Workers(jobs, settings.workers.memory_bytes)
    at_once = AHEAD * jobs
    try:
        await answer_all(LineReader(lines, at_once), stage(workers), write, at_once)
    finally:
        await workers.close(grace=0)


def _folder(lines: BinaryIO) -> Path | None:
    path = Path(getattr(lines, "name", ""))
    return path.parent if path.is_file() else None
