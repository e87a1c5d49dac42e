from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Where: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and indices of lists."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong, or worth a warning, at one place of a configuration file. Sorts by file and line."""

    file: str
    line: int
    """From 1, as is the column; both count characters."""
    column: int
    path: str
    """The way to the value, such as `outlets[0].sources[1].url`; empty for the file as a whole."""
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}: {self.path}: {self.what}" if self.path else f"{place}: {self.what}"


def spelled(where: Where) -> str:
    """A path as operators read it.

    What follows a colon in a key is left out: `{password:secret}`, without a space, is a key to YAML.
    """
    parts = (f"[{part}]" if isinstance(part, int) else f".{_shown(part)}" for part in where)
    return "".join(parts).removeprefix(".")


def _shown(key: str) -> str:
    start, colon, _ = key.partition(":")
    return f"{start}:…" if colon else key


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`, did you mean 'x'?` for the likeliest of `choices`, or nothing where none is near."""
    by_fold = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold(), by_fold, n=1)
    return f", did you mean '{by_fold[near[0]]}'?" if near else ""
