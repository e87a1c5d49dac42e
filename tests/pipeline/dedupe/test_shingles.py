from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.minhash import BANDS, bands
from pipeline.dedupe.shingles import MOST, containment, sampled, shingles, thinned

WORDS = st.lists(st.sampled_from(["envoys", "met", "in", "geneva", "核", "縮", "2026", "и"]), max_size=60)


@given(WORDS)
def test_a_text_has_the_shingles_of_its_parts(words: list[str]) -> None:
    spaced = [word for word in words if len(word) > 1]
    assert set(shingles(spaced[10:])) <= set(shingles(spaced))


@given(WORDS)
def test_shingles_are_different_and_in_the_order_of_the_text(words: list[str]) -> None:
    found = shingles(words)
    assert len(set(found)) == len(found)
    assert shingles(words + words)[: len(found)] == found or len(words) < 6


def test_letters_of_scripts_without_spaces_are_taken_by_six() -> None:
    assert len(shingles(list("核兵器不拡散条約"))) == 3


@pytest.mark.parametrize(("shared", "one", "other", "part"), [(10, 10, 40, 1.0), (5, 20, 10, 0.5), (0, 0, 9, 0.0)])
def test_containment_is_the_part_of_the_shorter_text(shared: int, one: int, other: int, part: float) -> None:
    assert containment(shared, one, other) == part


@given(st.integers(0, 6 * MOST))
def test_long_texts_keep_the_same_sample_whatever_else_they_hold(size: int) -> None:
    found = array("I", range(size))
    kept, rate = sampled(found)
    assert len(kept) <= MOST
    assert kept == thinned(found, rate)


def test_a_signature_has_a_key_for_each_band_and_is_the_same_everywhere() -> None:
    found = bands(array("I", [1, 2, 3]))
    assert len(found) == BANDS
    assert found == bands(array("I", [3, 2, 1]))
    assert found[:2].tolist() == PINNED


PINNED = [3652192437, 474873201]
"""Stored signatures would be worthless if these changed."""
