"""MinHash signatures, cut into bands: texts that share many shingles share a band (Leskovec et al., MMDS, 3.4)."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from rensa import RMinHash
from xxhash import xxh32_intdigest

if TYPE_CHECKING:
    from collections.abc import Sequence

PERMUTATIONS: Final = 128
BANDS: Final = 64
"""Of two values each: a pair with Jaccard .3 meets in one with probability .998."""
SEED: Final = 42
BYTES: Final = PERMUTATIONS // BANDS * 4


def bands(shingles: Sequence[int]) -> array[int]:
    """A key for each band of the signature of a set of shingles."""
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(array("Q", shingles), [0, len(shingles)], PERMUTATIONS, SEED)
    signature = array("I", matrix.to_rows()[0]).tobytes()
    return array("I", [xxh32_intdigest(signature[at : at + BYTES], at) for at in range(0, len(signature), BYTES)])
