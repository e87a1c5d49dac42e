from __future__ import annotations

import pytest

from alerts.evidence import why
from pipeline.model.match import Match, Quotation, Span


def found(*places: tuple[str, str]) -> Match:
    spans = tuple(Span(field, 0, len(words), words) for field, words in places)
    return Match("inf", "v1", spans, Quotation("", 0, 0))


TITLE, TEXT = ("title", "INF Treaty"), ("text", "INF Treaty")


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ([TITLE], "“INF Treaty” in the title"),
        ([TEXT], "“INF Treaty” once in the text"),
        ([TEXT, TEXT], "“INF Treaty” twice in the text"),
        ([TITLE, TEXT, TEXT, TEXT, TEXT], "“INF Treaty” in the title, 4 times in the text"),
        ([TEXT, ("text", "INF TREATY")], "“INF Treaty” twice in the text"),
        ([TITLE, ("text", "РСМД")], "“INF Treaty” in the title; “РСМД” once in the text"),
        (
            [("text", words) for words in ("INF", "INF Treaty", "РСМД", "ДРСМД", "INF-Vertrag")],
            "“INF” once in the text; “INF Treaty” once in the text; “РСМД” once in the text; 2 more spellings",
        ),
        ([("text", "treaty"), TEXT], "“INF Treaty” once in the text; “treaty” once in the text"),
        ([("text", "INF\u202e\nTreaty")], "“INF Treaty” once in the text"),
        ([], "matched"),
    ],
)
def test_a_match_says_which_words_stand_where(places: list[tuple[str, str]], sentence: str) -> None:
    assert why(found(*places), "page") == sentence


@pytest.mark.parametrize(
    ("text_by", "sentence"),
    [
        ("feed", "“INF Treaty” in the title, once in the feed's summary; the page could not be read"),
        ("headline", "“INF Treaty” in the title, once in the feed's summary; this outlet's pages are not read"),
    ],
)
def test_a_match_in_the_words_of_a_feed_says_so(text_by: str, sentence: str) -> None:
    assert why(found(TITLE, TEXT), text_by) == sentence
