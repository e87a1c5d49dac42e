"""Normal forms of addresses."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from urllib.parse import quote, unquote_to_bytes, urlsplit

from tldextract import TLDExtract

TRACKERS = re.compile(
    r"""(?: utm_ | mtm_ | pk_ | piwik_ | hsa_ | ns_ | wt_z?mc | at_(?:medium|campaign|custom|format|link|ptr|bbc)
          | _hs(?:enc|mi)$ | mc_[ce]id$ | (?:fbcl|gcl|dcl|gbra|wbra|ycl|yscl|mscl|twcl|ttcl|igsh|li_fat_)id$
          | gclsrc$ | cmpid$ | cmp$ | ocid$ | xtor$ | s_cid$ | ftag$ | smid$ | ito$ | __twitter_impression$ )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Parameters that say how a reader came, never what he reads."""

FEED_REFERRERS = re.compile(r"(?:ref|source|from|src)=(?:rss|feed|atom|rssfeed|rss[-_]feed)$", re.IGNORECASE)
AMP_PARAMETER = re.compile(r"(?:amp(?:=(?:1|true)?)?|outputtype=amp)$", re.IGNORECASE)
MOBILE_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.])", re.IGNORECASE)
SAFE = "/:@!$&'()*+,;=~-._"


def url_key(url: str) -> str:
    """Identify an article's address: two addresses with one key lead to the same article.

    Drops the scheme, user info, default ports, `www.`, mobile and AMP forms, tracking parameters, the fragment and a
    trailing slash; lower-cases the host, resolves dots, unifies percent-encoding, sorts the query. An address that
    can't be parsed is its own key.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return text
    if not host:
        return text
    default = port is None or port in {80, 443}
    path = _path(parts.path)
    query = _query(parts.query)
    return f"{_host(host)}{'' if default else f':{port}'}{path}{'?' if query else ''}{query}"


def registrable_domain(url: str) -> str:
    """The domain somebody registered (`bbc.co.uk` of `https://news.bbc.co.uk/x`), or the host where there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    found = _suffixes()(host)
    return found.top_domain_under_public_suffix or host


def canonical_key(url: str, canonical: str | None) -> str:
    """The key of a page: its canonical link's, if that is of the same registrable domain and no front page."""
    if canonical and registrable_domain(canonical) == registrable_domain(url):
        parts = urlsplit(canonical)
        if parts.path.strip("/") or parts.query:
            return url_key(canonical)
    return url_key(url)


@cache
def _suffixes() -> TLDExtract:
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def _host(host: str) -> str:
    try:
        name = host.encode("idna").decode("ascii")
    except UnicodeError:
        name = host
    return MOBILE_HOST.sub("", name.rstrip(".").lower())


def _path(path: str) -> str:
    pieces = re.split("%2f", path, flags=re.IGNORECASE)  # an encoded slash is part of a name, not a separator
    unified = "%2F".join(quote(unquote_to_bytes(piece), safe=SAFE) for piece in pieces)
    trailing = posixpath.normpath(unified) if "/." in unified or "//" in unified else unified.rstrip("/")
    trailing = re.sub(r"^//+", "/", trailing)
    trailing = re.sub(r"(?:/amp|\.amp)+$|(?<=\.)amp\.(?=html?$)", "", trailing, flags=re.IGNORECASE)
    return "" if trailing in {"", ".", "/"} else trailing


def _query(query: str) -> str:
    kept = (
        re.sub(r"\s", lambda space: quote(space[0]), pair)
        for pair in query.split("&")
        if pair
        and not TRACKERS.match(pair.partition("=")[0])
        and not FEED_REFERRERS.match(pair)
        and not AMP_PARAMETER.match(pair)
    )
    return "&".join(sorted(kept))
