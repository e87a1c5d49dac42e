"""The page of an article, with all that stands around articles."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from bench.generate import Story
    from bench.prose import Prose

SMALLEST, LARGEST = 30_000, 100_000
"""Bytes of a page."""


def page(story: Story, prose: Prose, chance: Random) -> str:
    """HTML of `SMALLEST` to `LARGEST` bytes: around the article a third is script, the rest links."""
    target = chance.randint(SMALLEST, LARGEST)
    head, body = _head(story), _article(story)
    missing = target - len(head) - len(body)
    script = _script(prose, missing // 3)
    before = _menu(prose, 60) + _teasers(prose, chance, missing // 6)
    after = _teasers(prose, chance, missing - len(script) - len(before) - 300)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{head}{script}</head>\n<body class="article">'
        f'<header class="site-header">{before}</header>\n<div class="wrapper"><main>{body}</main>'
        f'<aside class="related">{after}</aside></div><footer>{_menu(prose, 20)}</footer></body></html>\n'
    )


def _head(story: Story) -> str:
    statement = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "author": {"@type": "Person", "name": story.author},
    }
    title, summary = escape(story.title), escape(story.paragraphs[0][:150])
    return (
        f'<meta charset="utf-8"><title>{title} | Example</title><link rel="canonical" href="{story.url}">'
        f'<meta property="og:title" content="{title}"><meta property="og:url" content="{story.url}">'
        f'<meta name="description" content="{summary}"><meta name="robots" content="index, follow">'
        f'<script type="application/ld+json">{json.dumps(statement)}</script>'
    )


def _article(story: Story) -> str:
    paragraphs = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    return (
        f'<article><h1>{escape(story.title)}</h1><p class="byline">By <a href="/authors/1">{escape(story.author)}</a>'
        f' <time datetime="{story.published.isoformat()}">today</time></p><div class="article-body">{paragraphs}</div>'
        '<div class="share"><a href="#a">Share</a><a href="#b">Print</a></div></article>'
    )


def _menu(prose: Prose, links: int) -> str:
    items = "".join(f'<li class="menu-item"><a href="/section/{n}">{prose.words(1)}</a></li>' for n in range(links))
    return f'<nav class="menu"><ul>{items}</ul></nav>'


def _teasers(prose: Prose, chance: Random, length: int) -> str:
    teasers: list[str] = []
    while sum(len(teaser) for teaser in teasers) < length:
        number = chance.randrange(10_000)
        teasers.append(
            f'<div class="teaser teaser--small"><a href="/news/{number}"><img src="/i/{number}.jpg" alt="" width="160">'
            f'<h3 class="teaser__title">{prose.title()}</h3></a><span class="teaser__date">{number % 24} h</span></div>'
        )
    return "".join(teasers)


def _script(prose: Prose, length: int) -> str:
    settings: dict[str, str] = {}
    while len(settings) * 60 < length:
        settings[f"key{len(settings)}"] = prose.words(8)
    return f"<script>window.settings = {json.dumps(settings)};</script>"
