"""From an agency's page to its credits: recorded stories where they are present, shapes in our own words always."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from crawlers.articles import extract_page
from pipeline.newsroom.credits import credit
from tests.pipeline.newsroom.expected import EXPECTED, NO_PART, Expected

REPLAY = Path(__file__).parents[3] / "../shared/data/replay/index.jsonl"
PARAGRAPH = "The two delegations met for three hours on Tuesday and agreed to continue in a month, an official said."


def expected_of(body: bytes, url: str) -> tuple[Expected, str]:
    page = extract_page(body, url, "text/html")
    told = credit(page.title, url, page.text, page.published)
    assert page.published is not None
    published, authors = page.published.isoformat(), page.authors or told.authors
    return Expected(published, told.place, told.agency, told.dated, authors, told.opinion), told.text


@pytest.mark.skipif(not REPLAY.is_file(), reason="the recorded stories in ../shared/data/replay are not here")
@pytest.mark.parametrize("url", EXPECTED)
def test_a_recorded_story_is_credited_as_a_person_read_it(url: str) -> None:
    rows = {row["url"]: row for row in map(json.loads, REPLAY.read_text("utf-8").splitlines())}
    found, text = expected_of((REPLAY.parent / rows[url]["file"]).read_bytes(), url)
    assert found == EXPECTED[url]
    assert not any(line.startswith(NO_PART) for line in text.split("\n"))


def page(paragraphs: list[str], title: str = "Talks to continue, officials say", head: str = "") -> bytes:
    """The shape of an agency's page: its title again, a standfirst, then the story."""
    words = "\n".join(f"<p>{paragraph}</p>" for paragraph in (title, *paragraphs))
    published = '<meta property="article:published_time" content="2026-03-03T18:00:00+03:00">'
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{published}</head><body>'
        f"<nav>Home | News</nav><article><h1>{title}</h1>{head}\n{words}</article>"
        "<footer>All rights reserved</footer></body></html>"
    ).encode()


def test_a_story_of_an_agency_has_place_date_and_agency() -> None:
    body = page(["Experts expect little of it", f"MOSCOW, March 3. /TASS/. {PARAGRAPH}", PARAGRAPH])
    found, text = expected_of(body, "https://wire.example.com/politics/1")
    assert found == Expected("2026-03-03T15:00:00+00:00", "Moscow", "TASS", date(2026, 3, 3))
    assert text.startswith("Experts expect little of it\nMOSCOW, March 3. /TASS/. The two")


def test_a_place_may_name_its_region() -> None:
    body = page([f"NORTH SHORE /Lake Region/, March 2. /TASS/. {PARAGRAPH}", PARAGRAPH])
    assert expected_of(body, "https://wire.example.com/politics/2")[0].place == "North Shore, Lake Region"


def test_a_russian_story_is_credited_alike() -> None:
    story = "Делегации двух стран провели трёхчасовую встречу и договорились продолжить переговоры через месяц."
    found, _ = expected_of(page([f"МОСКВА, 3 марта. /ТАСС/. {story}", story]), "https://wire.example.com/politika/3")
    assert (found.place, found.agency, found.dated) == ("Москва", "TASS", date(2026, 3, 3))


def test_an_op_ed_has_its_author_and_none_of_the_furniture() -> None:
    others = "https://times.example.com/2026/01/01/another-op-ed"
    title = "After the Treaty, Risks Remain (Op-ed)"
    body = page(
        [
            "A coalition is needed.",
            PARAGRAPH,
            "Related article: Another Treaty Ends (Op-ed)",
            PARAGRAPH,
            others,
            PARAGRAPH,
        ],
        title,
        '<p class="byline">By Ada Example</p><p>NEWS FROM THE NORTH</p>',
    )
    found, text = expected_of(body, "https://times.example.com/2026/03/03/after-the-treaty-risks-remain-op-ed")
    assert found == Expected("2026-03-03T15:00:00+00:00", authors=("Ada Example",), opinion=True)
    assert text.split("\n") == ["A coalition is needed.", PARAGRAPH, PARAGRAPH, PARAGRAPH]
