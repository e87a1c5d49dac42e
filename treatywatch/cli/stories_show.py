from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

import click

from treatywatch.cli.differences import difference
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.cli.report import WIDEST, Report
from treatywatch.settings.load import load
from treatywatch.stages.archive import opened
from treatywatch.stages.jsonl import encoded
from treatywatch.stages.showing import show as story_of
from treatywatch.stages.shown import compared, reported, shown
from treatywatch.stages.worddiff import Fate, written

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from treatywatch.stages.showing import Shown, Telling
    from treatywatch.stages.shown import Compared
    from treatywatch.stages.worddiff import Run

COLOURS: Final = {Fate.SAME: None, Fate.GONE: "red", Fate.NEW: "green"}
GRADES: Final = {"material": "red", "cosmetic": "green"}


@click.command()
@config_option
@json_option
@click.argument("story", metavar="ID|URL")
def show(directory: Path | None, story: str, *, as_json: bool) -> None:
    """Show a story: its articles with their versions, and which words of them changed.

    ID is that of `stories export`, URL the address of one of its articles. Of each version it says how grave its change
    is, and what differs from the version before: [-words taken out-]{+words put in+}.
    """
    settings = load(config_directory(directory), os.environ)
    with opened(settings.store) as database:
        found = database.read_now(lambda conn: story_of(conn, story))
    if as_json:
        click.echo(encoded(shown(found), indent=2), nl=False)
        return
    report = Report(min(shutil.get_terminal_size((100, 0)).columns, WIDEST))
    tell(found, report)
    click.echo("\n".join(report.lines), color=False if os.environ.get("NO_COLOR") else None)


def tell(it: Shown, report: Report) -> None:
    """Write the sections of a story."""
    report.section(f"Story {it.id}")
    former = f"stories {', '.join(map(str, it.former_ids))} were merged into it" if it.former_ids else None
    report.say("redirects", former)
    count = len(it.articles)
    report.say("articles", f"{count}" if count else "none; they were moved to other stories")
    report.say("reported by", reported(it.facts) if it.facts else None)
    for each in it.articles:
        _tell_article(each, report)


def _tell_article(it: Telling, report: Report) -> None:
    history = it.history
    report.section(history.versions[-1].title if history.versions else history.url)
    report.say("outlet", history.outlet)
    report.say("address", history.url)
    added = ", with added text" if it.added else ""
    report.say("kind", f"{it.role} of {it.of}{added}" if it.of and it.role in {"reprint", "copy"} else it.role)
    report.say("published", _moment(history.published))
    for each in compared(history.versions):
        _tell_version(each, report)


def _tell_version(it: Compared, report: Report) -> None:
    version = it.version
    since = f", compared with version {version.since}" if version.since else ""
    said = f"seen {_moment(version.seen_at)}, by its {version.text_by}: {version.grade}{since}"
    report.say(f"version {version.number}", said, colour=GRADES.get(version.grade))
    report.say("", *map(difference, version.changes or ()))
    if it.title:
        report.words("title", _coloured(it.title))
    if it.text is None:
        report.say("text", "not kept", *it.facts)
    elif it.text:
        report.words("text", _coloured(it.text))


def _coloured(runs: tuple[Run, ...]) -> list[list[tuple[str, str | None]]]:
    return [[(word, COLOURS[fate]) for fate, word in parts] for parts in written(runs)]


def _moment(value: datetime | None) -> str | None:
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else None
