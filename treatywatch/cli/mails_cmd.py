from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from alerts.store import held as store
from treatywatch.cli.exits import Exit
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.settings.load import load
from treatywatch.stages.archive import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from alerts.store.held import Held
    from pipeline.store.database import Connection

numbers = click.argument("ids", metavar="ID...", nargs=-1, required=True, type=click.IntRange(1, 2**63 - 1))


@click.group()
def mails() -> None:
    """See mails that are held, as the relay may have them already, and send them again or drop them."""


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
        what = f"digest {each.digest}" if each.digest else each.kind
        click.echo(f"{each.id}  {each.recipient}  {what}, until {each.expires_at:%Y-%m-%d %H:%M} UTC: {each.said}")


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


def _plain(each: Held) -> dict[str, object]:
    return asdict(each) | {"expires_at": each.expires_at.isoformat()}
