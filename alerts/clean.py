"""What strangers wrote, made fit to print: one line, no controls, nothing that steers a terminal or a header."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from pipeline.model.match import Quotation

TITLE_LIMIT: Final = 300
LONGEST_READ: Final = 20_000
"""Characters of an input that are looked at; the rest of a monstrous title is not worth the time."""
MARKS_IN_A_ROW: Final = 4
"""Combining marks on one letter; Hebrew with cantillation needs four, "Zalgo" text uses hundreds."""
UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
PLANE_END: Final = 0xFFFE
"""The last two code points of a plane are no characters, and never will be."""
JOINERS: Final = "\u200c\u200d"
VIRAMA: Final = 9
"""Canonical combining class of the Indic sign after which a joiner chooses the letter's shape."""


def clean_text(text: str, limit: int = TITLE_LIMIT) -> str:
    """Make text one printable line in NFC of at most `limit` characters, cut at a word.

    Line breaks and tabs become spaces. Controls, bidirectional overrides, zero-width characters, surrogates and
    private use go, but for the joiners that Persian and Indic spelling needs (RFC 5892, appendix A). Idempotent.
    """
    return cut(_squeeze(_printable(text)).strip(), limit)


@lru_cache(maxsize=256)
def clean_header(text: str, limit: int) -> str:
    """Clean text for a mail header: like `clean_text`, without joiners, and `=?` can't begin an encoded word.

    A headline with an encoded line break would otherwise become a header of its own (CVE-2024-6923).
    """
    plain = clean_text(text, LONGEST_READ).translate(dict.fromkeys(map(ord, JOINERS)))
    return cut(unicodedata.normalize("NFC", plain).replace("=?", "= ?"), limit)


def clean_quotation(quotation: Quotation) -> Quotation:
    """Clean a quotation part by part, so that its offsets still enclose the matched words."""
    text, start, end = quotation.text, quotation.start, quotation.end
    before, words, after = (_squeeze(_printable(part)) for part in (text[:start], text[start:end], text[end:]))
    if not words.strip():
        return Quotation(_squeeze(before + after).strip(), 0, 0)
    if words != words.lstrip():
        before, words = f"{before.rstrip()} ", words.lstrip()
    if words != words.rstrip():
        words, after = words.rstrip(), f" {after.lstrip()}"
    before, after = before.lstrip(), after.rstrip()
    return Quotation(before + words + after, len(before), len(before) + len(words))


def cut(text: str, limit: int) -> str:
    """Shorten to at most `limit` characters at the end of a word, with an ellipsis; a monstrous word is broken."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    whole, space, _ = head.rpartition(" ")
    if not text[limit - 1].isspace() and space and len(whole) > limit // 2:
        head = whole
    return f"{head.rstrip(f' ,;:-{JOINERS}')}…"


def _printable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text[:LONGEST_READ]
    spaced = (" " if char.isspace() else char for char in text[:LONGEST_READ])
    kept = "".join(char for char in spaced if char in JOINERS or not _unprintable(char))
    joined = _needed_joiners(unicodedata.normalize("NFC", kept))
    return _fewer_marks(unicodedata.normalize("NFC", joined))


def _unprintable(char: str) -> bool:
    noncharacter = ord(char) & PLANE_END == PLANE_END or "\ufdd0" <= char <= "\ufdef"
    return noncharacter or unicodedata.category(char) in UNPRINTABLE


def _needed_joiners(text: str) -> str:
    if not any(joiner in text for joiner in JOINERS):
        return text
    around = zip(f" {text}", text, f"{text[1:]} ", strict=False)
    return "".join(char for before, char, after in around if char not in JOINERS or _joins(before, char, after))


def _joins(before: str, joiner: str, after: str) -> bool:
    if unicodedata.combining(before) == VIRAMA:
        return True
    return joiner == "\u200c" and all("ARABIC LETTER" in unicodedata.name(char, "") for char in (before, after))


def _fewer_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text)
