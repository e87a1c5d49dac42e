from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.treatywatch.settings.examples import VALID, write
from tests.treatywatch.settings.schemas import options, refusals, validator
from treatywatch.settings.schema import MODELS, modeline, schema_file, schema_of, schema_text

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = Path(__file__).parents[3] / "config"
OPTIONS = [(name, *found) for name in MODELS for found in options(schema_of(name))]


@pytest.mark.parametrize("name", MODELS)
def test_what_is_in_the_folder_is_what_the_models_say(name: str) -> None:
    committed = (SHIPPED / "schema" / schema_file(name)).read_bytes()
    assert committed == schema_text(name).encode(), "stale: treatywatch config schema --out config/schema"


@pytest.mark.parametrize("name", MODELS)
def test_a_schema_is_one_of_draft_2020_12(name: str) -> None:
    validator(name).check_schema(schema_of(name))


@pytest.mark.parametrize("name", MODELS)
def test_a_shipped_file_fits_its_schema(name: str) -> None:
    assert refusals(SHIPPED / f"{name}.yaml") == []


@pytest.mark.parametrize("name", MODELS)
def test_a_shipped_file_names_its_schema_in_its_first_line(name: str) -> None:
    first, _, _ = (SHIPPED / f"{name}.yaml").read_text("utf-8").partition("\n")
    assert first == modeline(name)


@pytest.mark.parametrize("name", MODELS)
def test_the_schema_is_where_the_first_line_says(name: str) -> None:
    where = modeline(name).rpartition("$schema=")[2]
    assert json.loads((SHIPPED / where).read_text("utf-8"))["title"] == f"{name}.yaml"


@pytest.mark.parametrize("name", VALID)
def test_the_smallest_files_fit(tmp_path: Path, name: str) -> None:
    assert refusals(write(tmp_path) / name) == []


@pytest.mark.parametrize(("path", "shape"), [found[1:] for found in OPTIONS], ids=[found[1] for found in OPTIONS])
def test_every_option_is_explained_in_a_sentence(path: str, shape: dict[str, Any]) -> None:
    assert shape.get("description", "").endswith("."), f"{path} needs a docstring below its field"


@pytest.mark.parametrize(
    ("name", "path", "shape"), [found for found in OPTIONS if "default" in found[2]], ids=lambda value: str(value)[:40]
)
def test_a_default_is_a_value_that_one_could_type(name: str, path: str, shape: dict[str, Any]) -> None:
    assert validator(name).evolve(schema=shape).is_valid(shape["default"]), path


@pytest.mark.parametrize("name", MODELS)
def test_old_editors_can_read_it_as_there_are_no_references(name: str) -> None:
    assert "$ref" not in schema_text(name)


def mappings(part: object) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "object" in part.get("type", ()):
            yield part
        for value in part.values():
            yield from mappings(value)
    elif isinstance(part, list):
        for value in part:
            yield from mappings(value)


@pytest.mark.parametrize("name", MODELS)
def test_every_mapping_refuses_keys_that_it_does_not_know(name: str) -> None:
    assert all(part["additionalProperties"] is False for part in mappings(schema_of(name)) if "properties" in part)
