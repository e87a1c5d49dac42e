"""The documents of an outlet."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime
from html import escape
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from tests.end_to_end.week.outlet import Outlet
    from tests.end_to_end.week.story import Story

BERLIN = ZoneInfo("Europe/Berlin")
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "json": "application/feed+json",
}
RECENT = timedelta(days=2)


def feed(outlet: Outlet, at: datetime) -> bytes:
    """The feed as of a moment."""
    stories = list(reversed(outlet.listed(at)))
    if outlet.shuffled:
        Random(_hour(at)).shuffle(stories)
    write = {"rss": _rss, "atom": _atom, "rdf": _rdf, "json": _json}[outlet.form]
    return write(outlet, stories, at).encode()


def page(story: Story, at: datetime) -> bytes:
    """The page of a story."""
    title = story.title(at)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    return f"<html lang=en>{head}<body><main><article><h1>{title}</h1>{text}</article></main></body></html>".encode()


def sitemap(outlet: Outlet, at: datetime) -> bytes:
    """A news sitemap of the last two days."""
    rows = "".join(
        f"<url><loc>https://{outlet.host}{story.path}</loc><news:news><news:publication><news:name>{outlet.name}"
        f"</news:name><news:language>en</news:language></news:publication><news:publication_date>"
        f"{story.published.isoformat()}</news:publication_date><news:title>{story.title(at)}</news:title></news:news></url>"
        for story in outlet.stories
        if at - RECENT <= story.published <= at
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{rows}</urlset>'.encode()


def _rss(outlet: Outlet, stories: list[Story], at: datetime) -> str:
    def item(story: Story) -> str:
        date = story.dated(at)
        written = f"{date.astimezone(BERLIN):%a, %d %b %Y %H:%M:%S}" if outlet.naive else format_datetime(date)
        return (
            f"<item><title>{story.title(at)}</title><link>{_link(outlet, story, at)}</link>"
            f'<guid isPermaLink="false">{story.guid}</guid><pubDate>{written}</pubDate>'
            f"<description>{story.paragraphs[0]}</description></item>"
        )

    about = f"<title>{outlet.name}</title><link>https://{outlet.host}/</link><description>News</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{about}{"".join(map(item, stories))}</channel></rss>'


def _atom(outlet: Outlet, stories: list[Story], at: datetime) -> str:
    def entry(story: Story) -> str:
        date = story.dated(at).isoformat()
        return (
            f'<entry><id>{story.guid}</id><title>{story.title(at)}</title><link href="{_link(outlet, story, at)}"/>'
            f"<published>{date}</published><updated>{date}</updated><summary>{story.paragraphs[0]}</summary></entry>"
        )

    about = f"<id>https://{outlet.host}/</id><title>{outlet.name}</title><updated>{_updated(stories, at)}</updated>"
    body = about + "".join(map(entry, stories))
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{body}</feed>'


def _rdf(outlet: Outlet, stories: list[Story], at: datetime) -> str:
    def item(story: Story) -> str:
        link = _link(outlet, story, at)
        return (
            f'<item rdf:about="{escape(story.guid)}"><title>{story.title(at)}</title><link>{link}</link>'
            f"<dc:date>{story.dated(at).isoformat()}</dc:date><description>{story.paragraphs[0]}</description></item>"
        )

    about = f"<title>{outlet.name}</title><link>https://{outlet.host}/</link><description>News</description>"
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="https://{outlet.host}/">{about}</channel>{"".join(map(item, stories))}</rdf:RDF>'
    )


def _json(outlet: Outlet, stories: list[Story], at: datetime) -> str:
    items = [
        {
            "id": story.guid,
            "url": f"https://{outlet.host}{story.path}{_tracker(outlet, at)}",
            "title": story.title(at),
            "summary": story.paragraphs[0],
            "date_published": story.dated(at).isoformat(),
        }
        for story in stories
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": outlet.name, "items": items})


def _link(outlet: Outlet, story: Story, at: datetime) -> str:
    return escape(f"https://{outlet.host}{story.path}{_tracker(outlet, at)}")


def _tracker(outlet: Outlet, at: datetime) -> str:
    return f"?utm_source=feed&utm_campaign={at.date()}" if outlet.tracked else ""


def _hour(at: datetime) -> int:
    return int(at.timestamp()) // 3600


def _updated(stories: list[Story], at: datetime) -> str:
    return max((story.dated(at) for story in stories), default=at).isoformat()
