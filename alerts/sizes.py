"""How long a message a relay says that it takes (RFC 1870), and whether it can mean that."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

log = logging.getLogger(__name__)

LEAST: Final = 4096
"""Bytes. A relay must take 64 KiB (RFC 5321, 4.5.3.1.7); a digest, most of it headers, is longer than this."""
LONGEST_NUMBER: Final = 20
"""Digits of the most bytes that a relay takes (RFC 1870, 4)."""
REMEDY: Final = "set the relay's limit on the size of messages (message_size_limit in Postfix) right"


@dataclass(frozen=True, slots=True)
class Announced:
    """What a relay says with SIZE."""

    most: int = 0
    """Bytes that a message may have; 0 where there is no limit that could be meant."""
    nonsense: str = ""
    """What it says instead; empty where it makes sense."""


def announced(said: str | None) -> Announced:
    """Read the parameter of SIZE, None where it is not offered. 0, or none, means that there is no fixed limit."""
    if not said or not said.strip("0"):
        return Announced()
    if not (said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER):
        return Announced(nonsense=f"it announces SIZE {said[:LONGEST_NUMBER]!a}, which is no number of bytes")
    most = int(said)
    if most < LEAST:
        return Announced(nonsense=f"it announces SIZE {most}, which no mail fits in")
    return Announced(most)


class Notices:
    """What was logged already, as each connection would find it again."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def tell(self, what: str) -> None:
        """Log a warning, once."""
        if what not in self._told:
            self._told.add(what)
            log.warning(what)
