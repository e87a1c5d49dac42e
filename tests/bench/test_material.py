from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.generate import Size, generate
from bench.markup import LARGEST, SMALLEST
from bench.material import RECORDED, Web, recorded
from crawlers.articles import extract_page
from crawlers.feeds import parse_feed
from pipeline.urls import url_key

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Size(outlets=2, entries=4)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Web:
    return generate(tmp_path_factory.mktemp("web"), SMALL)


def test_the_same_seed_gives_the_same_bytes(web: Web, tmp_path: Path) -> None:
    again = generate(tmp_path, SMALL)
    assert [one.body() for one in (*again.feeds, *again.pages)] == [one.body() for one in (*web.feeds, *web.pages)]


def test_another_seed_gives_other_bytes(web: Web, tmp_path: Path) -> None:
    other = generate(tmp_path, SMALL, seed=2)
    assert {one.body() for one in other.pages}.isdisjoint(one.body() for one in web.pages)


def test_every_entry_of_a_generated_feed_has_its_page(web: Web) -> None:
    pages = {url_key(page.url) for page in web.pages}
    listed = [entry for feed in web.feeds for entry in parse_feed(feed.body(), feed.url).entries]
    assert len(listed) == SMALL.outlets * SMALL.entries
    assert {url_key(entry.url or "") for entry in listed} == pages
    assert web.paged == web.sources


def test_generated_pages_are_as_large_as_real_ones_and_hold_an_article(web: Web) -> None:
    for page in web.pages:
        body = page.body()
        assert SMALLEST * 0.9 < len(body) < LARGEST * 1.1
        found = extract_page(body, page.url, "text/html; charset=utf-8")
        assert found.title
        assert len(found.text.split("\n")) >= 5


def test_pages_can_be_left_out(tmp_path: Path) -> None:
    web = generate(tmp_path, Size(outlets=1, entries=2, pages=False))
    assert (len(web.feeds), web.pages, web.paged) == (1, (), ())


@pytest.mark.skipif(not RECORDED.is_file(), reason="../shared/data/replay, the recorded web, is not here")
def test_the_recorded_web_is_read_whole() -> None:
    web = recorded()
    assert web
    assert (len(web.feeds), len(web.pages), len(web.paged), len(web.sources)) == (140, 139, 87, 140)
    assert all(page.body().lstrip().startswith(b"<") for page in web.pages)
