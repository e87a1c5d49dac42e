from __future__ import annotations

import pytest

from pipeline.newsroom.byline import byline
from pipeline.newsroom.credits import Credits, credit
from pipeline.newsroom.opinion import is_opinion

URL = "https://herald.example.org/world/talks"
BODY = "The envoys met for two hours.\nNothing was signed."


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ada Example", ("Ada Example",)),
        ("By ADA EXAMPLE", ("Ada Example",)),
        ("By Ada Example and Ben de Sample", ("Ada Example", "Ben de Sample")),
        ("By Ada Example, Ben Sample and Cy O’Test", ("Ada Example", "Ben Sample", "Cy O’Test")),
        ("Von Ada Example und Ben Sample", ("Ada Example", "Ben Sample")),
        ("Par Ada Example", ("Ada Example",)),
        ("Автор: Анна Примерова", ("Анна Примерова",)),
        ("By Ada Example | The Herald", ("Ada Example",)),
    ],
)
def test_a_by_line_names_its_authors(line: str, authors: tuple[str, ...]) -> None:
    found = byline(f"A standfirst\n{line}\n{BODY}")
    assert found is not None
    assert (found.authors, found.line) == (authors, 1)


@pytest.mark.parametrize(
    "line",
    [
        "By the end of the day nothing was signed",
        "By Monday",
        "By far the longest",
        "By Ada",
        "Von der Leyen sprach lange",
        "By Ada Example " * 9,
    ],
)
def test_a_sentence_that_begins_with_by_is_no_by_line(line: str) -> None:
    assert byline(f"{line}\n{BODY}") is None


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("A Treaty Dies (Op-ed)", URL),
        ("Opinion: a treaty dies", URL),
        ("Opinion | A treaty dies", URL),
        ("A treaty dies | Opinion", URL),
        ("Kommentar: Ein Vertrag stirbt", URL),
        ("Мнение: договор умирает", URL),
        ("A treaty dies", "https://herald.example.org/opinion/2026/a-treaty-dies"),
        ("A treaty dies", "https://herald.example.org/2026/03/03/a-treaty-dies-op-ed"),
    ],
)
def test_an_opinion_is_told_by_its_labels(title: str, url: str) -> None:
    assert is_opinion(title, url)


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Court publishes opinion on treaty", URL),
        ("Talks resume", "https://herald.example.org/world/opinion"),
        ("Minister: no comment on treaty", URL),
    ],
)
def test_news_about_opinions_is_news(title: str, url: str) -> None:
    assert not is_opinion(title, url)


def test_a_disclaimer_tells_an_opinion() -> None:
    assert is_opinion("A treaty dies", URL, f"{BODY}\nThe views expressed in this article are the author's.")


def test_credits_take_the_by_line_out_and_leave_the_dateline() -> None:
    text = f"By Ada Example\nVIENNA (AP) — {BODY}"
    told = credit("A treaty dies (Op-ed)", URL, text)
    assert told == Credits(f"VIENNA (AP) — {BODY}", ("Ada Example",), "Vienna", None, "AP", opinion=True)


def test_a_story_that_says_nothing_of_itself_has_no_credits() -> None:
    assert credit("Talks", URL, BODY) == Credits(BODY)
