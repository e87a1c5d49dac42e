"""How a text travels through relays that may pass only seven bits (RFC 2045, 6)."""

from __future__ import annotations

import base64
import quopri
from typing import Literal

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
