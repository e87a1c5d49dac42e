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
    bits = base64.encodebytes(raw)
    return ("quoted-printable", quoted) if len(quoted) <= len(bits) else ("base64", bits)


def wire_size(text: str) -> int:
    """Length of a text in bytes, in the encoding it travels in."""
    return len(encoded(text)[1])
