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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

    words: tuple[str, ...]
    key: int
    """Hash of its outlet and words; 0 where it is too short to be boilerplate."""


@dataclass(frozen=True, slots=True)
class Traits:
    """An article, read."""

    outlet: str
    language: str | None
    """Its primary subtag."""
    title: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    counts: Mapping[int, int]
    """Terms and how often they stand in it."""
    credit: str | None
    """The agency it is said to be from."""


def traits(outlet: str, language: str | None, title: str, text: str) -> Traits:
    """Read an article."""
    titled = tokens(title)
    lines = [words for words in map(tokens, text.splitlines()) if words]
    return Traits(
        outlet,
        language.partition("-")[0].lower() if language else None,
        tuple(titled),
        tuple(Paragraph(tuple(words), _key(words, outlet) if len(words) >= FEWEST else 0) for words in lines),
        counted(titled, [word for words in lines for word in words]),
        credited(text),
    )


def signed(it: Traits, boilerplate: Boilerplate, frequencies: Frequencies) -> Signature:
    """The signature of an article beside those that came before it."""
    keys = array("I", dict.fromkeys(paragraph.key for paragraph in it.paragraphs[:MOST] if paragraph.key))
    usual = {key for key in keys if boilerplate.has(key)}
    words = [word for paragraph in it.paragraphs if paragraph.key not in usual for word in paragraph.words]
    found, rate = sampled(shingles(words)) if len(words) >= SHORT else (array("I"), 1)
    terms, weights = frequencies.weighed(it.counts)
    return Signature(
        shingles=found,
        rate=rate,
        bands=bands(found) if found else array("I"),
        numbers=array("I", sorted(map(_hash, numbers(words)))[:MOST]),
        paragraphs=keys,
        terms=terms,
        weights=weights,
        words=len(words),
        text_key=_key(words),
        title_key=_key(it.title),
    )


def _key(words: Iterable[str], outlet: str = "") -> int:
    said = " ".join(words)
    return _hash(f"{outlet}\n{said}") or 1 if said else 0


def _hash(text: str) -> int:
    return xxh32_intdigest(text.encode("utf-8", "surrogatepass"))
