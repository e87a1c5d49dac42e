from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.signature import Signature, unpacked

HASHES = st.lists(st.integers(0, 2**32 - 1), max_size=70).map(lambda found: array("I", found))
SIGNATURES = st.builds(
    Signature,
    shingles=HASHES,
    rate=st.sampled_from([1, 2, 4]),
    bands=HASHES,
    numbers=HASHES,
    paragraphs=HASHES,
    terms=HASHES,
    weights=st.lists(st.integers(0, 2**16 - 1), max_size=70).map(lambda found: array("H", found)),
    words=st.integers(0, 10**6),
    text_key=st.integers(0, 2**32 - 1),
    title_key=st.integers(0, 2**32 - 1),
)


@given(SIGNATURES)
def test_a_signature_is_read_as_it_was_written(signature: Signature) -> None:
    assert unpacked(signature.packed()) == signature


@given(SIGNATURES)
def test_a_signature_of_another_form_is_not_read(signature: Signature) -> None:
    assert unpacked(b"\x00\x00" + signature.packed()[2:]) is None
    assert unpacked(signature.packed()[:5]) is None
