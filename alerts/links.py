"""Which addresses of strangers a mail may lead to."""

from __future__ import annotations

import re
import unicodedata
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from pipeline.urls import TRACKERS

LONGEST_LINK: Final = 2048
TOGETHER: Final = ({"CJK", "HIRAGANA", "KATAKANA"}, {"CJK", "HANGUL"})
"""Scripts that one language mixes."""


def safe_link(url: str) -> str:
    """Give the address as one run of printable characters, or "" where a mail must not lead there.

    Only http and https with a host, without user info, backslashes, spaces or control characters, and at most
    2,048 characters. What is not ASCII is percent-encoded; a host in one script stays readable, one that mixes
    scripts (`аpple.com` with a Cyrillic а) is shown in its encoded form (RFC 3492). Parameters that only say how
    a reader came are left out.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    if not host or not _harmless(url, parts):
        return ""
    netloc = host if port is None else f"{host}:{port}"
    path, query, fragment = (_quoted(part) for part in (parts.path, _untracked(parts.query), parts.fragment))
    link = SplitResult(parts.scheme, netloc, path, query, fragment).geturl()
    return link if len(link) <= LONGEST_LINK else ""


def _harmless(url: str, parts: SplitResult) -> bool:
    return (
        parts.scheme in {"http", "https"}
        and parts.username is None
        and "\\" not in url
        and len(url) <= LONGEST_LINK
        and all(char.isprintable() and not char.isspace() for char in url)
    )


def _host(host: str) -> str:
    if ":" in host:
        return f"[{IPv6Address(host)}]"
    encoded = host.encode("idna").decode("ascii")
    if not all(char.isalnum() or char in "-._" for char in encoded):
        raise ValueError(host)
    return encoded if host.isascii() or _mixes_scripts(host) else host


def _mixes_scripts(host: str) -> bool:
    scripts = {re.split("[ -]", unicodedata.name(char, "?"))[0] for char in host if char.isalpha()}
    return len(scripts) > 1 and not any(scripts <= allowed for allowed in TOGETHER)


def _untracked(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if not TRACKERS.match(pair.partition("=")[0]))


def _quoted(part: str) -> str:
    return quote(part, safe="%/:?#[]@!$&'()*+,;=~-._")
