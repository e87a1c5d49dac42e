from __future__ import annotations

import pytest

from crawlers.web import Purpose, Request
from pipeline.model.outlet import Outlet, Source
from tests.builders import HOUR
from treatywatch.stages.subject import FromFile, Subject, outlet_of


def outlet(name: str, *urls: str) -> Outlet:
    return Outlet(name, name, tuple(Source(name, url, HOUR) for url in urls))


OUTLETS = (
    outlet("world", "https://feeds.herald.co.uk/world"),
    outlet("herald", "https://www.herald.co.uk/feed", "https://herald.example.org/feed"),
    outlet("gazette", "https://gazette.example.com/feed"),
)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.herald.co.uk/a", "herald"),
        ("https://news.herald.co.uk/a", "world"),
        ("http://GAZETTE.example.com/a", "gazette"),
        ("https://other.example.net/a", "other.example.net"),
        ("", ""),
        ("https://[/", ""),
    ],
)
def test_an_outlet_is_found_by_host_then_by_domain(url: str, found: str) -> None:
    assert outlet_of(url, OUTLETS).id == found


def test_an_outlet_without_sources_is_a_stand_in() -> None:
    assert Subject("", outlet_of("", OUTLETS)).configured is False
    assert Subject("", OUTLETS[2]).configured is True


async def test_a_file_answers_as_if_it_had_been_fetched() -> None:
    answer = await FromFile(b"x")(Request("https://herald.example.org/a", Purpose.PAGE))
    assert (answer.url, answer.status, answer.body, answer.content_type) == (
        "https://herald.example.org/a",
        200,
        b"x",
        "",
    )
