from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.newsroom.dateline import dateline

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
STORY = "The two sides met again."
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("written", "place", "day", "agency"),
    [
        ("MOSCOW, March 2. /TASS/. ", "Moscow", DAY, "TASS"),
        ("NORTH SHORE /Lake Region/, March 2. /TASS/. ", "North Shore, Lake Region", DAY, "TASS"),
        ("МОСКВА, 2 марта. /ТАСС/. ", "Москва", DAY, "TASS"),
        ("МОСКВА, 2 марта. /Корр. ТАСС Анна Примерова/. ", "Москва", DAY, "TASS"),
        ("ROSTOV-ON-DON, March 2. /TASS/. ", "Rostov-on-Don", DAY, "TASS"),
        ("UN HEADQUARTERS, March 2. /TASS/. ", "UN Headquarters", DAY, "TASS"),
        ("MOSCOW. March 2 (Interfax) - ", "Moscow", DAY, "Interfax"),
        ("Москва. 2 марта. INTERFAX.RU - ", "Москва", DAY, "Interfax"),
        ("KYIV. March 2 (Interfax-Ukraine) - ", "Kyiv", DAY, "Interfax-Ukraine"),
        ("МОСКВА, 2 мар - РИА Новости. ", "Москва", DAY, "RIA Novosti"),
        ("МОСКВА, 2 мар — РИА Новости, Анна Примерова. ", "Москва", DAY, "RIA Novosti"),
        ("VIENNA, March 2 (Reuters) - ", "Vienna", DAY, "Reuters"),
        ("VIENNA/PARIS (Reuters) - ", "Vienna/Paris", None, "Reuters"),
        ("(Reuters) - ", None, None, "Reuters"),
        ("VIENNA (AP) — ", "Vienna", None, "AP"),
        ("VIENNA, Austria (AP) — ", "Vienna, Austria", None, "AP"),
        ("Paris, March 2, 2025 (AFP) - ", "Paris", date(2025, 3, 2), "AFP"),
        ("Paris, France — AFP — ", "Paris, France", None, "AFP"),
        ("TOKYO, March 2, Kyodo - ", "Tokyo", DAY, "Kyodo"),
        ("KYODO NEWS - ", None, None, "Kyodo"),
        ("BEIJING, March 2 (Xinhua) -- ", "Beijing", DAY, "Xinhua"),
        ("新华社北京3月2日电 ", "北京", DAY, "Xinhua"),
        ("Wien (dpa) - ", "Wien", None, "dpa"),
        ("Wien (dpa/bb) - ", "Wien", None, "dpa"),
        ("SEOUL, March 2 (Yonhap) -- ", "Seoul", DAY, "Yonhap"),
        ("New Delhi [India], March 2 (ANI): ", "New Delhi, India", DAY, "ANI"),
        ("March 2 (UPI) -- ", None, DAY, "UPI"),
        ("(ANSA) - ROMA, 02 MAR - ", "Roma", DAY, "ANSA"),
        ("Madrid, 2 mar (EFE).- ", "Madrid", DAY, "EFE"),
        ("Tehran, IRNA - ", "Tehran", None, "IRNA"),
        ("WASHINGTON — ", "Washington", None, None),
    ],
)
def test_a_dateline_says_where_when_and_who(written: str, place: str | None, day: date | None, agency: str) -> None:
    found = dateline(written + STORY, NOON)
    assert found is not None
    assert (found.place, found.date, found.agency) == (place, day, agency)
    assert (found.start, found.length) == (0, len(written))


@pytest.mark.parametrize(
    "text",
    [
        "The talks (Reuters reported so) went on.",
        "He said (AP) that nothing had changed.",
        "INF talks - what comes next",
        "NATO — the alliance met.",
        "In March 2 (two) rounds were held.",
        "the capital, March 2 (Reuters) - lower case",
        "Aa (aa) - not the agency",
        "MOSCOW, Foobar 2. /TASS",
        "- (AP)",
        "",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    assert dateline(text, NOON) is None


def test_a_dateline_may_stand_below_a_standfirst() -> None:
    text = f"What experts expect of it\nMOSCOW, March 2. /TASS/. {STORY}"
    found = dateline(text, NOON)
    assert found is not None
    assert text[found.start + found.length :] == STORY


def test_a_dateline_deep_in_the_text_is_another_storys() -> None:
    assert dateline("Words.\n" * 6 + "MOSCOW, March 2. /TASS/. More.", NOON) is None


@pytest.mark.parametrize(
    ("published", "year"),
    [(datetime(2026, 1, 1, tzinfo=UTC), 2025), (datetime(2025, 12, 31, tzinfo=UTC), 2025)],
)
def test_a_date_without_a_year_is_the_nearest(published: datetime, year: int) -> None:
    found = dateline("MOSCOW, December 31. /TASS/. Fireworks.", published)
    assert found is not None
    assert found.date == date(year, 12, 31)


@pytest.mark.parametrize(
    "written", ["MOSCOW, December 31. /TASS/. ", "MOSCOW, February 30. /TASS/. ", "MOSCOW, Smarch 3. /TASS/. "]
)
def test_a_date_that_can_not_be_told_is_none(written: str) -> None:
    found = dateline(written, None if "31" in written else NOON)
    assert found is not None
    assert (found.place, found.date) == ("Moscow", None)


@given(st.text(alphabet="MOSCOWmarch (/)TASSReuters.,-—0123456789\n[]东月日电", max_size=200))
def test_a_dateline_covers_a_part_of_its_text(text: str) -> None:
    found = dateline(text, NOON)
    assert found is None or 0 <= found.start < found.start + found.length <= len(text)
