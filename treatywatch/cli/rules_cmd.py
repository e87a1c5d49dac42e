from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from treatywatch.cli.exits import Exit
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.settings.files import read_files
from treatywatch.settings.trials import failures, trials

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def rules() -> None:
    """Try the topics that articles are matched against."""


@rules.command()
@config_option
@json_option
def test(directory: Path | None, *, as_json: bool) -> None:
    """Run the examples of all topics; the exit code is 78 where one fails.

    With --json, one line for each example.
    """
    files = read_files(config_directory(directory), os.environ)
    tried = trials(files)
    failed = sorted(failures(files, tried))
    if as_json:
        for trial in tried:
            said = {"topic": trial.topic, "expected": trial.kind, "example": trial.text, "passed": trial.passed}
            said["matched"] = [span.text for span in trial.finding.spans]
            said["rejected"] = [{"text": each.span.text, "guard": each.guard} for each in trial.finding.rejected]
            click.echo(json.dumps(said, ensure_ascii=False))
    else:
        for fault in failed:
            click.echo(str(fault), err=True)
        topics = len({trial.topic for trial in tried})
        click.echo(f"{len(tried)} examples of {topics} topics: {len(tried) - len(failed)} pass, {len(failed)} fail")
    if failed:
        click.get_current_context().exit(Exit.CONFIGURATION)
