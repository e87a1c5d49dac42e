from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from crawlers.extraction.printed import printed_date
from crawlers.extraction.published import Moment, choose_date

URL = "https://herald.example.org/world/talks"
BERLIN = ZoneInfo("Europe/Berlin")


def chosen(body: str, said: tuple[tuple[str, str], ...] = (), url: str = URL, lang: str = "en") -> Moment | None:
    page = f'<html lang="{lang}"><body>{body}<p>x</p></body></html>'
    return choose_date(document_fromstring(page), url, said, BERLIN)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("erstellt: 01. April 2025, 15:25", (2025, 4, 1, 15, 25)),
        ("6 октября 2025 г., 09:05", (2025, 10, 6, 9, 5)),
        ("6 de octubre de 2025 a las 9:05", (2025, 10, 6, 9, 5)),
        ("October 6, 2025 at 9:05 p.m.", (2025, 10, 6, 21, 5)),
        ("October 6th,2025", (2025, 10, 6, 0, 0)),
        ("Oct. 6, 2025 12:05 AM", (2025, 10, 6, 0, 5)),
        ("2025年10月06日09:05 | 来源", (2025, 10, 6, 9, 5)),
        ("2025년 10월 6일", (2025, 10, 6, 0, 0)),
        ("06.10.2025, 9:05 Uhr", (2025, 10, 6, 9, 5)),
        ("06/10/2025", (2025, 10, 6, 0, 0)),
        ("2025-10-06 09:05", (2025, 10, 6, 9, 5)),
        ("Published 6th October 2025", (2025, 10, 6, 0, 0)),
    ],
)
def test_a_printed_date_is_read_in_many_languages(text: str, date: tuple[int, int, int, int, int]) -> None:
    assert printed_date(text, BERLIN) == datetime(*date, tzinfo=BERLIN)


@pytest.mark.parametrize("text", ["", "31.02.2025", "Foobar 6, 2025", "12:30", "in 2025", "6 October"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert printed_date(text, UTC) is None


def test_americans_write_the_month_first() -> None:
    assert printed_date("10/06/2025", UTC, american=True) == datetime(2025, 10, 6, tzinfo=UTC)
    found = chosen('<h1>T</h1><p class="date">10/06/2025</p>', lang="en-US")
    assert found is not None
    assert found.at.month == 10


@given(st.text(alphabet="0123456789./-: ,JanuaryОктября年月日pm", max_size=60))
def test_any_text_has_a_date_or_none(text: str) -> None:
    assert printed_date(text, UTC, american=True) is None or printed_date(text, UTC, american=True)


@pytest.mark.parametrize(
    ("body", "by"),
    [
        ('<h1>T</h1><span itemprop="datePublished" content="2026-03-03T10:00"></span>', "itemprop"),
        ('<time datetime="2020-01-01T00:00Z"></time><h1>T</h1><time datetime="2026-03-03T10:00"></time>', "time"),
        ('<h1>T</h1><p>Since 1. Mai 2020.</p><p class="meta-date">3. März 2026, 10:00</p>', "printed"),
        ("<header><p>3. März 2026, 10:00</p><h1>T</h1></header>", "printed"),
        ("<p>3. März 2026, 10:00</p>", "printed"),
    ],
)
def test_a_date_is_found_where_markup_or_print_has_it(body: str, by: str) -> None:
    assert chosen(body) == Moment(datetime(2026, 3, 3, 9, tzinfo=UTC), by)


def test_what_the_page_states_wins() -> None:
    said = (("", "json-ld"), ("nonsense", "date"), ("2026-03-03T10:00:00Z", "article:published_time"))
    assert chosen('<time datetime="2020-01-01"></time>', said) == Moment(
        datetime(2026, 3, 3, 10, tzinfo=UTC), "article:published_time"
    )


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://herald.example.org/2026/03/03/talks", datetime(2026, 3, 2, 23, tzinfo=UTC)),
        ("https://herald.example.org/n1/20260303/talks", datetime(2026, 3, 2, 23, tzinfo=UTC)),
        ("https://herald.example.org/2026/02/30/talks", None),
        ("https://herald.example.org/1989/03/03/talks", None),
        ("https://herald.example.org/art19823852", None),
    ],
)
def test_the_address_may_name_the_day(url: str, day: datetime | None) -> None:
    assert chosen("", url=url) == (Moment(day, "address") if day else None)


def test_a_printed_date_from_before_the_web_is_a_date_of_the_story() -> None:
    assert chosen("<h1>T</h1><p>8 December 1987</p>") is None
