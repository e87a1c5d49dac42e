from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON
from treatywatch.stages.errors import LineUnreadable
from treatywatch.stages.jsonl import decoded, encoded, moment, optional_text_in, text_in

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), ANYTHING))
def test_an_answer_is_one_line_and_comes_back_whole(answer: dict[str, object]) -> None:
    line = encoded(answer)
    assert len(line.decode().splitlines()) == 1
    assert decoded(line) == answer


def test_other_scripts_stay_readable_and_lone_surrogates_are_escaped() -> None:
    assert encoded({"a": "РСМД"}) == '{"a": "РСМД"}\n'.encode()
    assert encoded({"a": "\ud800"}) == b'{"a": "\\ud800"}\n'


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the line is empty"),
        (b" \r\n", "the line is empty"),
        (b"{", "the line is not JSON"),
        (b'{"a": NaN}', "NaN is no JSON number"),
        (b'{"a": "\xff"}', "the line is not UTF-8"),
        (b"[1]", "no object"),
        (b"[" * 100_000, "the line is not JSON"),
        (b'{"a": ' + b"1" * 5000 + b"}", "the line is not JSON"),
    ],
)
def test_a_line_that_is_no_object_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(LineUnreadable, match=said):
        decoded(raw)


@given(st.binary(max_size=40))
def test_any_bytes_are_an_object_or_refused(raw: bytes) -> None:
    with suppress(LineUnreadable):
        assert isinstance(decoded(raw), dict)


def test_a_byte_order_mark_is_no_part_of_the_line() -> None:
    assert decoded(b'\xef\xbb\xbf{"a": 1}\r\n') == {"a": 1}


def test_texts_are_told_from_what_is_missing_and_from_other_types() -> None:
    said = json.loads('{"a": "x", "b": null, "c": 5}')
    assert (text_in(said, "a"), optional_text_in(said, "b"), optional_text_in(said, "d")) == ("x", None, None)
    with pytest.raises(LineUnreadable, match="'b' is missing"):
        text_in(said, "b")
    with pytest.raises(LineUnreadable, match="'c' must be a text"):
        text_in(said, "c")


def test_times_carry_their_offset() -> None:
    zone = timezone(timedelta(hours=1))
    assert (moment(NOON.astimezone(zone)), moment(None)) == ("2026-03-02T13:00:00+01:00", None)
