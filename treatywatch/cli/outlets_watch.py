"""`outlets list` and `outlets watched`: what the coverage ledger says."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from crawlers.store import coverage, faults
from crawlers.store.standing import standings
from treatywatch.cli.moments import Moment
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.cli.outlets_table import Overview, table
from treatywatch.settings.load import load
from treatywatch.stages.archive import opened

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from crawlers.store.coverage import Watch
    from pipeline.model.outlet import Outlet
    from treatywatch.settings.settings import Settings


@click.command("list")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@config_option
@json_option
def list_(ids: tuple[str, ...], directory: Path | None, *, as_json: bool) -> None:
    """Show how each source of the outlets fares; all outlets, or those named.

    read, last new: how long ago a document and a new article came; 24 h: new articles in the last day, and what is
    usual; 304s: whether its validators work; gaps: of the last week, those filled from a sitemap left out; next poll:
    when, and what decides that.
    """
    settings = load(config_directory(directory), os.environ)
    overview = _overview(settings, _chosen(settings, ids))
    if not ids:
        overview = replace(overview, disabled=settings.disabled)
    if as_json:
        click.echo(json.dumps(_plain(overview), indent=2, ensure_ascii=False, default=_said))
    else:
        click.echo("\n".join(table(overview)))


@click.command()
@click.option("--since", metavar="TIME", type=Moment(), required=True, help="ISO 8601, or a date.")
@click.option("--until", metavar="TIME", type=Moment(), help="By default now.")
@config_option
@json_option
def watched(since: datetime, until: datetime | None, directory: Path | None, *, as_json: bool) -> None:
    """Say what was watched between two times, and where articles may be missing."""
    settings = load(config_directory(directory), os.environ)
    end = until or datetime.now(UTC)
    if since >= end:
        raise click.UsageError(f"--since {since.isoformat()} does not come before --until {end.isoformat()}")
    with opened(settings.store) as database:
        found = database.read_now(lambda conn: coverage.watched(conn, since, end))
    if as_json:
        click.echo(json.dumps([asdict(watch) for watch in found], indent=2, ensure_ascii=False, default=_said))
    else:
        click.echo("\n".join(_lines(found)))


def _chosen(settings: Settings, ids: tuple[str, ...]) -> list[Outlet]:
    known = {outlet.id: outlet for outlet in settings.outlets}
    for id_ in ids:
        if id_ in settings.disabled:
            raise click.UsageError(f"the outlet {id_!r} is not enabled in outlets.yaml")
        if id_ not in known:
            raise click.UsageError(
                f"no outlet has the id {id_!r}; `treatywatch outlets list` shows all that are enabled"
            )
    return [known[id_] for id_ in dict.fromkeys(ids)] if ids else list(known.values())


def _overview(settings: Settings, outlets: list[Outlet]) -> Overview:
    now = datetime.now(UTC)
    if not settings.store.path.exists():
        return Overview(outlets, {}, (), now)
    with opened(settings.store) as database:
        found, wrong = database.read_now(lambda conn: (standings(conn, now), faults.standing(conn)))
    return Overview(outlets, {(one.outlet, one.url): one for one in found}, wrong, now)


def _plain(overview: Overview) -> list[dict[str, Any]]:
    rows = []
    for outlet in overview.outlets:
        terms = {"terms": outlet.terms.status, "permission": outlet.terms.permission, "use": outlet.effective_use}
        for source in outlet.sources:
            standing = overview.standings.get((outlet.id, source.url))
            wrong = [fault for fault in overview.faults if (fault.outlet, fault.url) == (outlet.id, source.url)]
            said = asdict(standing) if standing else {"outlet": outlet.id, "url": source.url, "last_success": None}
            told = [{"kind": fault.kind, "what": fault.what, "since": fault.raised_at} for fault in wrong]
            rows.append(said | {"name": outlet.name, "kind": source.kind, **terms, "faults": told})
    return rows


def _lines(found: tuple[Watch, ...]) -> list[str]:
    lines = [f"{sum(1 for watch in found if not watch.holes)} of {len(found)} sources were watched without a hole"]
    for watch in found:
        for hole in watch.holes:
            stretch = f"{hole.since:%Y-%m-%d %H:%M} to {hole.until:%Y-%m-%d %H:%M} UTC"
            lines.append(f"  {hole.outlet}  {stretch}  {hole.url}\n    {hole.reason}")
    return lines


def _said(value: datetime | timedelta) -> str | float:
    """Moments in ISO 8601, spans in seconds."""
    return value.isoformat() if isinstance(value, datetime) else value.total_seconds()
