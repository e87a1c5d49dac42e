from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.matcher import Matcher
from pipeline.model.rule import Rule
from tests.pipeline.matching.naive import Naive
from tests.pipeline.matching.queries import documents, queries

if TYPE_CHECKING:
    from pipeline.model.document import Document
    from pipeline.model.query import Query

RULES = st.tuples(queries(), queries(), st.lists(queries(("one", "two")), max_size=4)).map(
    lambda made: {"one": made[0], "two": made[1], **{f"q{number}": query for number, query in enumerate(made[2])}}
)


def rule(id_: str, query: Query) -> Rule:
    return Rule(id_, id_, any=(query,))


@given(RULES, documents)
def test_the_matcher_finds_what_evaluating_every_query_finds(made: dict[str, Query], document: Document) -> None:
    naive = Naive(document, made)
    expected = {id_ for id_, query in made.items() if naive.holds(query)}
    matcher = Matcher(rule(id_, query) for id_, query in made.items())
    assert matcher.matching(document) == expected
    assert {id_ for id_, finding in matcher.find(document).items() if finding.matched} == expected


@given(RULES, documents, documents, st.data())
def test_adding_and_removing_comes_to_the_same_as_compiling_anew(
    made: dict[str, Query], before: Document, after: Document, data: st.DataObject
) -> None:
    matcher = Matcher([])
    order = data.draw(st.permutations([id_ for id_ in made if id_.startswith("q")]))
    for id_ in ("one", "two", *order):
        matcher.add(rule(id_, made[id_]))
        matcher.matching(before)
    gone = set(order[::2])
    for id_ in gone:
        matcher.remove(id_)
    left = [rule(id_, query) for id_, query in made.items() if id_ not in gone]
    assert matcher.matching(after) == Matcher(left).matching(after)
    assert matcher.versions == Matcher(left).versions


@given(RULES, documents)
def test_a_span_is_the_text_at_its_offsets(made: dict[str, Query], document: Document) -> None:
    for finding in Matcher(rule(id_, query) for id_, query in made.items()).find(document).values():
        for span in finding.spans:
            assert document.field(span.field)[span.start : span.end] == span.text
