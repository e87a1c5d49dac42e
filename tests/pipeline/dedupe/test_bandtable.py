from __future__ import annotations

from array import array
from random import Random

from pipeline.dedupe.bandtable import SMALLEST, BandTable
from pipeline.dedupe.minhash import BANDS


def keys(chance: Random) -> array[int]:
    return array("I", [chance.getrandbits(32) for _ in range(BANDS)])


def test_slots_are_found_by_the_bands_they_share() -> None:
    chance = Random(1)
    table, one, other = BandTable(lambda _: True), keys(chance), keys(chance)
    table.add(7, one)
    table.add(8, other)
    assert table.near(one[:32] + other[32:]) == {7: 32, 8: 32}


def test_a_table_grows_and_leaves_out_what_lives_no_more() -> None:
    chance = Random(1)
    living: set[int] = set()
    table = BandTable(living.__contains__)
    stored = {}
    for slot in range(3 * SMALLEST):
        stored[slot] = keys(chance)
        living.add(slot)
        living.discard(slot - SMALLEST)
        table.add(slot, stored[slot])
    assert all(table.near(stored[slot])[slot] == BANDS for slot in living)
    assert not table.near(stored[0])
