"""What can be worked out of an article before it is compared with others."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xxhash import xxh32_intdigest

from pipeline.dedupe.credit import credited
from pipeline.dedupe.minhash import bands
from pipeline.dedupe.shingles import sampled, shingles
from pipeline.dedupe.signature import Signature
from pipeline.dedupe.terms import Frequencies, counted
from pipeline.dedupe.tokens import numbers, tokens
from pipeline.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.dedupe.boilerplate import Boilerplate

SHORT: Final = 25
"""Words below which texts are compared by exact rules: a quotation alone would make them near copies."""
MOST: Final = 400
"""Paragraphs and numbers of a text that are remembered."""
FEWEST: Final = 3
"""Words of a paragraph that can be boilerplate."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a text."""

    words: Sequence[str]
    key: int
    """Hash of its outlet and line; 0 where it is too short to be boilerplate."""


@dataclass(frozen=True, slots=True)
class Traits:
    """An article, read."""

    outlet: str
    language: str | None
    """Its primary subtag."""
    title: Sequence[str]
    paragraphs: tuple[Paragraph, ...]
    counts: Mapping[int, int]
    """Terms and how often they stand in it."""
    credit: str | None
    """The agency it is said to be from."""


def traits(outlet: str, language: str | None, title: str, text: str) -> Traits:
    """Read an article."""
    titled, read = tokens(folded(title)), paragraphs(outlet, text)
    return Traits(
        outlet,
        language.partition("-")[0].lower() if language else None,
        titled,
        read,
        counted(titled, [word for paragraph in read for word in paragraph.words]),
        credited(text),
    )


def paragraphs(outlet: str, text: str) -> tuple[Paragraph, ...]:
    """The lines of a text that have words."""
    lines = ((tokens(line), line.strip()) for line in folded(text).splitlines())
    return tuple(
        Paragraph(words, _hash(f"{outlet}\n{line}") if len(words) >= FEWEST else 0) for words, line in lines if words
    )


def signed(it: Traits, boilerplate: Boilerplate, frequencies: Frequencies) -> Signature:
    """The signature of an article beside those that came before it."""
    keys = array("I", dict.fromkeys(paragraph.key for paragraph in it.paragraphs[:MOST] if paragraph.key))
    usual = {key for key in keys if boilerplate.has(key)}
    words = [word for paragraph in it.paragraphs if paragraph.key not in usual for word in paragraph.words]
    found = shingles(words) if len(words) >= SHORT else array("I")
    kept, rate = sampled(found)
    terms, weights = frequencies.weighed(it.counts)
    return Signature(
        shingles=kept,
        rate=rate,
        bands=bands(found) if found else array("I"),
        numbers=array("I", sorted(map(_hash, numbers(words)))[:MOST]),
        paragraphs=keys,
        terms=terms,
        weights=weights,
        words=len(words),
        text_key=_key(words) if len(words) < SHORT else 0,
        title_key=_key(it.title) if len(words) < SHORT else 0,
    )


def _key(words: Sequence[str]) -> int:
    return _hash(" ".join(words)) or 1 if words else 0


def _hash(text: str) -> int:
    return xxh32_intdigest(text.encode("utf-8", "surrogatepass"))
