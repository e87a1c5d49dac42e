from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import NotAFeed
from crawlers.feeds import parse_feed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [
    "id",
    "url",
    "title",
    "summary",
    "content_html",
    "content_text",
    "date_published",
    "authors",
    "author",
    "language",
    "tags",
]


def parse(limit: int = 500, **document: Any) -> Any:  # noqa: ANN401 - JSON may be anything
    text = json.dumps({"version": "https://jsonfeed.org/version/1", **document})
    return parse_feed(text.encode(), "https://notes.example.org/feed.json", limit=limit)


def test_a_json_feed_without_items_is_a_feed() -> None:
    assert parse(title="Quiet").entries == ()


def test_an_item_inherits_the_language_of_the_feed() -> None:
    assert parse(language="ru", items=[{"id": "1"}]).entries[0].language == "ru"


def test_tags_are_texts() -> None:
    tags = ["Talks", 7, "", "Talks", " Europe "]
    assert parse(items=[{"id": "1", "tags": tags}]).entries[0].tags == ("Talks", "Europe")


def test_a_byte_order_mark_does_not_hide_the_json() -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"version": "https://jsonfeed.org/version/1.1"}).encode()
    assert parse_feed(body, "https://notes.example.org/").format == "json1"


def test_items_beyond_the_limit_are_left_out() -> None:
    assert len(parse(limit=2, items=[{"id": str(n)} for n in range(3)]).entries) == 2


@pytest.mark.parametrize("version", [None, 2, "https://example.org/version/1", ["x"]])
def test_another_version_is_refused(version: object) -> None:
    with pytest.raises(NotAFeed, match="jsonfeed"):
        parse(version=version)


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON) | JSON, max_size=4))
def test_items_of_any_shape_give_entries(items: list[Any]) -> None:
    feed = parse(items=items)
    assert len(feed.entries) == sum(isinstance(item, dict) for item in items)
