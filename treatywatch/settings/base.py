from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError, core_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

    from treatywatch.settings.faults import Where

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What fields may look at beside their own value; the validation context."""

    environ: Mapping[str, str]
    directory: Path
    """Where the configuration files are."""


class Strict(BaseModel):
    """A mapping in a configuration file: unknown keys are refused, and a key without a value counts as not written.

    The docstrings of a model and of its fields are what editors and the reference tell operators.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, data: object) -> object:
        if not isinstance(data, dict):
            return {} if data is None else data
        known = cls.written_names()
        return {key: value for key, value in data.items() if value is not None or key not in known}

    @classmethod
    def written_names(cls) -> dict[str, str]:
        """Keys as they stand in the file, with the names of the fields they fill."""
        return {field.alias or name: name for name, field in cls.model_fields.items()}


def wrong(what: str) -> PydanticCustomError:
    """A fault in the value at hand."""
    return PydanticCustomError("wrong", "{what}", {"what": what})


def misfits(found: Sequence[tuple[Where, str]]) -> PydanticCustomError:
    """Faults between the keys of a mapping: the way from it to the key to change, and what is wrong there."""
    return PydanticCustomError("misfits", "keys that do not fit together", {"misfits": found})


def reads(parse: Callable[[str], T], example: str) -> BeforeValidator:
    """Let `parse` read the text of a field; a ValueError's message is the fault."""

    def read(value: object) -> T:
        if isinstance(value, bool | float | list | dict):
            raise wrong(f"must be written such as {example}")
        try:
            return parse(str(value))
        except ValueError as error:
            raise wrong(str(error)) from None

    return BeforeValidator(read)


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A check of a value that is read already, and what the JSON Schema says of it."""

    check: Callable[[Any], Any]
    says: Mapping[str, object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Pydantic's hook."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Pydantic's hook."""
        return {**handler(core), **self.says}
