from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.clean import UNPRINTABLE, clean_header, clean_quotation, clean_text, cut
from pipeline.model.match import Quotation
from tests.alerts.builders import hostile_titles

anything = st.text(st.characters(exclude_categories=()), max_size=60)
awkward = st.text(
    st.sampled_from(list("aб=?: \t\n\u200b\u200c\u200d\u202e\u2028\u0301\u094dक\u0628ا\ud800\x00…-")), max_size=40
)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        pytest.param("Envoys meet", "Envoys meet", id="nothing to clean"),
        pytest.param(
            "  two\n\tlines \x0b\x85\u2028here", "two lines here", id="line breaks of all kinds become a space"
        ),
        pytest.param("a\x00\x1b[31mb\u202ec", "a[31mbc", id="NUL, escape and bidi override go"),
        pytest.param("zero\u200bwidth\ufeff", "zerowidth", id="zero-width characters go"),
        pytest.param("ok \ud800 end", "ok end", id="a lone surrogate goes"),
        pytest.param("private \ue000use", "private use", id="private use goes"),
        pytest.param("e\u0301", "é", id="NFC"),
        pytest.param("e\u200b\u0301", "é", id="NFC of what is left"),
        pytest.param("o" + "\u0323" * 50, "ọ" + "\u0323" * 4, id="piled marks"),
        pytest.param("می\u200cخواهند", "می\u200cخواهند", id="Persian keeps its non-joiner"),
        pytest.param("क्\u200dष", "क्\u200dष", id="Hindi keeps a joiner after the virama"),
        pytest.param("New\u200c START\u200d", "New START", id="elsewhere joiners go"),
        pytest.param("Договор СНВ-3", "Договор СНВ-3", id="Cyrillic stays"),
        pytest.param("\n", "", id="nothing left"),
    ],
)
def test_text_is_cleaned_to_one_printable_line(written: str, printed: str) -> None:
    assert clean_text(written) == printed


@given(anything | awkward, st.integers(2, 80))
def test_cleaned_text_is_printable_short_and_stays_as_it_is(text: str, limit: int) -> None:
    clean = clean_text(text, limit)
    assert len(clean) <= limit
    assert clean_text(clean, limit) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert not {unicodedata.category(char) for char in clean.replace("\u200c", "").replace("\u200d", "")} & UNPRINTABLE
    clean.encode()


@given(anything | awkward)
def test_a_header_holds_no_encoded_word_and_no_line_break(text: str) -> None:
    clean = clean_header(text, 78)
    assert len(clean) <= 78
    assert "=?" not in clean
    assert not {unicodedata.category(char) for char in clean} & UNPRINTABLE


def test_a_header_keeps_no_joiner() -> None:
    assert clean_header("می\u200cخواهند", 78) == "میخواهند"


@pytest.mark.parametrize("title", hostile_titles(), ids=range(len(hostile_titles())))
def test_a_hostile_title_is_cut_to_300_characters(title: str) -> None:
    assert len(clean_text(title)) <= 300


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Envoys meet", 11, "Envoys meet"),
        ("Envoys meet in Geneva", 12, "Envoys meet…"),
        ("Envoys meet in Geneva", 14, "Envoys meet…"),
        ("Envoys meet, in Geneva", 13, "Envoys meet…"),
        ("Unabbreviatable", 6, "Unabb…"),
        ("A Unabbreviatable", 10, "A Unabbre…"),
    ],
)
def test_long_text_is_cut_at_a_word(text: str, limit: int, short: str) -> None:
    assert cut(text, limit) == short


@pytest.mark.parametrize(
    ("text", "words", "printed"),
    [
        ("They keep New START alive.", "New START", "They keep New START alive."),
        ("  They\n\nkeep\tNew\u00a0START\r\nalive.  ", "New\u00a0START", "They keep New START alive."),
        ("\u202eThe New\u200b START\u202c talks", "New\u200b START", "The New START talks"),
        ("The\x00 \x00New START \x00 talks", " \x00New START ", "The New START talks"),
    ],
)
def test_the_marks_of_a_quotation_follow_its_cleaning(text: str, words: str, printed: str) -> None:
    start = text.index(words)
    clean = clean_quotation(Quotation(text, start, start + len(words)))
    assert clean.text == printed
    assert clean.text[clean.start : clean.end] == "New START"


@given(anything | awkward, anything | awkward, anything | awkward)
def test_the_marks_of_a_quotation_stay_inside_it(before: str, words: str, after: str) -> None:
    clean = clean_quotation(Quotation(before + words + after, len(before), len(before) + len(words)))
    assert 0 <= clean.start <= clean.end <= len(clean.text)
    assert clean.text == clean.text.strip()
    assert "  " not in clean.text
