"""The program and its verbs. A verb's module is imported when the verb is used, so that light verbs start quickly."""

from __future__ import annotations

from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from alerts.errors import AlertError
from crawlers.errors import CrawlError
from pipeline.errors import PipelineError
from treatywatch.cli.exits import exit_of
from treatywatch.errors import TreatywatchError
from treatywatch.settings.locate import VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping


class Verb(NamedTuple):
    """Where a verb is implemented, and its line in `--help`."""

    module: str
    command: str
    help: str


VERBS: Mapping[str, Verb] = {
    "demo": Verb("treatywatch.cli.demo_cmd", "demo", "Turn three recorded days into digests, on this machine alone."),
    "run": Verb("treatywatch.cli.run_cmd", "run", "Run the service: poll, plan and deliver on schedule."),
    "doctor": Verb("treatywatch.cli.doctor_cmd", "doctor", "Look at store, disk, clock and relay, and say what to do."),
    "config": Verb(
        "treatywatch.cli.config_cmd", "config", "Check the configuration, show what is in force, or begin one."
    ),
    "inspect": Verb(
        "treatywatch.cli.inspect_cmd", "inspect", "Try one stage on files: JSON Lines in and out, in order."
    ),
    "outlets": Verb("treatywatch.cli.outlets_cmd", "outlets", "See how outlets fare, and try how they are polled."),
    "rules": Verb("treatywatch.cli.rules_cmd", "rules", "Try the topics that articles are matched against."),
    "digest": Verb("treatywatch.cli.digest_cmd", "digest", "Look at digests, send them now, give them out again."),
    "mails": Verb("treatywatch.cli.mails_cmd", "mails", "See mails that are held; send them again or drop them."),
    "stories": Verb("treatywatch.cli.stories_cmd", "stories", "Read the archive; show, merge and split stories."),
    "explain": Verb("treatywatch.cli.explain_cmd", "explain", "Say what the service makes of a page, and why."),
}


class Program(click.Group):
    """A group that imports its verbs late, and tells errors of ours as messages with their exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """Names of the verbs, as `--help` lists them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - Click's signature
        """The command of a verb; None where there is no such verb."""
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        command: click.Command = getattr(import_module(verb.module), verb.command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's signature
        """The list of verbs in `--help`, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.help) for name, verb in VERBS.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - Click's signature
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except (TreatywatchError, PipelineError, CrawlError, AlertError) as error:
            click.echo(str(error), err=True)
            ctx.exit(exit_of(error))


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(metadata.version("treatywatch"), prog_name="treatywatch")
@click.option(
    "--config",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=f"Directory of the configuration files; else ${VARIABLE}, ./config, /etc/treatywatch or the built-in one.",
)
@click.pass_context
def program(ctx: click.Context, directory: Path | None) -> None:
    """Watch what news outlets publish on arms-control treaties, and mail digests of it."""
    ctx.obj = directory
