"""Names, terms and queries, as files write them. They are parsed where they stand, so that faults name the place."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from pipeline.errors import QueryError
from pipeline.matching.parse import parse_query
from pipeline.matching.sense import fault_of
from pipeline.model.query import Term
from treatywatch.settings import notation
from treatywatch.settings.base import wrong
from treatywatch.settings.fields import Text, Words


def _pattern(text: str) -> str:
    if fault := fault_of(Term(text.removeprefix("="), exact=text.startswith("="))):
        raise wrong(fault)
    return text


def _query(text: str) -> str:
    try:
        parse_query(text)
    except QueryError as error:
        raise wrong(str(error)) from None
    return text


Pattern = Annotated[Words, AfterValidator(_pattern)]
"""A run of whole words, the last of which may end with `*`."""
QueryText = Annotated[Text, AfterValidator(_query), WithJsonSchema(notation.QUERY)]
"""A query, as written; whether its `@concepts` exist is for references.py to say."""
