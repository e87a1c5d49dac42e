from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import ExitStack
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawlers.fetch import open_fetcher
from crawlers.parsing import PageExtractor
from crawlers.workers import Workers
from pipeline.errors import StoreError
from treatywatch.cli.exits import Exit
from treatywatch.cli.explain_rule import Asked, tell_rule
from treatywatch.cli.explain_text import tell
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.cli.report import WIDEST, Report
from treatywatch.clock import WallClock
from treatywatch.logs import configure
from treatywatch.settings.load import load
from treatywatch.stages.archive import opened
from treatywatch.stages.explained import explained
from treatywatch.stages.explaining import Explanation, Means
from treatywatch.stages.explaining import explain as explained_by
from treatywatch.stages.files import Files
from treatywatch.stages.jsonl import encoded
from treatywatch.stages.judging import Rulebook
from treatywatch.stages.robots import RobotsSeen, verdicts
from treatywatch.stages.subject import FromFile, Subject, outlet_of

if TYPE_CHECKING:
    from crawlers.web import Fetch
    from pipeline.model.outlet import Outlet
    from pipeline.model.rule import Rule
    from pipeline.store.database import Database
    from treatywatch.settings.settings import Settings

ADDRESS = ("http://", "https://")


@click.command()
@click.argument("target", metavar="URL|FILE")
@click.option("--url", metavar="URL", help="The address of a FILE.")
@click.option("--outlet", "outlet_id", metavar="ID", help="The outlet it counts for; else the one of the same host.")
@click.option("--rule", "rule_id", metavar="NAME", help="Say of this topic, keyword or query why it matches or not.")
@config_option
@json_option
def explain(  # noqa: PLR0913 - one for each option
    target: str, url: str | None, outlet_id: str | None, rule_id: str | None, directory: Path | None, *, as_json: bool
) -> None:
    """Say what the service makes of a page: fetched, read, beside the archive, matched; and why.

    Nothing is written. Exits 1 where the page can't be fetched.
    """
    settings = load(config_directory(directory), os.environ)
    subject = _subject(target, url, outlet_id, settings)
    rule = _rule(rule_id, settings) if rule_id else None
    configure("warning", settings.log.format)
    robots, rules = RobotsSeen(), Rulebook.of(settings.rules)
    with ExitStack() as stack:
        it = asyncio.run(_explained(subject, settings, rules, robots, _archive(settings, stack)))
    said = verdicts(robots.found, it.answer)
    asked = Asked(rule, rules.matcher.explain(rule.id, it.document)) if rule and it.document else None
    if as_json:
        told = explained(it, rules, said) | ({"rule": asked.as_json()} if asked else {})
        click.echo(encoded(told, indent=2), nl=False)
    else:
        report = Report(min(shutil.get_terminal_size((100, 0)).columns, WIDEST))
        tell(it, rules, said, report)
        if asked and it.document:
            tell_rule(asked, it.document, report)
        click.echo("\n".join(report.lines), color=False if os.environ.get("NO_COLOR") else None)
    if not it.fetched:
        click.get_current_context().exit(Exit.FAILED)


def _subject(target: str, url: str | None, outlet_id: str | None, settings: Settings) -> Subject:
    if target.startswith(ADDRESS):
        if url:
            raise click.UsageError("--url is for a FILE; the address is given already")
        return Subject(target, _outlet(outlet_id, target, settings))
    if not Path(target).exists():
        raise click.UsageError(f"{target!r} is no file, and no address that begins with http:// or https://")
    return Subject(url or "", _outlet(outlet_id, url or "", settings), target)


def _outlet(outlet_id: str | None, url: str, settings: Settings) -> Outlet:
    if outlet_id is None:
        return outlet_of(url, settings.outlets)
    known = {outlet.id: outlet for outlet in settings.outlets}
    if outlet_id not in known:
        meant = get_close_matches(outlet_id, known, 1)
        hint = f"did you mean {meant[0]!r}?" if meant else f"there are {', '.join(known)}"
        raise click.UsageError(f"--outlet: no outlet {outlet_id!r} is enabled; {hint}")
    return known[outlet_id]


def _rule(id_: str, settings: Settings) -> Rule:
    known = {rule.id: rule for rule in settings.rules}
    if id_ not in known:
        meant = get_close_matches(id_, known, 1)
        hint = f"; did you mean {meant[0]!r}?" if meant else ""
        raise click.UsageError(f"--rule: there is no topic, keyword or query {id_!r}{hint}")
    return known[id_]


def _archive(settings: Settings, stack: ExitStack) -> Database | str:
    if not settings.store.path.exists():
        return f"there is no store at {settings.store.path} yet"
    try:
        return stack.enter_context(opened(settings.store))
    except StoreError as error:
        return str(error)


async def _explained(
    subject: Subject, settings: Settings, rules: Rulebook, robots: RobotsSeen, archive: Database | str
) -> Explanation:
    clock, workers = WallClock(), Workers(1, settings.workers.memory_bytes)
    extract = PageExtractor(workers, settings.workers)

    async def through(fetch: Fetch) -> Explanation:
        return await explained_by(subject, Means(fetch, extract, rules.matcher, settings.cadence, clock.now(), archive))

    try:
        if subject.file is not None:
            return await through(FromFile(await Files(settings.fetch.page_bytes).read(subject.file)))
        async with open_fetcher(settings.fetch, robots, clock.now) as fetch:
            return await through(fetch)
    finally:
        await workers.close(grace=0)
