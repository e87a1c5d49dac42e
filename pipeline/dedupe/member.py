from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from pipeline.dedupe.signature import unpacked
from pipeline.dedupe.terms import places

if TYPE_CHECKING:
    from pipeline.dedupe.signature import Signature

HOUR = 3600
NONE = array("I")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that is to be compared with others."""

    article: int
    outlet: str
    language: str | None
    """Primary subtag."""
    at: int
    """When it was published or seen, in seconds since 1970, UTC."""
    signature: Signature


@dataclass(frozen=True, slots=True)
class Member:
    """An article of the window, with its place."""

    article: int
    outlet: str
    language: str | None
    at: int
    story: int
    root: int
    """The article it has its words from: itself, unless it is a copy."""
    words: int
    """Number of words in its text, without boilerplate."""
    packed: bytes
    """Its signature without bands, terms and weights."""
    places: bytes
    """Where its terms are counted; nothing for a copy, whose terms are not."""

    @property
    def copied(self) -> bool:
        """Whether it has another article's words."""
        return self.root != self.article

    @property
    def signature(self) -> Signature:
        """What copies are told by, unpacked for each use."""
        return _unpacked(self.packed)


@lru_cache(maxsize=1024)
def _unpacked(packed: bytes) -> Signature:
    """A text that was printed often is compared often."""
    found = unpacked(packed)
    assert found is not None
    return found


def member(it: Candidate, story: int, root: int) -> Member:
    """A candidate in its place."""
    signature = it.signature
    packed = replace(signature, bands=NONE, terms=NONE, weights=NONE).packed()
    outlet, language = intern(it.outlet), it.language and intern(it.language)
    counted = places(signature.terms) if root == it.article else b""
    return Member(it.article, outlet, language, it.at, story, root, signature.words, packed, counted)
