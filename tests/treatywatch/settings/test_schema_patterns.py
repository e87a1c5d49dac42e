"""The patterns that editors check against the parsers of the service."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from treatywatch.settings import addresses, fields, notation
from treatywatch.settings.durations import LONGEST, UNITS, parse_duration
from treatywatch.settings.sizes import parse_size

if TYPE_CHECKING:
    from collections.abc import Callable


def fits(kind: notation.Notation, text: str) -> bool:
    """As JSON Schema has it: the pattern may be found anywhere."""
    return re.search(kind["pattern"], text) is not None


@cache
def adapter(annotation: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - whatever may stand behind a field's colon
    return TypeAdapter(annotation)


def taken(annotation: object, value: object) -> bool:
    with suppress(ValidationError):
        adapter(annotation).validate_python(value)
        return True
    return False


def read_by(parse: Callable[[str], object], text: str) -> bool:
    with suppress(ValueError):
        parse(text)
        return True
    return False


@given(st.from_regex(r"[0-9dhms ]{0,12}", fullmatch=True) | st.from_regex(notation.DURATION["pattern"], fullmatch=True))
def test_a_duration_fits_just_when_it_is_read_unless_it_is_too_long(text: str) -> None:
    numbers = re.findall("([0-9]+)([dhms])", text)
    too_long = sum(int(number) * UNITS[unit] for number, unit in numbers) > LONGEST.total_seconds()
    assert read_by(parse_duration, text) == (fits(notation.DURATION, text) and not too_long)


@given(st.from_regex(r"[0-9]{0,4} ?[BkKMGib]{0,3}", fullmatch=True))
def test_a_size_fits_just_when_it_is_read(text: str) -> None:
    assert fits(notation.SIZE, text) == read_by(parse_size, text)


@given(st.from_regex(r"[0-9]{0,2}:[0-9]{0,2}(:[0-9]{0,2})?", fullmatch=True))
def test_a_time_of_day_fits_just_when_it_is_read(text: str) -> None:
    assert fits(notation.LOCAL_TIME, text) == taken(fields.LocalTime, text)


@given(st.text("az09_-AÄ ", max_size=6))
def test_an_id_fits_just_when_it_is_taken(text: str) -> None:
    assert fits(notation.ID, text) == taken(fields.Id, text)


@pytest.mark.parametrize(
    ("kind", "annotation"),
    [
        (notation.TEXT, fields.Text),
        (notation.WORDS, fields.Words),
        (notation.FILE, fields.FileName),
        (notation.COUNTRY, fields.Country),
        (notation.LANGUAGE, fields.Language),
        (notation.MAIL_ADDRESS, addresses.MailAddress),
        (notation.WEB_ADDRESS, addresses.WebAddress),
        (notation.USER_AGENT, addresses.UserAgent),
    ],
    ids=lambda value: value["title"] if isinstance(value, dict) else "",
)
@given(text=st.text("aeNL9.@:/<>?$-{ я核\n", max_size=12) | st.text(max_size=6))
def test_a_pattern_fits_whatever_is_taken(kind: notation.Notation, annotation: object, text: str) -> None:
    plain = " ".join(text.split())
    assert fits(kind, plain) or not taken(annotation, plain)


@given(st.builds("{}://{}".format, st.sampled_from(["http", "HTTPS", "ftp"]), st.text("a.:8/@?# [1]ü", max_size=12)))
def test_the_pattern_of_a_web_address_fits_whatever_is_taken(text: str) -> None:
    plain = " ".join(text.split())
    assert fits(notation.WEB_ADDRESS, plain) or not taken(addresses.WebAddress, plain)


@given(st.builds("{}@{}".format, st.text("a.b+'/=ü", max_size=5), st.text("a.b-ü", max_size=12)))
def test_the_pattern_of_a_mail_address_fits_whatever_is_taken(text: str) -> None:
    assert fits(notation.MAIL_ADDRESS, text) or not taken(addresses.MailAddress, text)


def test_the_pattern_of_a_time_zone_fits_them_all() -> None:
    assert [name for name in available_timezones() if not fits(notation.ZONE, name)] == []


@pytest.mark.parametrize("kind", [kind for kind in notation.ALL if "pattern" in kind], ids=lambda kind: kind["title"])
def test_the_examples_of_a_notation_fit_it(kind: notation.Notation) -> None:
    assert all(fits(kind, example) for example in kind.get("examples", ()))


@pytest.mark.parametrize("day", notation.WEEKDAY["enum"])
def test_the_weekdays_that_editors_offer_are_taken(day: str) -> None:
    assert taken(fields.Weekdays, day)
