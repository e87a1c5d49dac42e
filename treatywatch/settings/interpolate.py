from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFERENCE = re.compile(r"\$(?:(\$\{)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:[-?])([^}]*))?\}|(\{))")


def interpolate(text: str, environ: Mapping[str, str]) -> str:
    """Fill in `${VAR}`, `${VAR:-default}` and `${VAR:?message}`; `$${` stands for a literal `${`.

    As in the shell, a variable that is set but empty counts as unset where a default or a message is given. Values
    are put in once and not read for references again.

    Raises:
        ValueError: naming the variable, never a value.
    """
    return _REFERENCE.sub(lambda reference: _filled(reference, environ), text)


def _filled(reference: re.Match[str], environ: Mapping[str, str]) -> str:
    literal, name, operator, operand, unreadable = reference.groups()
    if literal:
        return "${"
    if unreadable:
        raise ValueError("a '${' that names no variable: write ${NAME}, or $${ for the characters themselves")
    value = environ.get(name)
    if operator and not value:
        if operator == ":?":
            raise ValueError(f"the environment variable {name} is not set: {operand or 'it is required'}")
        return str(operand)
    if value is None:
        raise ValueError(f"the environment variable {name} is not set")
    if "\n" in value or "\r" in value:
        raise ValueError(f"the environment variable {name} holds a line break")
    return value
