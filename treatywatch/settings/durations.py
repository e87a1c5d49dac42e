from __future__ import annotations

import re
from datetime import timedelta

LONGEST = timedelta(days=36_500)
UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
"""Seconds, the longest unit first."""

_SHAPE = re.compile("".join(f"(?:([0-9]{{1,10}}){unit})?" for unit in UNITS))

_LONG_UNIT = re.compile(r"([dhms])(?:ays?|ours?|rs?|in(?:ute)?s?|ec(?:ond)?s?)")


def parse_duration(text: str) -> timedelta:
    """Read `90s`, `15m`, `1h30m`, `2d`: whole numbers with units, the longest first.

    Raises:
        ValueError: with a sentence that says what to write instead.
    """
    if text.isdecimal():
        raise ValueError(f"a number without a unit: write {text}m for minutes, {text}s for seconds")
    shape = _SHAPE.fullmatch(text)
    if shape is None or not text:
        raise ValueError(f"'{text}' is no duration{_hint(text)}")
    seconds = sum(int(number or 0) * unit for number, unit in zip(shape.groups(), UNITS.values(), strict=True))
    if not 1 <= seconds <= LONGEST.total_seconds():
        raise ValueError(f"must be between 1s and {format_duration(LONGEST)}")
    return timedelta(seconds=seconds)


def _hint(text: str) -> str:
    short = _LONG_UNIT.sub(r"\1", text.casefold().replace(" ", ""))
    if short and _SHAPE.fullmatch(short):
        return f", did you mean '{short}'?"
    return ": write whole numbers of d, h, m and s, such as 15m or 1h30m"


def format_duration(duration: timedelta) -> str:
    """Write whole seconds in the notation of `parse_duration`."""
    left, written = int(duration.total_seconds()), ""
    for unit, seconds in UNITS.items():
        number, left = divmod(left, seconds)
        written += f"{number}{unit}" if number else ""
    return written
