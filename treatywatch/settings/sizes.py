from __future__ import annotations

import re

from treatywatch.settings.faults import did_you_mean

UNITS = {
    "B": 1,
    "kB": 1_000,
    "KiB": 1 << 10,
    "MB": 1_000_000,
    "MiB": 1 << 20,
    "GB": 1_000_000_000,
    "GiB": 1 << 30,
}  # fmt: skip

_SHAPE = re.compile(r"([0-9]{1,12}) ?([A-Za-z]+)")


def parse_size(text: str) -> int:
    """Read `10MiB`, `80kB`, `512B` as bytes.

    Raises:
        ValueError: with a sentence that says what to write instead.
    """
    if text.isdecimal():
        raise ValueError(f"a number without a unit: write {text}B for bytes, {text}MiB for mebibytes")
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise ValueError(f"'{text}' is no size: write a whole number and a unit, such as 10MiB or 80kB")
    number, unit = shape.groups()
    if unit not in UNITS:
        raise ValueError(f"'{unit}' is no unit of size{did_you_mean(unit, UNITS) or ': write ' + ', '.join(UNITS)}")
    return int(number) * UNITS[unit]


def format_size(size: int) -> str:
    """Write bytes in the notation of `parse_size`, in the unit with the shortest whole number."""
    whole = [f"{size // factor}{unit}" for unit, factor in UNITS.items() if size % factor == 0]
    return min(whole, key=len)
