"""What a page says of itself in JSON-LD (schema.org) blocks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawlers.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting)$")
"""Types of schema.org that are articles: NewsArticle, OpinionNewsArticle, LiveBlogPosting …"""
DEPTH = 12
"""Nesting beyond which nothing is looked for."""

_AND = re.compile(r"\s*[,;]\s+|\s+(?:and|und|og|och|&)\s+")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_BLANKS = re.compile(r"[\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A page's own description of its article; empty where it says nothing."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    language: str = ""
    description: str = ""
    publisher: str = ""


def statement(tree: HtmlElement) -> Statement:
    """The first article that the page's JSON-LD describes by headline or date."""
    described = (_read(found) for block in _blocks(tree) for found in _articles(block, DEPTH))
    return next((said for said in described if said.title or said.published), Statement())


def _blocks(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            yield json.loads(_BLANKS.sub(" ", script.text or ""))
        except (ValueError, RecursionError):
            continue


def _articles(node: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON may be anything
    if depth == 0:
        return
    if isinstance(node, list):
        for member in node:
            yield from _articles(member, depth - 1)
    elif isinstance(node, dict):
        if any(ARTICLES.search(kind) for kind in _strings(node.get("@type"))):
            yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(node.get(key), depth - 1)


def _read(found: dict[str, Any]) -> Statement:
    names = (name for author in _each(found.get("author")) for name in _names(author))
    return Statement(
        title=one_line(next(_strings(found.get("headline") or found.get("name")), "")),
        authors=persons(names),
        published=next(_strings(found.get("datePublished")), ""),
        language=next(_strings(found.get("inLanguage")), ""),
        description=one_line(next(_strings(found.get("description")), "")),
        publisher=next((name for each in _each(found.get("publisher")) for name in _strings(_named(each))), ""),
    )


def persons(written: Iterable[str]) -> tuple[str, ...]:
    """Names of persons from by-lines; what stands in brackets, and addresses of profiles, are none."""
    lines = (_BRACKETS.sub("", one_line(line)) for line in written)
    names = (name.strip() for line in lines if "://" not in line for name in _AND.split(line))
    return tuple(dict.fromkeys(name for name in names if name))


def _named(thing: Any) -> Any:  # noqa: ANN401 - JSON may be anything
    return thing.get("name") if isinstance(thing, dict) else thing


def _names(author: Any) -> Iterator[str]:  # noqa: ANN401 - JSON may be anything
    if isinstance(author, dict) and any(kind.endswith("Organization") for kind in _strings(author.get("@type"))):
        return
    yield from _strings(_named(author))


def _each(value: Any) -> list[Any]:  # noqa: ANN401 - JSON may be anything
    return value if isinstance(value, list) else [value]


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON may be anything
    yield from (each for each in _each(value) if isinstance(each, str))
