"""Ids for outlets that get their names elsewhere."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST = 40


def slug(text: str) -> str:
    """`text` in the letters of an id, accents dropped; empty where it is in another script."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    if sum(map(str.isalnum, plain)) * 2 < sum(map(str.isalnum, text)):
        return ""  # what is left of a name in another script names nothing
    return re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")[:LONGEST].strip("_")


def slug_of_host(url: str) -> str:
    """The name that the owner of an address registered: `herald` of `https://news.herald.example/feed`."""
    domain = registrable_domain(url) or urlsplit(url).hostname or ""
    return slug(domain.partition(".")[0])


def new_id(name: str, url: str, taken: Container[str]) -> str:
    """An id that is not taken yet: of the name, else of the address."""
    wanted = slug(name) or slug_of_host(url) or "outlet"
    numbered = (f"{wanted}_{number}" for number in range(2, 10**6))
    return wanted if wanted not in taken else next(id_ for id_ in numbered if id_ not in taken)


def printable(name: str, url: str) -> str:
    """A name that outlets.yaml takes: one line, no variables; the host's where nothing is left."""
    line = " ".join("".join(each for each in name if each.isprintable() or each.isspace()).split())
    return line.replace("${", "$ {").strip() or (urlsplit(url).hostname or url).removeprefix("www.")
