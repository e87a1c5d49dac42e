"""What names mean to feedparser, as far as reading an item without its neighbours depends on them.

feedparser keeps state while it walks through a document, and some of that outlives an item. These tables name what
can do so; where a document has any of it in an unusual place, its items are not read apart from each other.
"""

from __future__ import annotations

from enum import IntEnum

ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS_1 = "http://purl.org/rss/1.0/"
XHTML = "http://www.w3.org/1999/xhtml"
MEDIA = "http://search.yahoo.com/mrss"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
THREADS = "http://purl.org/rss/1.0/modules/threading/"
DC = "http://purl.org/dc/elements/1.1/"

NAMESPACES = {
    ATOM.lower(): "",
    XHTML: "xhtml",
    DC: "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    MEDIA: "media",
    f"{MEDIA}/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://web.resource.org/cc/": "cc",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    "http://podlove.org/simple-chapters": "psc",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://wellformedweb.org/commentapi/": "wfw",
    SLASH: "slash",
    THREADS: "thr",
}
"""Namespaces an element may declare for itself: address in lower case to feedparser's own prefix."""
UNREAD = frozenset(
    {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/math/mathml", "com-wordpress:feed-additions:1"}
)
"""Namespaces that may be the default of one element, too."""
HANDLED = frozenset({"cc", "content", "creativecommons", "dc", "dcterms", "feedburner", "georss", "gml"}) | {
    "itunes",
    "media",
    "psc",
    "xhtml",
}
"""Prefixes that feedparser has code for, and takes at their word where it does not know the namespace."""


class Kind(IntEnum):
    """How an element is looked at."""

    PLAIN = 0
    XHTML = 1
    """Markup, where the element around it says so."""
    FRAME = 2
    """Feed, channel or item: each has one place."""
    TEXT = 3
    """Turns whatever stands in it into text."""
    VOLATILE_IN_ITEM = 4
    VOLATILE_IN_HEAD = 5


FRAMES = frozenset({"rss", "rdf", "feed", "channel", "item", "entry", "body"})
"""In lower case, as all that follow. `body` is there as it changes what is around it."""
TEXTS = frozenset(
    {"title", "subtitle", "tagline", "rights", "copyright", "description", "abstract", "info", "browserfriendly"}
    | {"summary", "content", "encoded", "fullitem", "image", "textinput"}
)
CONTAINERS = frozenset({f"{MEDIA} content", f"{MEDIA}/ content"})
"""Not so these."""
PICTURES = frozenset({"image", "textinput"})
"""Those that may hold elements in a head; in an item these would be written into the head's."""
OWN_CONTENT = frozenset({"content", "encoded", "fullitem"})
"""Where a head has one of these, the first item's summary is read in another way than those of the others."""
SUMMARY, DESCRIPTION = "summary", "description"
"""Likewise where one of these follows the first of them."""
VOLATILE = {
    f"{SLASH} comments": Kind.VOLATILE_IN_ITEM,
    f"{THREADS} total": Kind.VOLATILE_IN_ITEM,
    "lastBuildDate": Kind.VOLATILE_IN_HEAD,
    "pubDate": Kind.VOLATILE_IN_HEAD,
    "ttl": Kind.VOLATILE_IN_HEAD,
    f"{DC} date": Kind.VOLATILE_IN_HEAD,
    f"{ATOM} updated": Kind.VOLATILE_IN_HEAD,
    f"{RSS_1} items": Kind.VOLATILE_IN_HEAD,
}
"""Elements that change while nothing does, and that no entry depends on; RSS 1.0 lists all its items twice."""


def kind_of(name: str) -> Kind:
    """The kind of an element, by its namespace and name as expat joins them with a blank."""
    space, _, local = name.rpartition(" ")
    local = local.lower()
    if space == XHTML and local != "body":
        return Kind.XHTML
    if local in FRAMES:
        return Kind.FRAME
    if local in TEXTS and name not in CONTAINERS:
        return Kind.TEXT
    return VOLATILE.get(name, Kind.PLAIN)


class Kinds(dict[str, Kind]):
    """The kinds of the names met so far."""

    def __missing__(self, name: str) -> Kind:
        """Tell the kind of a new name, and remember it."""
        kind = self[name] = kind_of(name)
        return kind
