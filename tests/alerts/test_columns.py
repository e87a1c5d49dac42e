from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.columns import COLUMNS, packed, ruled, underlined, width, wrapped
from alerts.direction import END_OF_ISOLATE, ISOLATE

CHINESE = "中俄发表联合声明，谈及《中导条约》失效后的局势，" * 8
letters = st.characters(exclude_categories=("Zl", "Zp", "Cc", "Zs"), exclude_characters=(ISOLATE, END_OF_ISOLATE))
texts = st.text(letters | st.just(" "), max_size=300)


@pytest.mark.parametrize(
    ("text", "columns"), [("INF", 3), ("中导", 4), ("ДРСМД", 5), ("e\u0301", 1), ("می\u200cخواهم", 7), ("", 0)]
)
def test_a_letter_takes_as_many_columns_as_a_screen_gives_it(text: str, columns: int) -> None:
    assert width(text) == columns


@given(texts, st.sampled_from(["", "    ", "    > "]))
def test_no_line_is_longer_than_72_columns_and_no_letter_is_lost(text: str, indent: str) -> None:
    lines = wrapped(text, indent).split("\n")
    assert all(width(line) <= COLUMNS for line in lines)
    assert "".join("".join(lines).split()).replace(">", "") == "".join(text.split()).replace(">", "")


def test_chinese_is_broken_between_letters_and_no_line_begins_with_a_comma() -> None:
    lines = wrapped(CHINESE, "    ").splitlines()
    assert [width(line) > 60 for line in lines[:-1]] == [True] * (len(lines) - 1)
    assert not any(line.strip()[0] in "，》" or line[-1] == "《" for line in lines)


def test_a_name_that_is_broken_is_isolated_on_each_line_that_it_stands_on() -> None:
    lines = wrapped(f"{'a' * 62} {ISOLATE}منع الانتشار{END_OF_ISOLATE} 1", "    ").splitlines()
    assert lines == [f"    {'a' * 62} {ISOLATE}منع{END_OF_ISOLATE}", f"    {ISOLATE}الانتشار{END_OF_ISOLATE} 1"]


def test_a_short_chinese_name_stays_whole() -> None:
    assert "示例日报" in wrapped(f"{'a' * 66} 示例日报")


def test_facts_are_packed_and_no_line_begins_or_ends_with_a_bar() -> None:
    lines = packed(["NEW", "Example Wire (state-owned)", "English", "3 Mar 10:30", "5 outlets: 2 state"], "    ")
    assert lines == "    NEW | Example Wire (state-owned) | English | 3 Mar 10:30\n    5 outlets: 2 state"


def test_a_fact_longer_than_a_line_is_wrapped() -> None:
    assert packed(["NEW", "word " * 20]).splitlines()[1].startswith("word word")


def test_a_heading_ends_in_a_rule_however_long_it_is() -> None:
    assert ruled("CTBT: 5") == f"== CTBT: 5 {'=' * 61}"
    long = ruled(f"{'Comprehensive Treaty ' * 5}: 11 (usual 7)").splitlines()
    assert [width(line) <= COLUMNS for line in long] == [True, True]
    assert (long[0][:3], long[1][:3], long[1][-1]) == ("== ", "   ", "=")


def test_a_title_is_underlined_as_far_as_it_goes() -> None:
    assert underlined("示例 Digest") == "示例 Digest\n==========="
