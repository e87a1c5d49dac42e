"""The fast way to the normal form, for texts that fit into one byte a character."""

from __future__ import annotations

from typing import Final

from pipeline.matching.letters import WORD, forms

_STRANGE: Final = 0
"""Stands for characters that only the slow way can read: soft hyphens, ½, ß."""
_APOSTROPHE: Final = ord("'")
_BLANK: Final = ord(" ")


class Charset:
    """A character set of one byte a character, and what becomes of its characters."""

    def __init__(self, codec: str) -> None:
        self._codec = codec
        self._folded = bytes(self._become(byte, 0) for byte in range(256))
        self._cased = bytes(self._become(byte, 1) for byte in range(256))

    def words(self, text: str, *, folded: bool) -> bytes | None:
        """The words of a text as `normal` and `cased` have them; None where the text needs the slow way.

        An apostrophe counts only between a word and `s`, as in `letters.WORD`.
        """
        try:
            coded = text.encode("ascii" if text.isascii() else self._codec)  # in a tenth of the time
        except UnicodeEncodeError:
            return None
        coded = coded.translate(self._folded if folded else self._cased)
        if _STRANGE in coded:
            return None
        if _APOSTROPHE in coded:
            coded = (b" " + coded + b" ").replace(b"''", b"  ").replace(b" '", b"  ").replace(b"'s ", b" ")
            coded = coded.replace(b"'S ", b" ").replace(b"'", b" ")
        if not (found := coded.split()):
            return b" "
        coded = b" %b " % b" ".join(found)
        return coded if coded.isascii() else coded.decode(self._codec).encode()

    def _become(self, byte: int, form: int) -> int:
        try:
            char = bytes([byte]).decode(self._codec)
        except UnicodeDecodeError:
            return _STRANGE
        if char in "'’":
            return _APOSTROPHE
        if char == "\xad":
            return _STRANGE
        if not WORD.match(char):
            return _BLANK
        coded = forms(char)[form].encode(self._codec, "replace")
        return coded[0] if len(coded) == 1 and coded != b"?" else _STRANGE


CHARSETS: Final = tuple(map(Charset, ("cp1252", "cp1251", "cp1250")))
"""Of western Europe, Cyrillic, and of central Europe."""
