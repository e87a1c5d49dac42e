from __future__ import annotations

import json
import os
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from treatywatch.cli.exits import exit_of
from treatywatch.cli.options import config_directory, config_option, json_option
from treatywatch.errors import ConfigError
from treatywatch.settings.files import read_files
from treatywatch.settings.load import settings_of
from treatywatch.settings.locate import LOCAL_TOPICS, NAMES
from treatywatch.settings.reference import reference
from treatywatch.settings.schema import MODELS, schema_file, schema_text
from treatywatch.settings.show import as_yaml, effective
from treatywatch.settings.starter import next_steps, write_starter
from treatywatch.settings.summary import described, summary
from treatywatch.settings.trials import check_examples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treatywatch.settings.faults import Fault
    from treatywatch.settings.files import Files
    from treatywatch.settings.settings import Settings


@click.group()
def config() -> None:
    """Check the configuration, show what is in force, or begin one."""


@config.command()
@config_option
@json_option
@click.option("--strict", is_flag=True, help="Take warnings for faults, as before going into service.")
def check(directory: Path | None, *, as_json: bool, strict: bool) -> None:
    """Read all files; say what is in them, or everything that is wrong.

    Warnings go to stderr and, without --strict, don't change the exit code, which is 0 or 78.
    """
    place = config_directory(directory)
    try:
        settings = _checked(place, strict=strict)
    except ConfigError as error:
        if not as_json:
            raise
        _print({"ok": False, "directory": str(place), "faults": _plain(error.faults)})
        click.get_current_context().exit(exit_of(error))
    if as_json:
        counts = {"ok": True, "directory": str(place), **summary(settings)}
        _print({**counts, "warnings": _plain(settings.warnings)})
        return
    for warning in settings.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(described(settings))


@config.command()
@config_option
@json_option
@click.option("--origin", is_flag=True, help="Say from which file each section is.")
def show(directory: Path | None, *, as_json: bool, origin: bool) -> None:
    """Print the settings in force, defaults filled in and passwords hidden."""
    place = config_directory(directory)
    files = read_files(place, os.environ)
    shown = effective(files)
    origins = {name: _origin(place, name, files) for name in shown} if origin else None
    if as_json:
        sections = {key: section for sections in shown.values() for key, section in sections.items()}
        where = {key: origins[name] for name, sections in shown.items() for key in sections} if origins else {}
        _print({**sections, **({"origin": where} if origins else {})})
    else:
        click.echo(as_yaml(shown, origins), nl=False)


@config.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def init(directory: Path) -> None:
    """Write a configuration to start from into DIR, with the schemas that editors use.

    It is the one that comes with the program. Nothing is written where one of its files is there already.
    """
    write_starter(directory, resources.files("config"))
    for line in next_steps(directory):
        click.echo(line)


@config.command()
@click.argument("name", required=False, type=click.Choice(list(MODELS)))
@click.option("--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Write all into DIR.")
@click.option("--reference", "as_reference", is_flag=True, help="Print all options as one Markdown document.")
def schema(name: str | None, out: Path | None, *, as_reference: bool) -> None:
    """Print the JSON Schema of one file, by which editors check and complete it."""
    if [name is not None, out is not None, as_reference].count(True) != 1:
        raise click.UsageError("Name one file, or give --out or --reference.")
    if name:
        click.echo(schema_text(name), nl=False)
    elif out:
        _write_schemas(out)
    else:
        click.echo(reference(), nl=False)


def _checked(place: Path, *, strict: bool) -> Settings:
    files = read_files(place, os.environ)
    settings = settings_of(place, files)
    check_examples(files)
    if strict and settings.warnings:
        raise ConfigError(settings.warnings)
    return settings


def _write_schemas(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name in MODELS:
            (directory / schema_file(name)).write_text(schema_text(name), encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.FileError(error.filename or str(directory), error.strerror) from None


def _origin(place: Path, name: str, files: Files) -> str:
    own = files.documents.get(LOCAL_TOPICS) if name == NAMES[2] else None
    if own is None:
        return str(place / name)
    ids = [id_ for section in ("context_sets", "topics") for _, id_ in own.texts(section, "*", "id")]
    return f"{place / name}, and {place / LOCAL_TOPICS} for {', '.join(ids) or 'nothing'}"


def _plain(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    return [asdict(fault) for fault in faults]


def _print(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
