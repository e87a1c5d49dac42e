"""JSON Schemas of the configuration files (draft 2020-12), for editors.

They describe what an operator types: durations, sizes and times as text in their notation, a key without a value as
not written. What holds between values far apart or between files is left to `config check`. Only keywords that
draft-07 knows are used, and no references: the usual editors read these and not more.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import SchemaSerializer

from treatywatch.settings.outlets import OutletsFile
from treatywatch.settings.service import ServiceFile
from treatywatch.settings.subscriptions import SubscriptionsFile
from treatywatch.settings.topics import TopicsFile

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

    from treatywatch.settings.base import Strict

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "schema"
MODELS: dict[str, type[Strict]] = {
    "service": ServiceFile,
    "outlets": OutletsFile,
    "topics": TopicsFile,
    "subscriptions": SubscriptionsFile,
}
FIRST = ("title", "description", "type")


def schema_file(name: str) -> str:
    """The name of the file that holds the schema `name`."""
    return f"{name}.schema.json"


def modeline(name: str) -> str:
    """The comment by which editors find the schema of a configuration file, from beside which `schema/` is seen."""
    return f"# yaml-language-server: $schema={FOLDER}/{schema_file(name)}"


def schema_of(name: str) -> dict[str, Any]:
    """The schema of the configuration file `name`.yaml."""
    raw = MODELS[name].model_json_schema(schema_generator=_Typed)
    definitions = {name: _without_title(part) for name, part in raw.pop("$defs", {}).items()}
    body = _spelled_out(_without_title(raw), definitions)
    return {"$schema": DIALECT, "title": f"{name}.yaml", **body}


def schema_text(name: str) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"


class _Typed(GenerateJsonSchema):
    """Pydantic's schemas with defaults as an operator would write them, and without titles made from names."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - Pydantic's signature
        return False

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002 - likewise
        return value

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        shape = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if default in (None, ()) or isinstance(default, BaseModel):  # a section's keys have defaults of their own
            return shape
        return {**shape, "default": SchemaSerializer(schema["schema"]).to_python(default, mode="json")}


def _without_title(shape: JsonSchemaValue) -> JsonSchemaValue:
    return {key: value for key, value in shape.items() if key != "title"}


def _spelled_out(shape: Any, definitions: dict[str, Any]) -> Any:  # noqa: ANN401 - any part of a schema
    """Definitions put in where they are referred to; keys that need not be written may be left without a value."""
    if isinstance(shape, list):
        return [_spelled_out(part, definitions) for part in shape]
    if not isinstance(shape, dict):
        return shape
    target = definitions.get(shape.get("$ref", "").rpartition("/")[2], {})
    plain = {key: _spelled_out(value, definitions) for key, value in {**target, **shape}.items() if key != "$ref"}
    if plain.get("type") == "object" and "properties" in plain:
        required = plain.get("required", ())
        properties = plain["properties"].items()
        plain["properties"] = {key: part if key in required else _or_nothing(part) for key, part in properties}
    if isinstance(description := plain.get("description"), str):
        plain["description"] = " ".join(description.split())
    return {key: plain[key] for key in sorted(plain, key=_rank)}


def _or_nothing(shape: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in shape:
        return {**shape, "anyOf": [*shape["anyOf"], {"type": "null"}]}
    choices = {"enum": [*shape["enum"], None]} if "enum" in shape else {}
    return {**shape, **choices, "type": [shape["type"], "null"]}


def _rank(key: str) -> int:
    return FIRST.index(key) if key in FIRST else len(FIRST)
