"""A part of a message in pieces: what many messages share is encoded once."""

from __future__ import annotations

import quopri
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from alerts.parts import part_head
from alerts.sheet import MARKS
from alerts.transfer import encoded

if TYPE_CHECKING:
    from alerts.sheet import Marks


@dataclass(frozen=True, slots=True)
class Pieces:
    """Encoded text, and between it the lines that hold marks, as they are written."""

    pieces: tuple[bytes | str, ...]

    @classmethod
    def of(cls, marked: str, sample: str, subtype: str) -> Pieces | None:
        """The pieces of a text with marks; None where a text such as `sample` does not travel as quoted-printable.

        Quoted-printable is made line by line (RFC 2045, 6.7), so that pieces of whole lines can be put together; the
        groups of base64 go across lines.
        """
        encoding, _ = encoded(sample)
        if encoding != "quoted-printable":
            return None
        runs = groupby(marked.splitlines(keepends=True), key=lambda line: any(mark in line for mark in MARKS))
        texts = ((has_marks, "".join(lines)) for has_marks, lines in runs)
        pieces = (text if has_marks else _quoted(text) for has_marks, text in texts)
        return cls((part_head(subtype, encoding), *pieces, b"\r\n"))

    def filled(self, own: Marks) -> bytes:
        """The part, with a subscription's own words in place of the marks."""
        return b"".join(piece if isinstance(piece, bytes) else _quoted(_put(piece, own)) for piece in self.pieces)


def _put(text: str, own: Marks) -> str:
    for mark, words in zip(MARKS, own, strict=True):
        text = text.replace(mark, words)
    return text


def _quoted(text: str) -> bytes:
    return quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")
