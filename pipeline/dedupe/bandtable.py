from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, Final

from pipeline.dedupe.minhash import BANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SMALLEST: Final = 4096
"""Slots of an empty table."""
GROWTH: Final = 1.5
"""Room for so many times the slots that live, whenever the table is made anew."""


class BandTable:
    """Finds the slots that share a band with a signature.

    A hash table with chains in three arrays, about 0.8 kB a slot: a tenth of what dictionaries of lists take. Slots are
    numbered by the caller and added in rising order; forgotten ones are left out when the table is next made anew.
    """

    def __init__(self, lives: Callable[[int], bool]) -> None:
        self._lives = lives
        self._make(SMALLEST)

    def near(self, keys: Sequence[int]) -> Counter[int]:
        """Slots and the number of bands they share, also slots that live no more."""
        heads, chain, stored, slots, mask = self._heads, self._next, self._keys, self._slots, self._mask
        found: list[int] = []
        starts = [heads[key & mask] for key in keys]
        for key, start in zip(keys, starts, strict=True):
            at = start
            while at:
                if stored[at] == key:
                    found.append(slots[at // BANDS])
                at = chain[at]
        return Counter(found)

    def add(self, slot: int, keys: Sequence[int]) -> None:
        """Remember the bands of a slot."""
        if (self._used + 1) * BANDS >= len(self._keys):
            self._renew()
        heads, chain, mask = self._heads, self._next, self._mask
        first = self._used * BANDS
        self._keys[first : first + BANDS] = array("I", keys)
        self._slots.append(slot)
        for at, key in enumerate(keys, first):
            place = key & mask
            chain[at] = heads[place]
            heads[place] = at
        self._used += 1

    def _make(self, room: int) -> None:
        entries = room * BANDS
        self._mask = (1 << (entries - 1).bit_length() - 1) - 1  # chains of one or two
        self._heads = array("I", bytes(4 * (self._mask + 1)))
        self._next = array("I", bytes(4 * entries))
        self._keys = array("I", bytes(4 * entries))
        self._slots = array("Q", [0])
        self._used = 1  # entry 0 ends every chain

    def _renew(self) -> None:
        old, slots = self._keys, self._slots
        living = [place for place in range(1, self._used) if self._lives(slots[place])]
        self._make(max(SMALLEST, int(len(living) * GROWTH) + 1))
        for place in living:
            self.add(slots[place], old[place * BANDS : (place + 1) * BANDS])
