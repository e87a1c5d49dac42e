from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from pipeline.store.database import Database
from tests.treatywatch.cli.program import treatywatch
from tests.treatywatch.settings.examples import service, write
from treatywatch.cli.exits import Exit
from treatywatch.cli.main import program
from treatywatch.migrations.upgrade import migrate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gazete", "--since", "2026-01-01"], "no outlet has the id 'gazete'"),
        (["gazette", "--since", "2199-01-01"], "does not come before"),
        (["gazette"], "Missing option '--since'"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(tmp_path: Path, arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(program, ["outlets", "backfill", "--config", str(write(tmp_path)), *arguments])
    assert (result.exit_code, said in result.stderr) == (Exit.USAGE, True)


def test_an_outlet_is_filled_up_only_once_it_is_watched(tmp_path: Path) -> None:
    write(tmp_path / "config", {"service.yaml": service(store="{path: store.db}")})
    database = Database(tmp_path / "store.db")
    migrate(database)
    database.close()
    done = treatywatch("outlets", "backfill", "gazette", "--since", "2026-01-01", cwd=tmp_path)
    said = "gazette: none of its sources has been polled yet; run the service first, then fill up\n"
    assert (done.returncode, done.stdout, done.stderr) == (Exit.FAILED, "", said)


def test_without_a_store_it_is_said_what_to_do(tmp_path: Path) -> None:
    write(tmp_path / "config", {"service.yaml": service(store="{path: store.db}")})
    done = treatywatch("outlets", "backfill", "gazette", "--since", "2026-01-01", cwd=tmp_path)
    assert (done.returncode, "there is no store yet" in done.stderr) == (Exit.FAILED, True)
