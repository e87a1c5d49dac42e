from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from xxhash import xxh3_64_hexdigest

from pipeline.changes.names import names, reading
from pipeline.changes.negations import negations
from pipeline.changes.numerals import numbers
from pipeline.changes.plain import hashed, plain, skeleton
from pipeline.changes.quotations import quotations
from pipeline.changes.sentences import sentences
from pipeline.changes.words import CASED, content, words
from pipeline.model.version import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.changes.names import Reading
    from pipeline.changes.numerals import Number
    from pipeline.changes.words import Word

SAMPLE: Final = 12
"""Hashes of content words that are kept of a statement whose words are not; most sentences have about as many."""
_ENDS: Final = frozenset(".!?…。！？؟۔:;\"'”“»’)」』")


@dataclass(frozen=True, slots=True)
class Outline:
    """One state of an article as it is compared."""

    title: Statement | None
    body: tuple[Statement, ...] | None
    """None where neither the text nor what is known of its statements is kept."""
    flow: str = ""
    """The folded words of title and text, a blank before and after each; empty where the text is not kept."""

    def every(self) -> tuple[Statement, ...]:
        """All statements, the title first."""
        return ((self.title,) if self.title else ()) + (self.body or ())


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    words: Sequence[Word]
    quoted: Sequence[str]


def outline(title: str, text: str, language: str | None) -> Outline:
    """Take an article apart."""
    heads, pieces = list(_pieces(plain(title))), list(_pieces(plain(text)))
    told = reading([piece.words for piece in pieces], [piece.text for piece in pieces], language)
    head = _statement(_joined(heads), told) if heads else None
    flow = " ".join(word.said.casefold() for piece in (*heads, *pieces) for word in piece.words)
    return Outline(head, tuple(_statement(piece, told) for piece in pieces), f" {flow} ")


def traces(it: Outline) -> tuple[Statement, ...]:
    """What may be kept of the text's statements where the text may not."""
    return tuple(_trace(statement) for statement in it.body or ())


def _pieces(text: str) -> Iterator[_Piece]:
    line_end, quoted = -1, [(0, 0)]
    for start, end in sentences(text):
        if start > line_end:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = text.find("\n", start)
            line_end = len(text) if line_end < 0 else line_end
            quoted = [(line_start + one, line_start + other) for one, other in quotations(text[line_start:line_end])]
        inside = [(max(one, start), min(other, end)) for one, other in quoted if one < end and other > start]
        yield _Piece(text[start:end], words(text[start:end]), [text[one:other] for one, other in inside])


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    """A headline is one statement, whatever stops it has."""
    text = " ".join(piece.text for piece in pieces)
    return _Piece(text, words(text), [quoted for piece in pieces for quoted in piece.quoted])


def _statement(piece: _Piece, told: Reading) -> Statement:
    found, quoted = numbers(piece.text), tuple(filter(quoted_key, piece.quoted))
    said = words(_with_plain(piece.text, found)) if found else piece.words
    folded = " ".join(word.said.casefold() for word in said)
    return Statement(
        key=_hash(folded),
        words=frozenset(map(hashed, content(piece.words))),
        rest=False,
        first=hashed(piece.words[0].said.casefold()) if piece.words else 0,
        size=_size(piece.words),
        whole=piece.text[-1] in _ENDS,
        numbers=tuple(number.value for number in found),
        names=tuple(name.said for name in names(piece.text, piece.words, told)),
        negations=tuple(negation.word for negation in negations(piece.text)),
        quotations=tuple(map(quoted_key, quoted)),
        said=piece.text,
        quoted=quoted,
    )


def _with_plain(text: str, found: Sequence[Number]) -> str:
    """A sentence with its numbers in their plain form."""
    parts, at = [], 0
    for number in found:
        parts += [text[at : number.start], f" {number.value.replace('%', 'pct').replace('.', 'p')} "]
        at = max(at, number.end)
    return "".join([*parts, text[at:]])


def quoted_key(quoted: str) -> str:
    """Count of the words within quotation marks, and a hash of them; empty where there are none."""
    found = words(quoted)
    return f"{_size(found)}:{_hash(' '.join(skeleton(word.said.casefold()) for word in found))}" if found else ""


def _size(found: Sequence[Word]) -> int:
    """Words; of scripts without blanks two letters are one."""
    letters = sum(len(word.said) == 1 and word.said >= CASED for word in found)
    return len(found) - letters + (letters + 1) // 2


def _trace(statement: Statement) -> Statement:
    kept = frozenset(sorted(statement.words)[:SAMPLE])
    return replace(statement, words=kept, rest=len(kept) < len(statement.words), said=None, quoted=())


def _hash(text: str) -> str:
    return xxh3_64_hexdigest(text.encode("utf-8", "surrogatepass"))
