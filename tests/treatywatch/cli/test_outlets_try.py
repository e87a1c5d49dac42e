from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.treatywatch.cli.program import treatywatch
from tests.treatywatch.settings.examples import service, write
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program

if TYPE_CHECKING:
    from pathlib import Path

NOWHERE = "{user_agent: 'watch/1 (+https://watch.example.net)', map_hosts: {'*': '127.0.0.1:9'}}"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("gazete", "no outlet has the id 'gazete'; did you mean 'gazette'?"),
        ("nonesuch", "no outlet has the id 'nonesuch'; addresses begin with http:// or https://"),
    ],
)
def test_what_is_neither_address_nor_id_is_a_usage_error(tmp_path: Path, target: str, said: str) -> None:
    result = CliRunner().invoke(program, ["outlets", "try", "--config", str(write(tmp_path)), target])
    assert (result.exit_code, said in result.stderr) == (Exit.USAGE, True)


@pytest.mark.parametrize("target", ["https://herald.example.org/", "gazette"])
def test_where_nothing_can_be_collected_nothing_is_proposed(tmp_path: Path, target: str) -> None:
    write(tmp_path / "config", {"service.yaml": service(crawl=NOWHERE)})
    done = treatywatch("outlets", "try", target, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (Exit.FAILED, "")
    assert "Nothing to collect\n" in done.stderr
    assert "see `listing`" in " ".join(done.stderr.split())


def test_without_a_source_json_has_no_yaml(tmp_path: Path) -> None:
    write(tmp_path / "config", {"service.yaml": service(crawl=NOWHERE)})
    done = treatywatch("outlets", "try", "herald.example.org", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (Exit.FAILED, "")
    assert '"yaml": null' in done.stdout
    assert '"problem": "https://herald.example.org/robots.txt: the connection was refused"' in done.stdout
