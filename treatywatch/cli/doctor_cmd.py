from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from treatywatch.cli.exits import Exit
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.clock import WallClock
from treatywatch.doctor.examine import Diagnosis, examine
from treatywatch.doctor.finding import Finding
from treatywatch.errors import ConfigError
from treatywatch.settings.load import load
from treatywatch.steady import since_boot

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@config_option
@json_option
@click.option("--send-test", "recipient", metavar="ADDRESS", help="Send a test message there, and show the dialogue.")
def doctor(directory: Path | None, recipient: str | None, *, as_json: bool) -> None:
    """Look at configuration, store, disk, clock and relay: one line each, and what to do. Exits 1 when one is wrong."""
    try:
        settings = load(config_directory(directory), os.environ)
    except ConfigError as error:
        remedy = "correct it; `treatywatch config check` says no more than this"
        diagnosis = Diagnosis(
            tuple(Finding("configuration", ok=False, said=str(fault), remedy=remedy) for fault in error.faults)
        )
    else:
        diagnosis = examine(settings, recipient, WallClock().now, since_boot)
    click.echo(_as_json(diagnosis) if as_json else _as_text(diagnosis))
    if not diagnosis.ok:
        click.get_current_context().exit(Exit.FAILED)


def _as_json(diagnosis: Diagnosis) -> str:
    said = {"ok": diagnosis.ok, "findings": [asdict(one) for one in diagnosis.findings], "dialogue": diagnosis.dialogue}
    return json.dumps(said, indent=2, ensure_ascii=False)


def _as_text(diagnosis: Diagnosis) -> str:
    return "\n".join([*map(_line, diagnosis.findings), *(f"    {line}" for line in diagnosis.dialogue)])


def _line(finding: Finding) -> str:
    mark = click.style("ok   ", fg="green") if finding.ok else click.style("WRONG", fg="red")
    return f"{mark}  {finding.check + ':':15}{finding.said}{f'. Do: {finding.remedy}' if finding.remedy else ''}"
