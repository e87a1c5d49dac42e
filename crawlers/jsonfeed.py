"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from crawlers.addresses import absolute
from crawlers.entry import MOST_TAGS, Entry, Feed
from crawlers.errors import NotAFeed
from crawlers.feed_dates import feed_date
from crawlers.languages import iso_639_1
from crawlers.plain import clean, one_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from crawlers.problems import Problems

Object = dict[str, Any]


def parse_json_feed(text: str, url: str, limit: int, zone: tzinfo, problems: Problems) -> Feed:
    """The feed in `text`; raises NotAFeed where the JSON is broken or something else."""
    document = _load(text, url)
    items = [item for item in _list(document, "items") if isinstance(item, dict)]
    if len(items) < len(_list(document, "items")):
        problems.add("items that are no objects were left out")
    language = iso_639_1(document.get("language"))
    read = (_entry(item, url, zone, problems) for item in problems.within(limit, items))
    return Feed(
        title=one_line(_text(document, "title")),
        language=language,
        entries=tuple(replace(entry, language=entry.language or language) for entry in read),
        format="json1",
        problems=problems.all(),
    )


def _load(text: str, url: str) -> Object:
    try:
        document = json.loads(text, strict=False)
    except RecursionError:
        raise NotAFeed(url, "the JSON is nested too deeply to be a feed") from None
    except ValueError as error:
        raise NotAFeed(url, f"the JSON is broken ({error})") from None
    if not isinstance(document, dict) or "jsonfeed.org/version/1" not in str(document.get("version")):
        raise NotAFeed(url, "JSON, but no JSON Feed: `version` does not name https://jsonfeed.org/version/1")
    return document


def _entry(item: Object, url: str, zone: tzinfo, problems: Problems) -> Entry:
    link = _text(item, "url") or _text(item, "external_url")
    html, plain = _text(item, "content_html"), _text(item, "content_text")
    return Entry(
        id=clean(_text(item, "id")).strip() or None,
        url=problems.address(link, absolute(url, link)),
        title=one_line(_text(item, "title")),
        summary=one_line(_text(item, "summary")),
        content=paragraphs(html) or clean(plain).strip(),
        published=_date(item, "date_published", zone, problems),
        updated=_date(item, "date_modified", zone, problems),
        authors=tuple(_authors(item)),
        language=iso_639_1(item.get("language")),
        tags=tuple(islice(dict.fromkeys(_tags(item)), MOST_TAGS)),
    )


def _text(holder: Object, key: str) -> str:
    value = holder.get(key)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(holder: Object, key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


def _date(item: Object, key: str, zone: tzinfo, problems: Problems) -> datetime | None:
    written = _text(item, key)
    return problems.date(written, feed_date(written, None, zone))


def _authors(item: Object) -> Iterator[str]:
    for author in [*_list(item, "authors"), item.get("author")]:
        name = one_line(_text(author, "name")) if isinstance(author, dict) else ""
        if name:
            yield name


def _tags(item: Object) -> Iterator[str]:
    for tag in _list(item, "tags"):
        if isinstance(tag, str) and (name := one_line(tag)):
            yield name
