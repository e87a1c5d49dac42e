"""Addresses as feeds and pages write them."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from crawlers.plain import clean

_BREAKS = re.compile(r"[\t\r\n]")
_BLANKS = re.compile(r"\s")


def absolute(base: str, written: str) -> str | None:
    """`written` as an absolute http(s) address, relative to `base`; None where it is none.

    Tabs and line breaks are dropped and blanks encoded, as browsers do (WHATWG URL, 4.4).
    """
    text = _BLANKS.sub("%20", _BREAKS.sub("", clean(written)).strip())
    if not text:
        return None
    try:
        url = urljoin(base, text)
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and host else None
