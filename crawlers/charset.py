"""From bytes to text, whatever the outlet says its charset is."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "windows-31j": "cp932",
    "utf8mb4": "utf-8",
}
"""Where the codec a label asks for is not Python's of that name (WHATWG Encoding Standard, 4.2)."""
NO_CHARSETS = {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"<\x00!\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"\x00<\x00!", "utf-16-be"),
)
GUESSES = ["cp1251", "koi8_r", "cp1252", "cp1250", "gb18030", "cp932", "cp949", "big5", "cp1253", "cp1254", "cp1256"]
SHIFTED = ("iso-2022", "iso2022", "hz")
TOLERATED = 0.05
"""Share of undecodable bytes among those beyond ASCII up to which a document is still taken for UTF-8."""
SAMPLE = 100_000

_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"',]+)", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_MARKUP = re.compile(rb"<[^>]*>|[\x00-\x7f]{40,}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document as text."""

    text: str
    encoding: str
    """Python's name of it."""
    problem: str | None = None
    """What was declared and wrong."""


def codec(label: str) -> str | None:
    """Python's name of the charset that a label asks for; None where there is none of that name."""
    try:
        name = codecs.lookup(LABELS.get(label.lower(), label)).name
        with suppress(UnicodeError):
            b" ".decode(name)  # rot13 and the like are codecs, but of no charset
    except (LookupError, ValueError):
        return None
    return None if name in NO_CHARSETS else name


def labelled(content_type: str, encoding: str | None) -> str:
    """A content type with the charset that the operator knows better than the server, if any."""
    return f"{content_type.partition(';')[0].strip()}; charset={encoding}" if encoding else content_type


def decode(body: bytes, content_type: str) -> Decoded:
    """The text of `body`: by BOM, else UTF-8 where the bytes prove it, else as declared, else by detection.

    Bytes beyond ASCII that decode as UTF-8 are UTF-8 whatever the header says: other encodings don't by chance.
    """
    return decode_surely(body, content_type) or _guessed(body, list(_declared(body, content_type)))


def decode_surely(body: bytes, content_type: str) -> Decoded | None:
    """What `decode` makes of a body that it need not guess about, else None; never slow."""
    for mark, encoding in BOMS:
        if body.startswith(mark):
            rest = body[len(mark) :] if not mark.startswith((b"<", b"\x00<")) else body
            return Decoded(rest.decode(encoding, "replace"), encoding)
    declared = list(_declared(body, content_type))
    for label in declared:
        if label.startswith(SHIFTED) and (text := _try(body, label)) is not None:
            return Decoded(text, label)
    by_trust = sorted(declared, key=lambda label: LABELS.get(label) == "cp1252")  # a server's default says little
    for label in ("utf-8", *by_trust):
        if (text := _try(body, label)) is not None:
            encoding = LABELS.get(label, label)
            return Decoded(text, encoding, _problem(declared, encoding, ascii_only=body.isascii()))
    return None


def _declared(body: bytes, content_type: str) -> Iterable[str]:
    if header := _HEADER.search(content_type):
        yield header[1].lower()
    start = body[:8192]
    for inside in (_XML.search(start), _META.search(start)):
        if inside:
            yield inside[1].decode("ascii", "replace").lower()


def _guessed(body: bytes, declared: list[str]) -> Decoded:
    lenient = body.decode("utf-8", "replace")
    if lenient.count("\ufffd") <= TOLERATED * sum(byte > 0x7F for byte in body):  # noqa: PLR2004 - the end of ASCII
        return Decoded(lenient, "utf-8", _problem(declared, "utf-8", ascii_only=False))
    sample = _MARKUP.sub(b" ", body[:SAMPLE])
    found = from_bytes(sample, cp_isolation=GUESSES, preemptive_behaviour=False).best()
    encoding = found.encoding if found else "cp1252"
    return Decoded(body.decode(encoding, "replace"), encoding, _problem(declared, encoding, ascii_only=False))


def _try(body: bytes, label: str) -> str | None:
    name = LABELS.get(label, label)
    try:
        if codecs.lookup(name).name in NO_CHARSETS:
            return None
        return body.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return body.decode("latin-1") if name == "cp1252" else None


def _problem(declared: list[str], encoding: str, *, ascii_only: bool) -> str | None:
    if not declared or ascii_only:
        return None
    label = declared[0]
    try:
        same = codecs.lookup(LABELS.get(label, label)).name == codecs.lookup(encoding).name
    except LookupError:
        return f"the charset {label!r} does not exist; read as {encoding}"
    return None if same else f"declared as {label}, read as {encoding}"
