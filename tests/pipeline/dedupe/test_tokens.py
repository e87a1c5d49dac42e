from __future__ import annotations

import pytest

from pipeline.dedupe.tokens import numbers, tokens, unspaced
from pipeline.text import folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("New START, 2026!", ["new", "start", "2026"]),
        ("Договор о РСМД", ["договор", "о", "рсмд"]),
        ("ＡＢＭ\u00a0Treaty", ["abm", "treaty"]),
        ("डाक संधि", ["डाक", "संधि"]),
        ("核軍縮 INF", ["核", "軍", "縮", "inf"]),
        ("สนธิ", ["ส", "น", "ธ", "ิ"]),
        ("co\u00adoperate", ["cooperate"]),
        ("", []),
    ],
)
def test_words_are_told_in_any_script(text: str, words: list[str]) -> None:
    assert tokens(folded(text)) == words


def test_a_text_is_unspaced_where_most_of_it_is() -> None:
    assert unspaced(tokens("核軍縮の条約 INF"))
    assert not unspaced(tokens("a long text about 核"))


def test_numbers_are_words_that_begin_with_a_digit() -> None:
    assert numbers(tokens(folded("On 2 March 312 launchers, 5th round, S400, １２"))) == {"2", "312", "5th", "12"}
