"""The schemas as an editor applies them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from treatywatch.settings.faults import spelled
from treatywatch.settings.read import read
from treatywatch.settings.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@cache
def validator(name: str) -> Any:  # noqa: ANN401 - the library has no types
    return Draft202012Validator(schema_of(name))


def refusals(path: Path) -> list[str]:
    """Where the schema of a configuration file refuses its values."""
    document, _ = read(path)
    assert document, "no YAML"
    return [spelled(tuple(error.absolute_path)) for error in validator(path.stem).iter_errors(document.data)]


def options(shape: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The options below a shape, by their paths; `[]` stands for each item of a list."""
    for key, part in shape.get("properties", {}).items():
        here = f"{path}.{key}".removeprefix(".")
        yield here, part
        item = part.get("items", {})
        for inner in item.get("anyOf", [item]) if "properties" not in item else [item]:
            yield from options(inner, f"{here}[]")
        yield from options(part, here)
