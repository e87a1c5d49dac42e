from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatywatch.settings.durations import LONGEST, format_duration, parse_duration
from treatywatch.settings.faults import did_you_mean, spelled
from treatywatch.settings.interpolate import interpolate
from treatywatch.settings.sizes import UNITS, format_size, parse_size


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("15m", 900), ("1h30m", 5400), ("2d", 172_800), ("1d0h1s", 86_401), ("36h", 129_600)],
)
def test_a_duration_is_whole_numbers_with_units(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@given(st.integers(1, int(LONGEST.total_seconds())))
def test_a_duration_that_is_written_reads_as_itself(seconds: int) -> None:
    duration = timedelta(seconds=seconds)
    assert parse_duration(format_duration(duration)) == duration


@given(st.text(max_size=12) | st.from_regex(r"[0-9dhms ]{0,12}", fullmatch=True))
def test_any_text_is_a_duration_within_bounds_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert timedelta(seconds=1) <= parse_duration(text) <= LONGEST


@pytest.mark.parametrize(
    ("text", "meant"),
    [("15 min", "15m"), ("1 hour", "1h"), ("2days", "2d"), ("30secs", "30s"), ("1 h 5 Minutes", "1h5m")],
)
def test_a_unit_written_out_is_refused_with_its_short_form(text: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"did you mean '{meant}'"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["1.5h", "30m1h", "-5m", "5ms", "1w", "", "٣m"])
def test_what_could_be_misread_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "size"), [("512B", 512), ("80kB", 80_000), ("512KiB", 524_288), ("10 MiB", 10_485_760), ("1GB", 10**9)]
)
def test_a_size_is_a_whole_number_with_a_unit(text: str, size: int) -> None:
    assert parse_size(text) == size


@given(
    st.integers(0, 10**12 - 1)
    | st.builds(lambda n, unit: n * unit, st.integers(1, 999), st.sampled_from([*UNITS.values()]))
)
def test_a_size_that_is_written_reads_as_itself(size: int) -> None:
    assert parse_size(format_size(size)) == size


@pytest.mark.parametrize(
    ("size", "text"), [(80_000, "80kB"), (10_485_760, "10MiB"), (1 << 30, "1GiB"), (1001, "1001B")]
)
def test_a_size_is_written_in_its_shortest_form(size: int, text: str) -> None:
    assert format_size(size) == text


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("plain $ {x} $x", "plain $ {x} $x"),
        ("${A}", "alpha"),
        ("<${A}${A}>", "<alphaalpha>"),
        ("${B:-other}", "other"),
        ("${EMPTY:-other}", "other"),
        ("${EMPTY}", ""),
        ("${B:-}", ""),
        ("${A:-other}", "alpha"),
        ("${A:?why}", "alpha"),
        ("$${A}", "${A}"),
        ("${NESTED}", "${A}"),
    ],
)
def test_variables_are_filled_in_once(text: str, filled: str) -> None:
    assert interpolate(text, {"A": "alpha", "EMPTY": "", "NESTED": "${A}"}) == filled


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("${B}", "the environment variable B is not set"),
        ("${B:?ask the operator}", "the environment variable B is not set: ask the operator"),
        ("${B:?}", "the environment variable B is not set: it is required"),
        ("${LINES}", "the environment variable LINES holds a line break"),
        ("${1X}", "names no variable"),
        ("${B", "names no variable"),
        ("${}", "names no variable"),
    ],
)
def test_a_variable_without_a_usable_value_is_refused_by_name(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what.replace("?", r"\?")):
        interpolate(text, {"LINES": "a\nb"})


@given(st.text().filter(lambda text: "$" not in text))
def test_text_without_a_dollar_sign_stays_as_it_is(text: str) -> None:
    assert interpolate(text, {}) == text


def test_a_path_is_spelled_as_operators_read_it() -> None:
    assert spelled(("outlets", 0, "sources", 1, "url")) == "outlets[0].sources[1].url"


@pytest.mark.parametrize(("word", "hint"), [("INTERVALL", ", did you mean 'interval'?"), ("qqq", ""), ("", "")])
def test_only_a_near_choice_is_suggested(word: str, hint: str) -> None:
    assert did_you_mean(word, ["interval", "timeout"]) == hint
