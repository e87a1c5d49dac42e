from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatywatch.cli.exits import Exit
from treatywatch.cli.moments import Moment
from treatywatch.cli.options import config_directory, config_option
from treatywatch.clock import WallClock
from treatywatch.logs import configure
from treatywatch.running import Manner
from treatywatch.running import run as run_service
from treatywatch.settings.load import load

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@config_option
@click.option("--once", is_flag=True, help="Poll what is due, plan, deliver, and exit; for cron.")
@click.option("--dry-run", is_flag=True, help="Work on a copy of the store and write mails to a folder.")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("dry-run"),
    show_default=True,
    help="The folder for the mails of --dry-run.",
)
@click.option(
    "--no-resend-before",
    metavar="TIME",
    type=Moment(),
    help="After restoring a backup: send no mail that was planned earlier; ISO 8601.",
)
def run(directory: Path | None, *, once: bool, dry_run: bool, out: Path, no_resend_before: datetime | None) -> None:
    """Run the service: poll, plan and deliver on schedule, until SIGTERM or SIGINT.

    Exits 75 when another service works on the same store, and after --once when mail had to stay in the outbox.
    """
    if no_resend_before and no_resend_before > WallClock().now():
        raise click.BadParameter(
            "it is yet to come, and mail of until then would be given up", param_hint="--no-resend-before"
        )
    settings = load(config_directory(directory), os.environ)
    configure(settings.log.level, settings.log.format)
    report = run_service(settings, Manner(once, out if dry_run else None, no_resend_before))
    if report and report.halted:  # which the log has said
        click.get_current_context().exit(Exit.TRY_AGAIN)
