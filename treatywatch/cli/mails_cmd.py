from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import click

from alerts.outbox import State
from alerts.store import held as store
from alerts.store.given_up import given_up
from alerts.wording import counted
from treatywatch.cli.exits import Exit
from treatywatch.cli.moments import Moment
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.settings.load import load
from treatywatch.stages.archive import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from alerts.store.given_up import GivenUp
    from alerts.store.held import Held
    from pipeline.store.database import Connection

A_WEEK: Final = timedelta(weeks=1)
numbers = click.argument("ids", metavar="ID...", nargs=-1, required=True, type=click.IntRange(1, 2**63 - 1))


@click.group()
def mails() -> None:
    """See mails that were given up, and those that are held, as the relay may have them; send these again or not."""


@mails.command()
@config_option
@json_option
def held(directory: Path | None, *, as_json: bool) -> None:
    """List what is held, the next to expire first."""
    settings = load(config_directory(directory), os.environ)
    with opened(settings.store) as database:
        found = database.read_now(store.held)
    if as_json:
        click.echo(json.dumps([_plain(each) for each in found], indent=2, ensure_ascii=False))
    elif not found:
        click.echo("Nothing is held.")
    for each in () if as_json else found:
        click.echo(f"{each.id}  {each.recipient}  {_what(each)}, until {_minute(each.expires_at)}: {each.said}")


@mails.command()
@click.option("--since", metavar="TIME", type=Moment(), help="ISO 8601, or a date; by default a week ago.")
@config_option
@json_option
def failed(since: datetime | None, directory: Path | None, *, as_json: bool) -> None:
    """List what was given up: refused for good, not taken in time, or not to be sent any more; the last one last."""
    settings = load(config_directory(directory), os.environ)
    start = since or datetime.now(UTC) - A_WEEK
    with opened(settings.store) as database:
        found = database.read_now(lambda conn: given_up(conn, start))
    if as_json:
        click.echo(json.dumps([_plain(each) for each in found], indent=2, ensure_ascii=False))
    elif not found:
        click.echo(f"Nothing was given up since {_minute(start)}.")
    for each in () if as_json else found:
        when = f"{each.state} {_minute(each.given_up_at)}, {counted(each.attempts, 'attempt')}"
        click.echo(f"{each.id}  {each.recipient}  {_what(each)}, {when}: {_why(each)}")


@mails.command()
@numbers
@config_option
def release(ids: tuple[int, ...], directory: Path | None) -> None:
    """Send mails again, byte for byte; whoever has got one gets it twice."""
    _decide(directory, ids, store.release)


@mails.command()
@numbers
@config_option
def drop(ids: tuple[int, ...], directory: Path | None) -> None:
    """Send mails no more."""
    _decide(directory, ids, store.drop)


def _decide(
    directory: Path | None,
    ids: Collection[int],
    how: Callable[[Connection, Collection[int], datetime], list[int]],
) -> None:
    settings = load(config_directory(directory), os.environ)
    with opened(settings.store) as database:
        done = database.write_now(lambda conn: how(conn, ids, datetime.now(UTC)))
    if left := sorted(set(ids).difference(done)):
        click.echo(f"not held: {', '.join(map(str, left))}; `treatywatch mails held` lists those that are", err=True)
        raise SystemExit(Exit.FAILED)


def _why(each: GivenUp) -> str:
    """Why, in the relay's words or ours; an earlier reply is not what kept it from who gets no mail any more."""
    code = each.code if each.code and each.state != State.SUPPRESSED else ""
    return f"{code} {each.said}".strip() or "it was not taken in time"


def _what(each: Held | GivenUp) -> str:
    return f"digest {each.digest}" if each.digest else each.kind


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _plain(each: Held | GivenUp) -> dict[str, object]:
    said = asdict(each).items()
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in said}
