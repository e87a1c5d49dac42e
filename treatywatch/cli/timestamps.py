"""A file of publication times, as an argument of a command."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from crawlers.simulation.period import WARM_UP, period_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click import Context, Parameter

    from crawlers.simulation.period import Timelines

_COLUMNS: Final = ("source", "published")
_GZIP: Final = b"\x1f\x8b"
LEAST: Final = 20
"""Items of a source below which it has no habit to speak of, and is left out."""
LONGEST: Final = timedelta(days=366)
"""Of a replay; longer ones come of a date that is wrong."""


class Timestamps(click.ParamType["Timelines"]):
    """A TSV or CSV file with the columns `source` and `published`, gzipped or not; fails as a usage error."""

    name = "file"

    def convert(self, value: str | Timelines, param: Parameter | None, ctx: Context | None) -> Timelines:
        """Sorted times of each source with enough items, aware; those without offset are UTC."""
        if not isinstance(value, str):
            return value
        try:
            return _usable(_read(value), value)
        except OSError as error:
            self.fail(f"{value}: {error.strerror or error}", param, ctx)
        except (EOFError, zlib.error):
            self.fail(f"{value}: the gzip data are damaged or cut short; fetch the file again", param, ctx)
        except (ValueError, csv.Error) as error:
            self.fail(str(error), param, ctx)


def _read(name: str) -> Timelines:
    text = _text(name)
    tabs = "\t" in text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ",", strict=True)
    try:
        places = _places(next(rows, []))
        timelines: dict[str, list[datetime]] = defaultdict(list)
        for row in rows:
            if row:
                source, published = (row[place].strip() if place < len(row) else "" for place in places)
                timelines[_named(source)].append(_time(published))
    except (ValueError, csv.Error) as error:
        raise ValueError(f"{name}:{max(rows.line_num, 1)}: {error}") from None
    return timelines


def _places(header: Sequence[str]) -> list[int]:
    names = [name.strip() for name in header]
    if missing := [name for name in _COLUMNS if name not in names]:
        found = ", ".join(names) or "nothing"
        raise ValueError(
            f"the first line has no column {' and no '.join(missing)}, but {found:.100}; "
            "write source and published there, with a tab or a comma between"
        )
    return [names.index(name) for name in _COLUMNS]


def _named(source: str) -> str:
    if not source:
        raise ValueError("the source is missing; write its address or name")
    return source


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:60]!r} is no ISO 8601 time; write it as 2026-03-02T07:00:00+01:00") from None


def _usable(timelines: Timelines, name: str) -> Timelines:
    enough = {source: sorted(times) for source, times in timelines.items() if len(times) >= LEAST}
    if not enough:
        raise ValueError(f"{name}: no source has {LEAST} items or more; choose a file that covers more")
    period = period_of(enough)
    if period.end <= period.counted:
        raise ValueError(f"{name}: ends within {WARM_UP.days} days, which are warm-up; choose a file that covers more")
    if period.end - period.start > LONGEST:
        raise ValueError(
            f"{name}: reaches from {period.start:%Y-%m-%d} to {period.end:%Y-%m-%d}; leave out the rows with "
            f"wrong dates, so that it covers {LONGEST.days} days at most"
        )
    return enough


def _text(name: str) -> str:
    data = Path(name).read_bytes()
    if data.startswith(_GZIP):
        data = gzip.decompress(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{name}:{line}: this is not UTF-8; save the file as UTF-8 text") from None
