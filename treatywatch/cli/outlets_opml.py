"""`outlets import-opml` and `outlets export-opml`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from treatywatch.cli.options import config_directory, config_option
from treatywatch.errors import BadOpml
from treatywatch.opml.exporting import opml_of, without_place
from treatywatch.opml.importing import import_outlines
from treatywatch.opml.reading import LARGEST, read_opml
from treatywatch.settings.files import read_files
from treatywatch.settings.load import settings_of
from treatywatch.settings.written import outlets_yaml


@click.command("import-opml")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@config_option
def import_opml(file: Path, directory: Path | None) -> None:
    """Print the feeds of FILE that are not configured yet as an outlets.yaml.

    Folders are passed over; feeds of one title and domain become one outlet. What is left out is told on stderr.
    """
    try:
        with file.open("rb") as opened:
            body = opened.read(LARGEST + 1)
    except OSError as error:
        raise BadOpml(str(file), f"can't be read ({error.strerror})") from None
    outlines = read_opml(body, str(file))
    files = read_files(config_directory(directory), os.environ)
    entries = files.outlets.outlets
    sources = {source.url: entry.id for entry in entries for source in entry.sources}
    found = import_outlines(outlines, sources, {entry.id for entry in entries}, files.service.crawl.ports)
    for sentence in found.left_out:
        click.echo(f"{file}: {sentence}", err=True)
    feeds = sum(len(outlet["sources"]) for outlet in found.outlets)
    click.echo(f"{file}: {feeds} new feeds of {len(found.outlets)} outlets, {len(found.left_out)} left out", err=True)
    if found.outlets:
        click.echo(outlets_yaml(found.outlets), nl=False)


@click.command("export-opml")
@config_option
def export_opml(directory: Path | None) -> None:
    """Print the feeds of the outlets that are enabled as OPML 2.0."""
    place = config_directory(directory)
    outlets = settings_of(place, read_files(place, os.environ)).outlets
    for source in without_place(outlets):
        click.echo(f"{source.url}: a {source.kind.value} is no feed, and has no place in OPML; left out", err=True)
    click.echo(opml_of(outlets), nl=False)
