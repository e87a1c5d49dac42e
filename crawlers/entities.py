"""The check that keeps entity bombs from the XML parser."""

from __future__ import annotations

import re
from xml.parsers import expat

_DECLARATION = re.compile(r"<!DOCTYPE.*?<!ENTITY", re.DOTALL | re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)


class _Root(Exception):
    """No error: ends the walk at the first element."""


def declares_entities(text: str) -> bool:
    """True if a document type in `text` declares entities, or might.

    A declaration must stand before the first element (XML 1.0, 2.8). Where both words occur, they are innocent only
    if expat reaches an element without meeting any `<!DOCTYPE` on the way, so that nothing a lenient parser drops from
    the prolog can bring another one to light.
    """
    if not _DECLARATION.search(text):
        return False
    start = _first_element(text)
    return start is None or _DOCTYPE.search(text, 0, start) is not None


def _first_element(text: str) -> int | None:
    document = text.encode("utf-8", "replace")
    parser = expat.ParserCreate("utf-8")

    def stop(*_: object) -> None:
        raise _Root

    parser.StartElementHandler = stop
    parser.EntityDeclHandler = stop
    try:
        parser.Parse(document, True)  # noqa: FBT003 - expat's own signature
    except _Root:
        return len(document[: parser.CurrentByteIndex].decode("utf-8"))
    except expat.ExpatError:
        pass
    return None
