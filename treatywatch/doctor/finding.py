from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    """`configuration`, `store`, `disk`, `clock`, `relay` or `mail`."""
    ok: bool
    said: str
    """What was found, in one line."""
    remedy: str = ""
    """What to do, where something is wrong."""
