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
        ([TITLE], "“INF Treaty” in the title (INF)"),
        ([TEXT], "“INF Treaty” once in the text (INF)"),
        ([TEXT, TEXT], "“INF Treaty” twice in the text (INF)"),
        ([TITLE, TEXT, TEXT, TEXT, TEXT], "“INF Treaty” in the title, 4 times in the text (INF)"),
        ([TEXT, ("text", "INF TREATY")], "“INF Treaty” twice in the text (INF)"),
        ([TITLE, ("text", "РСМД")], "“INF Treaty” in the title; “РСМД” once in the text (INF)"),
        (
            [("text", words) for words in ("INF", "INF Treaty", "РСМД", "ДРСМД", "INF-Vertrag")],
            "“INF” once in the text; “INF Treaty” once in the text; “РСМД” once in the text; 2 more spellings (INF)",
        ),
        ([("text", "INF\u202e\nTreaty")], "“INF Treaty” once in the text (INF)"),
        ([], "matched (INF)"),
    ],
)
def test_a_match_says_which_words_stand_where(places: list[tuple[str, str]], sentence: str) -> None:
    assert why(found(*places), "INF", "page") == sentence


@pytest.mark.parametrize(
    ("text_by", "sentence"),
    [
        ("feed", "“INF Treaty” in the title, once in the feed's summary (INF); the page could not be read"),
        ("headline", "“INF Treaty” in the title, once in the feed's summary (INF); this outlet's pages are not read"),
    ],
)
def test_a_match_in_the_words_of_a_feed_says_so(text_by: str, sentence: str) -> None:
    assert why(found(TITLE, TEXT), "INF", text_by) == sentence
