"""A web of seeded words, shaped and sized like those of news outlets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random
from typing import TYPE_CHECKING

from bench.markup import page
from bench.material import Web, read
from bench.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEWEST = datetime(2026, 3, 2, 11, 40, tzinfo=UTC)
EVERY_SECOND = 2


@dataclass(frozen=True, slots=True)
class Size:
    """How much to generate."""

    outlets: int
    """Each with one feed and a host of its own."""
    entries: int = 30
    """Of each feed."""
    pages: bool = True
    """Whether the entries' pages are written too."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article before it has a shape."""

    url: str
    title: str
    author: str
    published: datetime
    paragraphs: tuple[str, ...]


def generate(folder: Path, size: Size, seed: int = 1) -> Web:
    """Write a web into a folder. The same seed and size give the same bytes."""
    chance = Random(seed)
    prose = Prose(chance)
    index = folder / "index.jsonl"
    with index.open("w", encoding="utf-8") as lines:
        for number in range(size.outlets):
            for row in _outlet(folder, f"outlet-{number}", size, prose, chance):
                lines.write(json.dumps(row) + "\n")
    what = "pages of 30 to 100 kB" if size.pages else "no pages"
    return read(f"generated web (seed {seed}, feeds of {size.entries} entries, {what})", index)


def _outlet(folder: Path, name: str, size: Size, prose: Prose, chance: Random) -> Iterator[dict[str, str]]:
    host = f"{name}.example.org"
    stories = [_story(f"https://{host}/news/{number}", number, prose, chance) for number in range(size.entries)]
    feed = folder / f"{name}.xml"
    feed.write_text(_feed(host, stories, whole=chance.randrange(EVERY_SECOND) == 0), encoding="utf-8")
    common = {"outlet": name, "language": "en"}
    yield {
        "url": f"https://{host}/feed.xml",
        "file": feed.name,
        "kind": "feed",
        "content_type": "application/rss+xml; charset=utf-8",
        **common,
    }
    for number, story in enumerate(stories if size.pages else ()):
        file = folder / f"{name}-{number}.html"
        file.write_text(page(story, prose, chance), encoding="utf-8")
        named = {"url": story.url, "file": file.name, "kind": "page"}
        yield {**named, "content_type": "text/html; charset=utf-8", **common}


def _story(url: str, number: int, prose: Prose, chance: Random) -> Story:
    published = NEWEST - timedelta(minutes=37 * number + chance.randrange(30))
    return Story(url, prose.title(), prose.name(), published, tuple(prose.article(chance.randint(5, 25))))


def _feed(host: str, stories: list[Story], *, whole: bool) -> str:
    items = "\n".join(_item(story, whole=whole) for story in stories)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{host}</title><link>https://{host}/</link><description>All news</description>"
        f"<language>en</language><ttl>10</ttl>\n{items}\n</channel></rss>\n"
    )


def _item(story: Story, *, whole: bool) -> str:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs[:4])
    content = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if whole else ""
    picture = f'<p><img src="{story.url}.jpg" alt=""/></p>'
    return (
        f"<item><title>{escape(story.title)}</title><link>{story.url}</link>"
        f'<guid isPermaLink="true">{story.url}</guid><pubDate>{format_datetime(story.published)}</pubDate>'
        f"<dc:creator>{escape(story.author)}</dc:creator><category>World</category>"
        f"<description><![CDATA[{picture}<p>{escape(story.paragraphs[0])}</p>]]></description>{content}</item>"
    )
