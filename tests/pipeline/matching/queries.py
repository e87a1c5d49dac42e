"""Queries, documents and rules of few words, so that they often meet."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.matching.parse import all_of, any_of
from pipeline.matching.sense import fault_of
from pipeline.model.document import Document
from pipeline.model.query import About, AtLeast, Concept, Near, Not, Query, Term, Within

WORDS = ("arms", "control", "INF", "Inf", "treaty", "treaties", "New", "START", "start", "missile", "中", "é", "a")
terms = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: Term(" ".join(words))),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(lambda words: Term(" ".join(words), exact=True)),
    st.sampled_from(["trea*", "arms contr*", "miss*", "中*"]).map(Term),
)
about = st.builds(
    About,
    st.sampled_from(["outlet", "country", "language", "ownership", "author", "tag"]),
    st.sampled_from(["a", "ru"]),
)


def concepts(ids: tuple[str, ...]) -> st.SearchStrategy[Query]:
    return st.sampled_from(ids).map(Concept) if ids else st.nothing()


def queries(ids: tuple[str, ...] = (), *, places: bool = True) -> st.SearchStrategy[Query]:
    """Trees as the parser makes them: nothing nested that could be flat, and nothing that it refuses."""
    placed = terms | concepts(ids)
    leaves = st.one_of(placed, about, _near(placed)) if places else st.one_of(placed, _near(placed))
    trees = st.recursive(leaves, lambda inner: _joined(inner, places=places, ids=ids), max_leaves=6)
    return trees.map(lambda query: all_of((Term("arms"), query)) if fault_of(query) else query)


def _near(placed: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    sides = placed | st.lists(placed, min_size=2, max_size=3).map(tuple).map(any_of)
    return st.builds(Near, sides, sides, st.integers(1, 4), st.booleans())


def _joined(inner: st.SearchStrategy[Query], *, places: bool, ids: tuple[str, ...]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    kinds = [
        several.map(all_of),
        several.map(any_of),
        inner.filter(lambda query: not isinstance(query, Not)).map(Not),
        several.flatmap(lambda parts: st.integers(1, len(parts)).map(lambda count: AtLeast(count, parts))),
    ]
    if places:
        kinds.append(st.builds(Within, st.sampled_from(["title", "body", "lead"]), queries(ids, places=False)))
    return st.one_of(kinds)


_texts = st.lists(st.sampled_from([*WORDS, "x", "-", ".", "’s", "INF-Treaty"]), max_size=14).map(" ".join)
documents = st.builds(
    Document,
    _texts,
    st.builds(lambda text, more: text + " x" * more + " INF arms", _texts, st.sampled_from([0, 0, 57, 70])),
    language=st.sampled_from([None, "ru"]),
    outlet=st.sampled_from([None, "a", "ru"]),
    country=st.sampled_from([None, "RU"]),
    ownership=st.sampled_from([None, "a"]),
    authors=st.sampled_from([(), ("A. Example",), ("Ru", "A")]),
    tags=st.sampled_from([(), ("a",), ("a", "ru")]),
)
