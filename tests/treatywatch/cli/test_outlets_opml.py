from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from tests.treatywatch.settings.examples import OUTLETS, faults_in, write
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

LIST = """<opml version="2.0"><body><outline text="The Gazette" xmlUrl="https://gazette.example.com/feed"/>
<outline text="The Herald" xmlUrl="https://herald.example.org/rss"/></body></opml>"""
PRINTED = """\
outlets:
  - id: the_herald
    name: The Herald
    sources:
      - url: https://herald.example.org/rss
"""


def typed(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["outlets", *arguments, "--config", str(config)])


def test_new_feeds_are_printed_as_outlets_yaml_and_known_ones_named(tmp_path: Path) -> None:
    file, config = tmp_path / "list.opml", write(tmp_path / "config")
    file.write_text(LIST)
    done = typed(config, "import-opml", str(file))
    assert (done.exit_code, done.stdout) == (Exit.DONE, PRINTED)
    assert done.stderr == (
        f"{file}: line 1: https://gazette.example.com/feed: is a source of gazette already; left out\n"
        f"{file}: 1 new feeds of 1 outlets, 1 left out\n"
    )
    assert faults_in(write(tmp_path / "config", {"outlets.yaml": OUTLETS + PRINTED.partition("\n")[2]})) == []


def test_what_is_exported_is_nothing_new(tmp_path: Path) -> None:
    file, config = tmp_path / "list.opml", write(tmp_path / "config")
    exported = typed(config, "export-opml")
    assert (exported.exit_code, exported.stderr) == (Exit.DONE, "")
    file.write_bytes(exported.stdout_bytes)
    assert typed(config, "import-opml", str(file)).stdout == ""


def test_a_sitemap_is_named_as_left_out_of_an_export(tmp_path: Path) -> None:
    listed = OUTLETS + "      - {url: https://gazette.example.com/map.xml, kind: sitemap}\n"
    done = typed(write(tmp_path, {"outlets.yaml": listed}), "export-opml")
    assert (
        done.stderr == "https://gazette.example.com/map.xml: a sitemap is no feed, and has no place in OPML; left out\n"
    )
    assert "map.xml" not in done.stdout


def test_a_file_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    done = typed(write(tmp_path), "import-opml", "nonesuch.opml")
    assert (done.exit_code, done.stderr) == (Exit.FAILED, "nonesuch.opml: can't be read (No such file or directory)\n")
