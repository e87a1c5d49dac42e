"""Normal forms of addresses."""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from tldextract import TLDExtract

REUSED = "#r-"
"""In the key of an article, between that of its address and what tells it from those that stood there before; no key of
an address has it."""

TRACKERS = re.compile(
    r"""(?: (?: utm | itm | mtm | matomo | piwik | hsa | bsft | oft | vero | adjust ) _\w+
          | pk_ (?: campaign | cid | content | keyword | kwd | medium | placement | source | vid )
          | ns_ (?: campaign | fee | linkname | mchannel | source ) | wt[._] z? mc [\w.]*
          | at_ (?: bbc | campaign | creation | custom | emailtype | format | link | medium | ptr | recipient ) \w*
          | at_send_date
          | _* hs (?: enc | mi | fp | sc | tc ) | hsctatracking | mc_[ce]id | mkt_tok | ml_subscriber (?: _hash )?
          | (?: fbcl | gcl | dcl | gbra | wbra | ycl | yscl | ymcl | msclk | twcl | ttcl | sccl | wicked | srslt ) id
          | igsh (?: id )? | li_fat_id | (?: rb_ | ir ) clickid | gclsrc | gad_ (?: source | campaignid ) | _g[al]
          | fb_ (?: action_ids | action_types | comment_id | ref | source ) | _openstat | _kx | _bhlid | _branch_\w+
          | oly_\w+_id | guccounter | guce_referrer (?: _sig )? | soc_ (?: src | trk ) | spm | __twitter_impression
          | ref_ (?: src | url ) | rref | smid | smtyp | emc | cmp (?: id )? | mbid | ocid | xtor | s_cid | ftag | ito
          | phpsessid | jsessionid | aspsessionid\w* )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Parameters that say how a reader came, or who he is, never what he reads."""

WAYS_IN = re.compile(
    r"""(?: ref | referr?er | source | src | from | via | partner | cid | ncid | feed | rss ) =
        (?: rss (?: [-_]?feed | [-_]?\d\.0 )? | feed | atom | twitter | facebook | telegram | whatsapp | linkedin | vk
          | flipboard | social | share | newsletter | e?mail | push | home (?: page )? | google (?: news )? | yandex
          | yxnews )$ | _r=[01]$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Parameters that say so only with these values; with others they may be what the address is about."""

AMP_PARAMETER = re.compile(
    r"(?:(?:is)?amp(?:=(?:0|1|true|false)?)?|(?:output|outputtype|view|mode|format|type|layout)=amp|amp_(?:js_v|gsa|ct|latest_update_time)=.*|usqp=.*)$",
    re.IGNORECASE,
)
SAME_PAGE = re.compile(
    r"/amp(?=/|$)|/amp\.html?$|(?<=[^/.])\.amp(?=\.html?$|$)|/(?:index\.(?:html?|shtml?|php)|default\.aspx?)$",
    re.IGNORECASE,
)
"""Parts of a path that name the AMP form, or the file behind a directory."""
SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
MOBILE_HOST = re.compile(
    r"^(?:(?:www\d?|m|mobile?|wap|touch|amp)\.)+(?=[^.]+\.[^.])|(?<=^[a-z][a-z])\.m(?=\.[^.]+\.[^.])"
)
AMP_CACHE = re.compile(r"(?:.*\.)?cdn\.ampproject\.org(?:/[cv]|/wp)/(?:s/)?([^/]+\.[^/]+.*)")
AMP_VIEWER = re.compile(r"(?:www\.)?(?:google\.[a-z]{2,3}(?:\.[a-z]{2})?|bing\.com)/amp/(?:s/)?([^/]+\.[^/]+.*)")
SAFE = "/:@!$&'()*+,;=~-._"
ESCAPED_TWICE = re.compile(r"^(?:amp;)+", re.IGNORECASE)
"""What `&amp;amp;` in a feed leaves."""
LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
ENCODED = re.compile(r"%([0-9a-fA-F]{2})")
UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


class _Address(NamedTuple):
    host: str
    rest: str
    """Path, query and route."""

    @property
    def key(self) -> str:
        return self.host + self.rest


def url_key(url: str) -> str:
    """Identify an article's address: two addresses with one key lead to the same article.

    Drops the scheme, user info, default ports, `www.`, mobile and AMP forms (also of Google's and Bing's AMP caches),
    tracking parameters, the fragment, `index.html` and a trailing slash; lower-cases the host and writes it in
    Punycode; resolves dots; unifies percent-encoding (RFC 3986, 6.2.2); sorts the query, in which equal pairs count
    once and `a=` is `a`. A fragment that is a route (`#!/a`, `#/a`) stays: it says what is read. An address that can't
    be parsed is its own key. A key is its own key, with any scheme before it.

    >>> url_key("http://www.example.org:80/talks/?utm_source=rss&id=7#top")
    'example.org/talks?id=7'
    >>> url_key("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/talks.amp.html")
    'example.org/talks.html'
    """
    address = _address(url)
    return address.key if address else url.strip()


def registrable_domain(url: str) -> str:
    """The domain somebody registered, or the host where there is none.

    >>> registrable_domain("https://news.example.co.uk/talks")
    'example.co.uk'
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _registered(host) or host


def canonical_key(url: str, canonical: str | None) -> str:
    """The key of a page: its canonical link's, if that is of the same registrable domain and no front page.

    >>> canonical_key("https://example.org/talks?print=yes", "/talks")
    'example.org/talks'
    >>> canonical_key("https://example.org/talks", "https://elsewhere.example.net/talks")
    'example.org/talks'
    """
    own, theirs = _address(url), _joined(url, canonical)
    if own and theirs and theirs.rest and registrable_domain(f"//{own.host}") == registrable_domain(f"//{theirs.host}"):
        return theirs.key
    return own.key if own else url.strip()


def _joined(url: str, canonical: str | None) -> _Address | None:
    """The canonical link, which may be relative."""
    try:
        return _address(urljoin(url.strip(), canonical.strip())) if canonical else None
    except ValueError:
        return None


def _address(url: str) -> _Address | None:
    """None where it can't be parsed."""
    try:
        parts = urlsplit(_encodable(url.strip()))
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    host = _host(name or "")
    if not host or re.search(r"\s", host):
        return None
    path, query = _path(parts.path), _query(parts.query)
    asked = f"?{query}" if query else ""
    if cached := AMP_CACHE.match(host + path) or AMP_VIEWER.match(host + path):
        return _address(f"https://{cached[1]}{asked}")
    default = port is None or port in {80, 443}
    return _Address(f"{host}{'' if default else f':{port}'}", f"{_page(path)}{asked}{_route(parts.fragment)}")


def _encodable(text: str) -> str:
    """Half of a surrogate pair has no bytes."""
    return text.encode("utf-8", "backslashreplace").decode()


@lru_cache(maxsize=4096)
def _host(host: str) -> str:
    name = host.rstrip(".").lower()
    with suppress(UnicodeError):
        name = name.encode("idna").decode("ascii").lower()
    if ":" in name:
        return f"[{name}]"
    plain = MOBILE_HOST.sub("", name)
    national = len(plain) - plain.rfind(".") == len(".uk") and plain.count(".") == 1
    return name if national and not _registered(plain) else plain  # amp.com.au is a company, com.au is not


@cache
def _suffixes() -> TLDExtract:
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def _registered(host: str) -> str:
    return _suffixes()(host).top_domain_under_public_suffix


def _path(path: str) -> str:
    """With one spelling of each letter, and without dots."""
    pieces = re.split("%2f", path, flags=re.IGNORECASE)  # an encoded slash is part of a name, not a separator
    unified = SESSION.sub("", "%2F".join(quote(unquote_to_bytes(piece), safe=SAFE) for piece in pieces))
    resolved = posixpath.normpath(unified) if "/." in unified or "//" in unified else unified.rstrip("/")
    return re.sub(r"^//+", "/", resolved)


def _page(path: str) -> str:
    """The path of the page itself, whatever form of it was linked."""
    while (plain := SAME_PAGE.sub("", path)) != path:
        path = plain.rstrip("/")
    return "" if path in {"", ".", "/"} else path


def _query(query: str) -> str:
    pairs = (ESCAPED_TWICE.sub("", _unified(pair.replace("+", "%20"))) for pair in query.split("&"))
    return "&".join(sorted({pair.rstrip("=") for pair in pairs if _counts(pair)}))


def _counts(pair: str) -> bool:
    """Whether a parameter says what is read."""
    name = pair.partition("=")[0]
    return bool(pair.strip("=")) and not (TRACKERS.match(name) or WAYS_IN.match(pair) or AMP_PARAMETER.match(pair))


def _route(fragment: str) -> str:
    """A fragment by which the page's script chooses what to show."""
    route = _unified(fragment).rstrip("/")
    return f"#{route}" if route.startswith(("!", "/")) and route != "!" else ""


def _unified(text: str) -> str:
    """With one spelling of each letter; what is encoded and has a meaning of its own stays so."""
    encoded = quote(LONE_PERCENT.sub("%25", text), safe=f'{SAFE}%?[]|\\^`{{}}"<>#')
    return ENCODED.sub(lambda found: _letter(int(found[1], 16)), encoded)


def _letter(code: int) -> str:
    return chr(code) if code in UNRESERVED else f"%{code:02X}"
