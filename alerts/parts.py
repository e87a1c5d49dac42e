"""The parts of a message."""

from __future__ import annotations

from alerts.transfer import encoded


def part(text: str, subtype: str) -> bytes:
    """A text as a part of its own, in the encoding that suits it, with the line end before the boundary."""
    encoding, body = encoded(text)
    return part_head(subtype, encoding) + body.replace(b"\n", b"\r\n") + b"\r\n"


def part_head(subtype: str, encoding: str) -> bytes:
    """The headers of a part, and the empty line after them."""
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii")
