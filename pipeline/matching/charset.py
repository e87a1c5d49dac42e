"""The fast way to the normal form, for texts that fit into one byte a character."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.matching.letters import WORD, forms

if TYPE_CHECKING:
    from collections.abc import Sequence

_STRANGE: Final = 0
"""Stands for characters that only the slow way can read: soft hyphens, ½, ß."""
_APOSTROPHE: Final = ord("'")
_BLANK: Final = ord(" ")
_EIGHTH_BIT: Final = 0x80
_MANY: Final = 1 << 16
_EIGHTH_BITS: Final = int.from_bytes(b"\x80" * _MANY, "little")


class Charset:
    """A character set of one byte a character, and what becomes of its characters."""

    def __init__(self, codec: str) -> None:
        self._codec = codec
        self._cased = bytes(self._become(byte, 1) for byte in range(256))
        folded = [self._become(byte, 0) for byte in range(256)]
        codes = _seven_bits(folded)
        self._folded = bytes(codes[byte] for byte in folded)
        back = {code: byte for byte, code in codes.items()}
        self._unfolded = bytes(back.get(code, _STRANGE) for code in range(256))

    def folded(self, text: str) -> bytes | None:
        """The words of a text as `normal` has them; None where the text needs the slow way."""
        if (coded := self._coded(text, self._folded, b"\x80")) is None:
            return None
        return self._utf8(_blanks_once(coded).translate(self._unfolded, b"\0"))

    def cased(self, text: str) -> bytes | None:
        """The same in the case as written."""
        if (coded := self._coded(text, self._cased, b" ")) is None:
            return None
        found = coded.split()
        return self._utf8(b" %b " % b" ".join(found)) if found else b" "

    def _coded(self, text: str, table: bytes, blank: bytes) -> bytes | None:
        """A code for each letter, with blanks for what is none, before the first and after the last."""
        try:
            coded = text.encode("ascii" if text.isascii() else self._codec)  # in a tenth of the time
        except UnicodeEncodeError:
            return None
        coded = b"%b%b%b" % (blank, coded.translate(table), blank)
        if _STRANGE in coded:
            return None
        return _without_apostrophes(coded, blank) if _APOSTROPHE in coded else coded

    def _utf8(self, words: bytes) -> bytes:
        return words if words.isascii() else words.decode(self._codec).encode()

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


def _seven_bits(folded: Sequence[int]) -> dict[int, int]:
    """Codes below 128 for all folded letters, so that the eighth bit tells blanks."""
    spare = iter(sorted(set(range(1, _EIGHTH_BIT)) - set(folded)))
    codes = {byte: byte if byte < _EIGHTH_BIT else next(spare) for byte in sorted(set(folded))}
    return codes | {_BLANK: _EIGHTH_BIT}


def _blanks_once(coded: bytes) -> bytes:
    """With 0 for every blank (128) that follows another.

    Taken as one number and shifted by a letter: that takes a third of the time of parting words and joining them.
    """
    number = int.from_bytes(coded, "little")
    blanks = number & (_EIGHTH_BITS if len(coded) <= _MANY else int.from_bytes(b"\x80" * len(coded), "little"))
    return (number ^ (blanks & blanks << 8)).to_bytes(len(coded), "little")


def _without_apostrophes(coded: bytes, blank: bytes) -> bytes:
    """Blanks for apostrophes, and for the s of a possessive ending, which is one at a word's end only."""
    pieces = coded.split(b"'")
    endings = (b"s" + blank, b"S" + blank)
    for number in range(1, len(pieces)):
        before, piece = pieces[number - 1], pieces[number]
        if piece.startswith(endings) and before and not before.endswith(blank):
            pieces[number] = piece[1:]
    return blank.join(pieces)


CHARSETS: Final = tuple(map(Charset, ("cp1252", "cp1251", "cp1250")))
"""Of western Europe, Cyrillic, and of central Europe."""
