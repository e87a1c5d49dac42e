from __future__ import annotations

import sys
from pathlib import Path

import click

import treatywatch.demo
from treatywatch.demo.account import account
from treatywatch.demo.mailbox import serve
from treatywatch.demo.recorded import RecordedWeb
from treatywatch.demo.show import prepare, show
from treatywatch.demo.tally import Tally
from treatywatch.errors import BadRecordings

BUNDLED = Path(treatywatch.demo.__file__).parent / "recordings"
INVENTED = "DEMO: three invented days of invented outlets. Nothing is fetched from the internet, and nothing is sent."
GIVEN = "DEMO: the recordings in {}. Nothing is fetched from the internet, and nothing is sent."


@click.command()
@click.option(
    "--recordings",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=BUNDLED,
    help="A recorded web with an index.jsonl, in place of the invented one.",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Folder for mails, store and log; a new one, or that of an earlier demo.",
)
@click.option("--serve", "stay", is_flag=True, help="Stay, and show the mailbox in the browser.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8025, show_default=True, help="Port of the mailbox page."
)
def demo(recordings: Path, out: Path, port: int, *, stay: bool) -> None:
    """Turn three recorded days into digests, with the real crawler, store and mailer, on this machine alone."""
    web = RecordedWeb(recordings)
    if not web.feeds:
        raise BadRecordings(f"{recordings / 'index.jsonl'}: has no row of kind feed; there is nothing to poll")
    prepare(out)
    click.echo(INVENTED if recordings == BUNDLED else GIVEN.format(recordings), err=True)
    tally = Tally(sys.stderr)
    shown = show(web, out.resolve(), tally)
    click.echo(account(shown, out, tally))
    if stay:
        serve(shown.letters, port)
    else:
        click.echo("\nThe same with a mailbox in the browser: treatywatch demo --serve")
