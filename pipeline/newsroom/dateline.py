"""The beginning of an agency's story: where and when it was filed, and by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.newsroom.agencies import PATTERN, agency_named
from pipeline.newsroom.months import MONTHS

if TYPE_CHECKING:
    from datetime import datetime

LINES = 5
"""Of a text among which its dateline stands: a standfirst and a by-line may come before it."""
LONGEST = 140
"""Characters of a dateline."""

_WORD = r"[^\W\d_][\w.'’-]*"
_TOWN = rf"(?P<place>{_WORD}(?:[ /]{_WORD}){{0,4}}(?:, {_WORD}(?: {_WORD}){{0,2}})?)"
_PLACE = _TOWN + r"(?P<region>\s?/[^/\d]{3,40}/|\s?\[[^\]\d]{3,30}\])?"
_DATE = (
    r"(?:(?P<month>[^\W\d_]{3,9})\.? (?P<day>[0-3]?\d)|(?P<day2>[0-3]?\d)\.? (?P<month2>[^\W\d_]{3,9})\.?)"
    r"(?:,? (?P<year>(?:19|20)\d\d)(?:\s?г(?:ода|\.)?)?)?"
)
_AGENCY = rf"(?P<agency>{PATTERN})"
_BRACKETED = rf"[(\[]{_AGENCY}(?:[/–-][\w–-]+)?[)\]]"
_DASH = r"(?:--|[–—‒-])"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_PLACE}[,.] {_DATE}[.,]? /(?:(?:corr?|корр)\. )?{_AGENCY}(?: [^/]{{3,40}})?/[.:]?\s*",
        rf"{_PLACE}[,.]? {_DATE}[.,]?\s*{_DASH}?\s*{_BRACKETED}\s*[.:]?\s*{_DASH}?\s*",
        rf"{_PLACE}\s*{_BRACKETED}\s*(?:[.:]?\s*{_DASH}|:)\s*",
        rf"{_PLACE}[,.] {_DATE}[.,]?\s*(?:{_DASH}|,)?\s*{_AGENCY}(?:, {_WORD} {_WORD})?\s*(?:[.:]|{_DASH})\s*",
        rf"{_PLACE}(?:,| {_DASH}|, {_DASH}) {_AGENCY}\s*(?:[.:]|{_DASH})\s*",
        rf"{_DATE} [(\[]{_AGENCY}[)\]]\s*{_DASH}?\s*",
        rf"[(\[]{_AGENCY}[)\]]\s*{_DASH}\s*(?:{_PLACE}, {_DATE}\s*{_DASH}\s*)?",
        rf"{_AGENCY}\s*{_DASH}\s*",
        r"(?P<agency>新华社|塔斯社)(?P<place>\w{2,10}?)(?P<month>\d\d?)月(?P<day>\d\d?)日电\s*",
    )
)
_CAPITALS = re.compile(
    r"(?P<place>[^\W\d_a-zà-ÿа-яё][^\W\d_a-zà-ÿа-яё .'’/-]{3,40})(?:, [\w. ]{2,30})?"
    r"\s(?:--|[—–])\s(?=\W?[^\W\d_a-zà-ÿа-яё])"
)
_SMALL = {"on", "upon", "de", "du", "di", "del", "la", "le", "el", "am", "an", "der", "im", "на", "and", "of", "the"}


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a story's dateline says."""

    place: str | None
    """As a sentence would have it: `Moscow`, `Igora, Leningrad Region`."""
    date: date | None
    """None where the dateline has none, or no year can be told."""
    agency: str | None
    """By the name of `pipeline.newsroom.agencies`."""
    start: int
    """Where in the text it begins."""
    length: int
    """How many characters it covers, with what parts it from the story."""


def dateline(text: str, published: datetime | None = None) -> Dateline | None:
    """The dateline in the first lines of `text`, None without one.

    A date without a year is the one nearest to `published`.
    """
    start = 0
    for line in text.split("\n", LINES)[:LINES]:
        if found := _read(line, published, start):
            return found
        start += len(line) + 1
    return None


def _read(line: str, published: datetime | None, start: int) -> Dateline | None:
    head = line[: LONGEST + 1]
    for form in _FORMS:
        match = form.match(head)
        if match and (agency := agency_named(match["agency"])) and _is_place(match):
            named = match.groupdict()
            return Dateline(_place(match), _date(named, published), agency, start, match.end())
    bare = _CAPITALS.match(head)
    return Dateline(_titled(bare["place"]), None, None, start, bare.end()) if bare else None


def _is_place(match: re.Match[str]) -> bool:
    place = match.groupdict().get("place")
    return place is None or not place[0].islower()


def _place(match: re.Match[str]) -> str | None:
    said = match.groupdict()
    if not said.get("place"):
        return None
    region = " ".join(_capital(word) for word in (said.get("region") or "").strip(" /[]").split())
    return ", ".join(_titled(part.strip(" .")) for part in (said["place"], region) if part)


def _capital(word: str) -> str:
    """One wire writes both `Leningrad Region` and `Leningrad region`."""
    return word if word in _SMALL else word[0].upper() + word[1:]


def _titled(place: str) -> str:
    return re.sub(_WORD, lambda word: _word(word[0]), place)


def _word(word: str) -> str:
    if len(word) <= 2 or not word.isupper():  # noqa: PLR2004 - US, UN
        return word
    parts = word.split("-")
    return "-".join(
        part.lower() if at and part.lower() in _SMALL else part.capitalize() for at, part in enumerate(parts)
    )


def _date(said: dict[str, str | None], published: datetime | None) -> date | None:
    written, day = said.get("month") or said.get("month2"), said.get("day") or said.get("day2")
    if not written or not day:
        return None
    month = int(written) if written.isdecimal() else MONTHS.get(written.casefold())
    if month is None:
        return None
    return _dated(int(day), month, said.get("year"), published)


def _dated(day: int, month: int, year: str | None, published: datetime | None) -> date | None:
    if not year and published is None:
        return None
    years = [int(year)] if year else [published.year + shift for shift in (-1, 0, 1)] if published else []
    dates = [found for one in years if (found := _calendar(one, month, day))]
    near = published.date() if published else date.min
    return min(dates, key=lambda found: abs(found - near), default=None) if not year else next(iter(dates), None)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
