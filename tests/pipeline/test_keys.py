from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.keys import content_key, same_title
from pipeline.text import fold, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The talks  began.", "the talks began"),
        ("A “quoted” word", 'A "quoted" word'),
        ("line\nbreak", "line break"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth", "zerowidth"),
        ("ﬁle", "file"),
        ("ＮＥＷ", "new"),
        ("cafe\u0301", "caf\u00e9"),
        ("I\u0307stanbul", "\u0130stanbul"),
        ("İSTANBUL'DA", "istanbul'da"),
        ("KIRMIZI", "kırmızı"),
        ("ΟΔΥΣΣΕΥΣ", "Οδυσσευς"),
        ("STRASSE", "Straße"),
        ("ДОГОВОР", "договор"),
        ("word\ufeff joi\u2060ner", "word joiner"),
        ("\u202bright\u202c to left", "right to left"),
        ("New\u00a0START", "new start"),
        ("1\u202f550", "1 550"),
        ("Talks — at last — began…", "Talks (at last) began"),
        ("«Нет», — сказал он.", '"Нет" - сказал он'),
        ("½ of it", "1⁄2 of it"),
    ],
)
def test_what_reads_the_same_has_one_content_key(one: str, other: str) -> None:
    assert content_key("Title", one) == content_key("Title", other)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Title", "1,550 warheads"),
        ("Other", "1,500 warheads"),
        ("Title 1,500 warheads", ""),
        ("", "Title 1,500 warheads"),
        ("title", "15,00 warheads"),
        ("Title", "no 1,500 warheads"),
        ("Title", "1,500 warhead s"),
    ],
)
def test_another_word_number_or_title_makes_another_key(title: str, text: str) -> None:
    assert content_key(title, text) != content_key("Title", "1,500 warheads")


@pytest.mark.parametrize(
    ("one", "other"), [("का", "की"), ("تَمَّ", "تم"), ("สันติ", "สันตุ"), ("резюме́", "резюме"), ("ну", "но")]
)
def test_a_sign_within_a_word_makes_another_word(one: str, other: str) -> None:
    assert content_key("Title", one) != content_key("Title", other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_lone_surrogate_does_not_break_a_key() -> None:
    assert content_key("ok \ud800 end", "x")


def test_words_leave_punctuation_out() -> None:
    assert words("New START's end—soon.") == ["new", "start", "s", "end", "soon"]


def test_empty_titles_agree_with_nothing() -> None:
    assert not same_title("", "")
