"""service.yaml as shipped shows every option, and behind a '#' the default."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.treatywatch.settings.schemas import options, refusals
from treatywatch.settings.read import read
from treatywatch.settings.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = Path(__file__).parents[3] / "config" / "service.yaml"
OPTIONS = dict(options(schema_of("service")))


@pytest.fixture(scope="module")
def uncommented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file after the operator has taken every '# ' away that stands before an option."""
    keys = "|".join({path.rpartition(".")[2] for path in OPTIONS})
    text = re.sub(rf"(?m)^( +)# ((?:{keys}):)", r"\1\2", SHIPPED.read_text("utf-8"))
    path = tmp_path_factory.mktemp("uncommented") / "service.yaml"
    path.write_text(text, "utf-8")
    return path


def values(data: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """Values by the paths of their options."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        here = f"{path}.{key}".removeprefix(".")
        if here in OPTIONS:
            found |= {here: value, **(values(value, here) if isinstance(value, dict) else {})}
    return found


@pytest.fixture(scope="module")
def shown(uncommented: Path) -> dict[str, Any]:
    document, faults = read(uncommented)
    assert faults == []
    assert document
    return values(document.data)


@pytest.mark.parametrize("path", OPTIONS)
def test_every_option_is_shown(shown: dict[str, Any], path: str) -> None:
    assert path in shown


def test_what_is_shown_could_be_typed(uncommented: Path) -> None:
    assert refusals(uncommented) == []


@pytest.mark.parametrize("path", [path for path, shape in OPTIONS.items() if "default" in shape])
def test_the_value_that_is_shown_is_the_default(shown: dict[str, Any], path: str) -> None:
    written, _ = read(SHIPPED)
    assert written
    if path not in values(written.data):
        assert shown[path] == OPTIONS[path]["default"]


def test_only_the_relay_on_this_machine_is_set_apart_from_the_defaults() -> None:
    written, _ = read(SHIPPED)
    assert written
    chosen = values(written.data)
    apart = {path: value for path, value in chosen.items() if "default" in OPTIONS[path]}
    assert apart == {"mail.relay.security": "none"}
