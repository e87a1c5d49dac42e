"""What pydantic found wrong, as faults that an operator can act on. Values are repeated only where they are choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from treatywatch.settings.base import Strict
from treatywatch.settings.faults import Fault, Where, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from treatywatch.settings.document import Document

PLAIN = {
    "model_type": "must be a mapping: keys with values",
    "dict_type": "must be a mapping: keys with values",
    "tuple_type": "must be a list",
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "missing": "is missing",
}


def explain(document: Document, model: type[Strict], error: ValidationError) -> Iterator[Fault]:
    """Each error of `error` as a fault of `document`, which was validated as `model`."""
    for details in error.errors(include_url=False):
        yield from _faults(document, model, details)


def _faults(document: Document, model: type[Strict], details: ErrorDetails) -> Iterator[Fault]:
    where: Where = details["loc"]
    context: dict[str, Any] = details.get("ctx", {})
    match details["type"]:
        case "misfits":
            yield from (document.fault((*where, *at), what) for at, what in context["misfits"])
        case "missing":
            yield document.fault_of_key(where, PLAIN["missing"])
        case "extra_forbidden":
            yield document.fault_of_key(where, _unknown_key(str(where[-1]), model_at(model, where[:-1])))
        case "enum":
            yield document.fault(where, _unknown_choice(details["input"], context["expected"]))
        case "greater_than_equal":
            yield document.fault(where, f"must be at least {context['ge']}")
        case "less_than_equal":
            yield document.fault(where, f"must be at most {context['le']}")
        case "wrong":
            yield document.fault(where, context["what"])
        case kind:
            yield document.fault(where, PLAIN.get(kind, details["msg"]))


def _unknown_key(key: str, model: type[Strict]) -> str:
    if ":" in key:
        return "unknown key; a space must follow the colon"
    choices = model.written_names()
    return "unknown key" + (did_you_mean(key, choices) or f"; there are {', '.join(choices)}")


def _unknown_choice(value: object, expected: str) -> str:
    choices = re.findall("'([^']*)'", expected)
    return f"unknown value '{value}'" + (
        did_you_mean(str(value), choices) or f": write {', '.join(choices[:-1])} or {choices[-1]}"
    )


def model_at(model: type[Strict], where: Where) -> type[Strict]:
    """The model of the mapping at a path."""
    for key in where:
        if isinstance(key, str):
            model = _models(model.model_fields[model.written_names()[key]].annotation)[0]
    return model


def _models(annotation: object) -> list[type[Strict]]:
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models(argument)]
