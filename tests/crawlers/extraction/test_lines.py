from __future__ import annotations

import pytest

from crawlers.extraction.lines import own_lines

STORY = "The envoys met for two hours and agreed to meet again in a month, an official said."


@pytest.mark.parametrize(
    "line",
    [
        "Read more",
        "READ MORE:",
        "Related article: Another treaty ends",
        "Read also | Another treaty ends",
        "More from The Herald",
        "Lesen Sie auch: Ein Vertrag endet",
        "À lire aussi : un traité prend fin",
        "Leer más",
        "Czytaj więcej",
        "Читайте также: Договор прекращён",
        "По теме",
        "関連記事",
        "Sign up for our newsletter and get the best of the week.",
        "Follow The Herald on Telegram",
        "Подписывайтесь на наш канал",
        "© 2026 The Herald. All rights reserved",
        "Photo: Ada Example / The Herald",
        "The envoys on the steps of the hall / Example Photo",
        "The envoys shake hands. (AP Photo/Ada Example)",
        "https://herald.example.org/2026/another-treaty-ends",
    ],
)
def test_what_refers_asks_or_captions_is_no_line_of_the_story(line: str) -> None:
    assert own_lines([STORY, line, STORY], ()) == [STORY, STORY]


@pytest.mark.parametrize(
    "line",
    [
        "Read more carefully, the treaty says nothing of the kind.",
        "Related talks in Vienna ended without a result.",
        "More from him was not to be heard that day.",
        "Subscribers to the treaty met again.",
        "“Follow us,” the guide said, and the inspectors did.",
        "Nothing was signed.",
        "The price was 12/15 euros",
        f"Photo: {STORY * 4}",
    ],
)
def test_sentences_that_begin_alike_stay(line: str) -> None:
    assert own_lines([STORY, line], ()) == [STORY, line]


def test_the_title_and_what_stands_above_it_goes() -> None:
    lines = ["WORLD", "Talks Resume!", STORY, "Talks resume"]
    assert own_lines(lines, ("Talks resume",)) == [STORY, "Talks resume"]


def test_a_paragraph_above_the_title_keeps_it() -> None:
    lines = [STORY * 2, "Talks resume", STORY]
    assert own_lines(lines, ("Talks resume",)) == lines
