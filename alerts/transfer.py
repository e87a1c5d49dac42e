"""How a text travels through relays that may pass only seven bits (RFC 2045, 6)."""

from __future__ import annotations

import base64
import quopri
from functools import lru_cache
from typing import Final, Literal

LONGEST_RUN: Final = 45
"""Bytes of an encoded word, which is 75 characters long at most."""
Encoding = Literal["quoted-printable", "base64"]


def encoded(text: str) -> tuple[Encoding, bytes]:
    """Give the encoding that makes the text shorter on the wire, and the text in it, in lines that end with LF.

    Quoted-printable wins for Latin letters, base64 for most others. 8bit is left out: a relay that re-encodes it
    breaks a DKIM signature.
    """
    raw = text.encode()
    quoted = quopri.encodestring(raw)
    if len(quoted) <= _length_in_base64(len(raw)):
        return "quoted-printable", quoted
    return "base64", base64.encodebytes(raw)


def _length_in_base64(size: int) -> int:
    """Four characters for three bytes, and an end of line for each 57."""
    return -(-size // 3) * 4 + -(-size // 57)


def wire_size(text: str) -> int:
    """Length of a text in bytes, in the encoding it travels in."""
    return len(encoded(text)[1])


@lru_cache(maxsize=256)  # digests that say the same have the same subject
def encoded_words(text: str) -> str:
    """Give one line of text as a header takes it: as it stands where it is ASCII, else as encoded words (RFC 2047).

    All of it is encoded, or nothing: the standard library mixes the two, and loses or adds spaces between them.
    """
    if text.isascii():
        return text
    words, run = [], b""
    for char in text:
        if len(run) + len(char.encode()) > LONGEST_RUN:
            words.append(run)
            run = b""
        run += char.encode()
    return " ".join(f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in (*words, run))
