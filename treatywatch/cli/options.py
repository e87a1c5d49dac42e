"""Options that more than one verb takes."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import click

from treatywatch.settings.locate import locate

config_option = click.option(
    "--config",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Directory of the configuration files; also accepted before the verb.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def config_directory(named: Path | None) -> Path:
    """The directory of the configuration files, for a verb that takes `--config` as well as the program does.

    Below the working directory it is relative, which makes the places of faults short.
    """
    argument = named or click.get_current_context().find_object(Path)
    cwd, packaged = Path.cwd(), Path(str(resources.files("config")))
    directory = locate(argument, os.environ, cwd, packaged)
    return directory.relative_to(cwd) if directory.is_relative_to(cwd) else directory
