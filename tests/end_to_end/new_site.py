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
    record(f"{SITE}/robots.txt", f"User-agent: *\nDisallow: /admin\nSitemap: {SITE}/maps/news.xml\n", "text/plain")
    record(f"{SITE}/maps/news.xml", sitemap(datetime.now(UTC)), "application/xml")
    for number in range(ARTICLES):
        record(f"{SITE}/news/{number}", page(number), PAGE)
    path = folder / "index.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def sitemap(now: datetime) -> str:
    """A sitemap that names one article per hour, and one of long ago."""
    times = [*(now - timedelta(hours=number) for number in range(ARTICLES)), now - timedelta(days=400)]
    rows = "".join(
        f"<url><loc>{SITE}/news/{number}</loc><lastmod>{at:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
        for number, at in enumerate(times)
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
