"""From the feeds of an OPML document to outlets that are not configured yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.model.outlet import Source
from pipeline.urls import registrable_domain, url_key
from treatywatch.settings.naming import new_id, printable
from treatywatch.settings.written import address_fault, new_outlet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from treatywatch.opml.reading import Outline
    from treatywatch.settings.written import Section

_PASSWORD = re.compile(r"//[^/@]*@")
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Imported:
    """What is new in a list of feeds."""

    outlets: tuple[Section, ...]
    left_out: tuple[str, ...]
    """A sentence for each feed that is not among them."""


def import_outlines(
    outlines: Iterable[Outline], sources: Mapping[str, str], ids: Collection[str], ports: Collection[int]
) -> Imported:
    """Outlets of the feeds that are new; feeds of one title and domain are sources of one outlet.

    Args:
        outlines: The feeds.
        sources: Addresses that are configured, with the ids of their outlets.
        ids: Those that are taken.
        ports: Those that the crawler may use.
    """
    known = {url_key(url): f"is a source of {outlet} already" for url, outlet in sources.items()}
    groups: dict[tuple[str, str], list[Outline]] = {}
    left_out: list[str] = []
    for outline in outlines:
        key = url_key(outline.url)
        if against := known.get(key) or _fault(outline.url, ports):
            left_out.append(f"line {outline.line}: {_PASSWORD.sub('//…@', outline.url)}: {against}; left out")
            continue
        known[key] = f"stands there twice, first in line {outline.line}"
        groups.setdefault((outline.title.casefold(), registrable_domain(outline.url)), []).append(outline)
    taken, outlets = set(ids), list[dict[str, object]]()
    for group in groups.values():
        outlets.append(_outlet(group, taken))
        taken.add(str(outlets[-1]["id"]))
    return Imported(tuple(outlets), tuple(left_out))


def _outlet(group: list[Outline], taken: Collection[str]) -> Section:
    first = group[0]
    languages = list(dict.fromkeys(outline.language for outline in group if outline.language))
    feeds = [Source("", outline.url) for outline in group]
    return new_outlet(new_id(first.title, first.url, taken), printable(first.title, first.url), languages, feeds)


def _fault(url: str, ports: Collection[int]) -> str | None:
    """Why the configuration would not take an address."""
    if fault := address_fault(url):
        return fault
    parts = urlsplit(url)
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    return None if port in ports else f"port {port} is not among crawl.ports of service.yaml"
