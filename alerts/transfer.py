"""How a text travels through relays that may pass only seven bits (RFC 2045, 6)."""

from __future__ import annotations

import base64
import quopri
from typing import Literal

Encoding = Literal["quoted-printable", "base64"]


def shorter_encoding(text: str) -> tuple[Encoding, int]:
    """Give the encoding that makes the text shorter on the wire, and its length there in bytes.

    Quoted-printable wins for Latin letters, base64 for most others. 8bit is left out: a relay that re-encodes it
    breaks a DKIM signature.
    """
    raw = text.encode()
    lengths: dict[Encoding, int] = {
        "quoted-printable": len(quopri.encodestring(raw)),
        "base64": len(base64.encodebytes(raw)),
    }
    best = min(lengths, key=lengths.__getitem__)
    return best, lengths[best]
