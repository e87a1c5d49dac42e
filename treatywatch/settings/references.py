"""Faults between entries and between files, found on the plain values, so that other faults don't hide them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from email_validator import EmailNotValidError

from pipeline.model.rule import keyword_rule
from treatywatch.settings.addresses import canonical_address

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from treatywatch.settings.document import Document
    from treatywatch.settings.faults import Fault, Where


def outlets_fit(outlets: Document) -> Iterator[Fault]:
    """Ids and addresses of sources are given once."""
    yield from _repeated(outlets, "outlets", "*", "id")
    yield from _repeated(outlets, "outlets", "*", "sources", "*", "url", same=_same_url)


def topics_fit(topics: Document) -> Iterator[Fault]:
    """Ids are given once."""
    yield from _repeated(topics, "topics", "*", "id")
    yield from _repeated(topics, "context_sets", "*", "id")


def subscriptions_fit(subscriptions: Document) -> Iterator[Fault]:
    """Ids are given once, and so is within a subscription whatever it lists."""
    every = ("subscriptions", "*")
    yield from _repeated(subscriptions, *every, "id")
    yield from _repeated(subscriptions, *every, "recipients", "*", same=_same_address, within=2)
    yield from _repeated(subscriptions, *every, "concepts", "*", within=2)
    yield from _repeated(subscriptions, *every, "keywords", "*", same=_same_keyword, within=2)
    yield from _repeated(subscriptions, *every, "queries", "*", within=2)
    yield from _repeated(subscriptions, *every, "alerts", "*", within=2)
    yield from _repeated(subscriptions, *every, "break_quiet", "*", within=2)
    yield from _repeated(subscriptions, *every, "schedule", "on", "*", same=_same_day, within=2)


def ports_allowed(outlets: Document, ports: Collection[int]) -> Iterator[Fault]:
    """Every source is at a port that the crawler may use; else no poll would ever go out."""
    for where, url in outlets.texts("outlets", "*", "sources", "*", "url"):
        try:
            parts = urlsplit(url)
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
        except ValueError:
            continue
        if port and port not in ports:
            yield outlets.fault(where, f"port {port} is not among crawl.ports of service.yaml")


def _repeated(document: Document, *pattern: str, same: Callable[[str], str] = str, within: int = 0) -> Iterator[Fault]:
    seen: dict[tuple[Where, str], int] = {}
    for where, text in document.texts(*pattern):
        key = (where[:within], same(text))
        if key in seen:
            yield document.fault(where, f"stands twice, first in line {seen[key]}")
        else:
            seen[key] = document.values[where][0]


def _same_url(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    return parts._replace(netloc=parts.netloc.casefold(), path=parts.path or "/", fragment="").geturl()


def _same_address(address: str) -> str:
    try:
        return canonical_address(address).casefold()
    except EmailNotValidError:
        return address


def _same_keyword(words: str) -> str:
    return keyword_rule(words).id


def _same_day(name: str) -> str:
    return name.casefold()[:3]
