"""A recorded site that nobody has configured yet, in our own words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.end_to_end.small_web import FEED, PAGE, feed, page

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://herald.example.org"
ARTICLES = 6
ARCHIVED = range(3, 10)
"""Numbers of the articles that stand in the archive, ten days apart each."""
FRONT = """<html lang="en"><head><title>World news | The Herald</title>
<link rel="alternate" type="application/rss+xml" title="News" href="/rss/news">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed"></head>
<body><p>Welcome.</p></body></html>"""


def write(folder: Path) -> Path:
    """Write it, beside an outlet that is configured already; returns the path of its index."""
    folder.mkdir(parents=True)
    rows: list[dict[str, str]] = []

    def record(url: str, body: str, content_type: str, **said: str) -> None:
        name = f"{len(rows)}.txt"
        (folder / name).write_text(body, "utf-8")
        rows.append({"url": url, "file": name, "content_type": content_type, "kind": "page", **said})

    gazette = {"kind": "feed", "outlet": "gazette", "name": "Gazette", "language": "en"}
    record("https://gazette.example.org/feed", feed("https://gazette.example.org", range(2)), FEED, **gazette)
    record(f"{SITE}/", FRONT, PAGE)
    record(f"{SITE}/rss/news", feed(SITE, range(ARTICLES)), FEED)
    record(f"{SITE}/comments/feed", feed(f"{SITE}/comments", range(2)), FEED)
    maps = "".join(f"Sitemap: {SITE}/maps/{name}.xml\n" for name in ("index", "news"))
    record(f"{SITE}/robots.txt", f"User-agent: *\nDisallow: /admin\n{maps}", "text/plain")
    now = datetime.now(UTC)
    record(f"{SITE}/maps/index.xml", index(f"{SITE}/maps/archive.xml"), "application/xml")
    record(f"{SITE}/maps/news.xml", sitemap(range(ARTICLES), now, timedelta(hours=1)), "application/xml")
    record(f"{SITE}/maps/archive.xml", sitemap(ARCHIVED, now, timedelta(days=10)), "application/xml")
    for number in (*range(ARTICLES), *ARCHIVED):
        record(f"{SITE}/news/{number}", page(number), PAGE)
    path = folder / "index.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def sitemap(numbers: range, now: datetime, apart: timedelta) -> str:
    """A sitemap of articles, the more of `apart` ago the higher their number."""
    rows = "".join(
        f"<url><loc>{SITE}/news/{number}</loc><lastmod>{now - number * apart:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
        for number in numbers
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def index(*urls: str) -> str:
    """A sitemap index."""
    listed = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'
