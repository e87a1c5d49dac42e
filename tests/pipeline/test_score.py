from __future__ import annotations

import pytest

from pipeline.model.match import Span
from pipeline.tagging.score import overall, specific, topical

TITLE = Span("title", 0, 3, "INF")
LEAD = Span("text", 100, 103, "INF")
LATER = Span("text", 900, 903, "INF")
LONGER = Span("text", 900, 912, "INF Treaty of 1987")


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ((TITLE,), (LEAD,)),
        ((LEAD,), (LATER,)),
        ((LATER, LATER), (LATER,)),
        ((LONGER,), (LATER,)),
        ((TITLE, LEAD), (TITLE, LATER)),
        ((LATER,), ()),
    ],
)
def test_an_article_is_more_about_what_stands_first_often_and_in_full(
    more: tuple[Span, ...], less: tuple[Span, ...]
) -> None:
    assert topical(more) > topical(less)


def test_repeating_a_word_counts_less_and_less() -> None:
    once, twice, thrice = (topical((LATER,) * times) for times in (1, 2, 3))
    assert twice - once > thrice - twice


def test_an_article_is_about_its_first_rule_and_a_little_about_the_others() -> None:
    assert (overall([2.0, 5.0, 1.0]), overall([])) == (5.3, 0.0)


@pytest.mark.parametrize(
    ("words", "telling"),
    [("treaty", 1), ("nuclear test", 2), ("Iran nuclear deal", 3), ("Treaty of the year 1987", 3), ("INF", 3),
     ("INF Treaty", 3), ("ДСНВ", 3), ("I", 1)],
)  # fmt: skip
def test_an_acronym_tells_as_much_as_a_name(words: str, telling: int) -> None:
    assert specific(words) == telling
