"""Kinds of values that stand in more than one file."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from crawlers.extraction.selecting import picker_fault, selector_fault
from treatywatch.settings import notation
from treatywatch.settings.base import Check, reads, wrong
from treatywatch.settings.durations import format_duration, parse_duration
from treatywatch.settings.faults import did_you_mean
from treatywatch.settings.sizes import format_size, parse_size

T = TypeVar("T")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    _check_printable(line)
    if "${" in line:
        raise wrong("variables are filled in only in mail.relay: host, username, password, password_file, ca_file")
    return line


def _check_printable(text: str) -> None:
    if not text.strip():
        raise wrong("must not be empty")
    if _CONTROL.search(text):
        raise wrong("must not contain control characters")


def file_name(value: object) -> Path:
    """The path of a file, as written."""
    if not isinstance(value, str):
        raise wrong("must be the path of a file")
    _check_printable(value)
    _one_line(value)
    return Path(value)


def _id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]+", text):
        raise wrong(f"an id has only a-z, 0-9, _ and -{_slug(text)}")
    return text


def _slug(text: str) -> str:
    slug = re.sub(r"[^a-z0-9_-]+", "_", text.casefold()).strip("_")
    return f", did you mean '{slug}'?" if slug else ""


def _with_words(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise wrong("has no letter or digit, so that it can't match anything")
    return text


def _css_selector(text: str) -> str:
    if fault := selector_fault(text):
        raise wrong(f"'{text}' is no CSS selector: {fault}")
    return text


def _selector(text: str) -> str:
    if fault := picker_fault(text):
        raise wrong(f"'{text}' is no CSS selector or XPath: {fault}")
    return text


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> str:
    if name not in _zones():
        hint = did_you_mean(name, _zones()) or ": write an IANA name such as Europe/Berlin"
        raise wrong(f"unknown time zone '{name}'{hint}")
    return name


def _local_time(text: str) -> time:
    shape = _TIME.fullmatch(text)
    if shape is None:
        raise ValueError(f'\'{text}\' is no time of day: write it such as "07:00" or "07:00:30"')
    hour, minute, second = (int(part or 0) for part in shape.groups())
    try:
        return time(hour, minute, second)
    except ValueError:
        raise ValueError(f"there is no {text} on the clock: 00:00 to 23:59") from None


def format_time(at: time) -> str:
    """`07:00`, or `07:00:30` where there are seconds."""
    return at.isoformat("seconds" if at.second else "minutes")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is no date: write it such as 2026-11-21") from None


def _code(shape: str, meaning: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(shape, text):
            raise wrong(f"'{text}' is no {meaning}")
        return text

    return AfterValidator(check)


class Weekday(StrEnum):
    """Days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_DAYS = dict(zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), Weekday, strict=True))


def _weekday(text: str) -> Weekday:
    days = {**_DAYS, **{day.value: day for day in Weekday}}
    if text.casefold() not in days:
        raise ValueError(f"unknown weekday '{text}'{did_you_mean(text, days) or ': write mon, tue … sun'}")
    return days[text.casefold()]


def _not_empty(items: tuple[T, ...]) -> tuple[T, ...]:
    if not items:
        raise wrong("must not be empty")
    return items


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


NotEmpty = Check(_not_empty, {"minItems": 1})
"""For lists; unlike `min_length` it does not count only the items that are valid."""
EachOnce = Field(json_schema_extra={"uniqueItems": True})
"""For lists whose repetitions references.py refuses."""
Text = Annotated[str, AfterValidator(_one_line), WithJsonSchema(notation.TEXT)]
"""One line of text, runs of white space collapsed."""
FileName = Annotated[Path, PlainSerializer(str), BeforeValidator(file_name), WithJsonSchema(notation.FILE)]
Words = Annotated[Text, AfterValidator(_with_words), WithJsonSchema(notation.WORDS)]
Id = Annotated[str, AfterValidator(_id), WithJsonSchema(notation.ID)]
Duration = Annotated[
    timedelta, reads(parse_duration, "15m"), PlainSerializer(format_duration), WithJsonSchema(notation.DURATION)
]
Size = Annotated[int, reads(parse_size, "10MiB"), PlainSerializer(format_size), WithJsonSchema(notation.SIZE)]
Count = Annotated[int, Field(strict=True, ge=1)]
Port = Annotated[int, Field(strict=True, ge=1, le=65_535)]
Flag = Annotated[bool, Field(strict=True)]
Selector = Annotated[Text, AfterValidator(_selector), WithJsonSchema(notation.SELECTOR)]
CssSelector = Annotated[Text, AfterValidator(_css_selector), WithJsonSchema(notation.CSS_SELECTOR)]
Zone = Annotated[Text, AfterValidator(_zone), WithJsonSchema(notation.ZONE)]
LocalTime = Annotated[
    time, reads(_local_time, '"07:00"'), PlainSerializer(format_time), WithJsonSchema(notation.LOCAL_TIME)
]
Date = Annotated[date, reads(_date, "2026-11-21"), WithJsonSchema(notation.DATE)]
Day = Annotated[Weekday, reads(_weekday, "mon"), WithJsonSchema(notation.WEEKDAY)]
Weekdays = Annotated[
    tuple[Day, ...], BeforeValidator(_listed, json_schema_input_type=Day | Annotated[tuple[Day, ...], EachOnce])
]
Country = Annotated[
    Text,
    _code("[A-Z]{2}", "country: write the two capitals of ISO 3166, such as NL"),
    WithJsonSchema(notation.COUNTRY),
]
Language = Annotated[
    Text,
    _code("[a-z]{2}", "language: write the two letters of ISO 639-1, such as en"),
    WithJsonSchema(notation.LANGUAGE),
]
