"""JSON Lines: one object a line, UTF-8."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from treatywatch.stages.errors import LineUnreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Object = dict[str, Any]

_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029]")
"""Characters that some readers take for the end of a line, and terminals for commands."""


def encoded(answer: Mapping[str, object], indent: int | None = None) -> bytes:
    """One line with its line feed, unless an `indent` is given. Lone surrogates, which UTF-8 can't say, are escaped."""
    text = json.dumps(answer, ensure_ascii=False, indent=indent)
    try:
        return _BREAKS.sub(_escaped, text).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(answer, indent=indent).encode() + b"\n"


def decoded(raw: bytes) -> Object:
    """The object of a line. Raises LineUnreadable."""
    if not raw.strip():
        raise LineUnreadable("the line is empty")
    try:
        said = json.loads(raw, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise LineUnreadable(f"the line is not UTF-8 ({error})") from None
    except (ValueError, RecursionError) as error:
        raise LineUnreadable(f"the line is not JSON ({error})") from None
    if not isinstance(said, dict):
        raise LineUnreadable("the line is JSON, but no object")
    return said


def text_in(said: Mapping[str, object], key: str) -> str:
    """A text that must be there. Raises LineUnreadable."""
    found = optional_text_in(said, key)
    if found is None:
        raise LineUnreadable(f"{key!r} is missing")
    return found


def optional_text_in(said: Mapping[str, object], key: str) -> str | None:
    """A text that may be absent or null. Raises LineUnreadable for anything else."""
    found = said.get(key)
    if found is not None and not isinstance(found, str):
        raise LineUnreadable(f"{key!r} must be a text")
    return found


def moment(value: datetime | None) -> str | None:
    """ISO 8601 with its offset."""
    return value.isoformat() if value else None


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")
