from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.terms import Frequencies, places

TERMS = st.lists(st.integers(0, 2**32 - 1), max_size=40, unique=True)


@given(TERMS, TERMS, st.lists(st.integers(1, 9), min_size=40, max_size=40))
def test_an_article_taken_out_again_was_never_counted(some: list[int], others: list[int], times: list[int]) -> None:
    counts = dict(zip(some, times, strict=False))
    once, twice = Frequencies(), Frequencies()
    for frequencies in (once, twice):
        frequencies.add(some)
    twice.add(others)
    twice.remove(places(others))
    assert twice.weighed(counts) == once.weighed(counts)


def test_places_take_two_bytes_each() -> None:
    assert len(places(range(0, 2**18, 2**10))) == 2 * 2**8
