"""A recorded web of four outlets in our own words, written to a folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FEED, PAGE = "application/rss+xml; charset=utf-8", "text/html; charset=utf-8"


def write(folder: Path, articles: int = 6) -> Path:
    """Write it; returns the path of its index.

    `herald` has pages for all its entries, `gazette` for none, `portal` serves a page in place of its feed, and
    `bulletin` lists the very articles of `herald` under its own name.
    """
    folder.mkdir(parents=True)
    index: list[dict[str, str]] = []

    def record(url: str, body: str, **said: str) -> None:
        name = f"{len(index)}.txt"
        (folder / name).write_text(body, "utf-8")
        index.append({"url": url, "file": name, **said})

    for outlet, numbers in {"herald": range(articles), "gazette": range(articles), "bulletin": range(2)}.items():
        site = f"https://{'herald' if outlet == 'bulletin' else outlet}.example.org"
        about = {"outlet": outlet, "name": outlet.title(), "language": "en"}
        record(f"https://{outlet}.example.org/feed", feed(site, numbers), content_type=FEED, kind="feed", **about)
    for number in range(articles):
        url = f"https://herald.example.org/news/{number}"
        record(url, page(number), content_type=PAGE, kind="page", outlet="herald")
    front = "<!doctype html><title>Portal</title><p>Welcome."
    about = {"outlet": "portal", "name": "Portal", "language": ""}
    record("https://portal.example.org/feed", front, content_type=PAGE, kind="feed", **about)
    path = folder / "index.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in index), "utf-8")
    return path


def title(number: int) -> str:
    """The headline of an article; every third one is about the INF Treaty."""
    return f"Round {number}: envoys return to the INF Treaty" if number % 3 == 0 else f"Round {number}: harbour reopens"


def feed(host: str, numbers: range) -> str:
    """An RSS document."""
    items = "".join(
        f"<item><title>{title(n)}</title><link>{host}/news/{n}</link><guid>{host}/news/{n}</guid>"
        f"<pubDate>Mon, 02 Mar 2026 0{n}:00:00 GMT</pubDate><description>What round {n} came to.</description></item>"
        for n in numbers
    )
    channel = f"<channel><title>News</title><link>{host}/</link>{items}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'


def page(number: int) -> str:
    """An article's page."""
    about = "the INF Treaty and the launchers it once banned" if number % 3 == 0 else "the harbour and its cranes"
    paragraphs = "".join(
        f"<p>On day {day} of round {number} the delegations spoke about {about}, and agreed to meet again.</p>"
        for day in range(1, 7)
    )
    head = f"<head><title>{title(number)}</title></head>"
    return f"<html lang=en>{head}<body><article><h1>{title(number)}</h1>{paragraphs}</article></body></html>"
