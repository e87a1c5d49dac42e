from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import QueryError
from pipeline.matching.parse import parse_query
from pipeline.model.query import About, All, Any, AtLeast, Concept, Near, Not, Query, Term, Within
from tests.pipeline.matching.queries import queries
from tests.pipeline.matching.spelled import spelled
from tests.unmeasured import untraced

if TYPE_CHECKING:
    from pipeline.model.query import Query

A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a", A),
        ("a b", All((A, B))),
        ("a AND b c", All((A, B, C))),
        ("a b OR c", Any((All((A, B)), C))),
        ("a (b OR c)", All((A, Any((B, C))))),
        ("a OR (b OR c)", Any((A, B, C))),
        ("a NOT b", All((A, Not(B)))),
        ("a NOT (b c)", All((A, Not(All((B, C)))))),
        ("a NEAR/5 b c", All((Near(A, B, 5), C))),
        ("a BEFORE/2 (b OR c)", Near(A, Any((B, C)), 2, ordered=True)),
        ("@inf NEAR/9 a", Near(Concept("inf"), A, 9)),
        ("inspect*", Term("inspect*")),
        ('"arms  inspect"*', Term("arms inspect*")),
        ("=INF", Term("INF", exact=True)),
        ('="New START"', Term("New START", exact=True)),
        ("“New START”", Term("New START")),
        ("«новый СНВ»", Term("новый СНВ")),
        ("„Neuer Vertrag“", Term("Neuer Vertrag")),
        ("1,550 Kh-47M2", All((Term("1,550"), Term("Kh-47M2")))),
        ("title:a", Within("title", A)),
        ("Title: (a b)", Within("title", All((A, B)))),
        ("lead:@inf", Within("lead", Concept("inf"))),
        ("country:(RU OR US)", Any((About("country", "RU"), About("country", "US")))),
        ('author:"A. Example"', About("author", "A. Example")),
        ("ATLEAST 2 (a b, c)", AtLeast(2, (A, B, C))),
        ("ATLEAST 1 (a OR b)", AtLeast(1, (A, B))),
        ("http://example.org/a", Term("http://example.org/a")),
        ('"and"', Term("and")),
        ("核*", Term("核*")),
    ],
)
def test_a_query_is_read(text: str, query: Query) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        ("", 1, "is empty"),
        ("a AND", 6, "something must follow"),
        ("(a OR b", 8, "a ) is missing"),
        ("a)", 2, "there is no ( for this )"),
        ("()", 2, "there is no ("),
        ("AND a", 1, "AND stands between two terms"),
        ("a OR OR b", 6, "OR stands between"),
        ("a, b", 2, "commas"),
        ("a NEAR/3 ATLEAST 1 (b)", 3, "NEAR stands between"),
        ('a "b', 3, "quotes come in pairs"),
        ("NEAR/5 a", 1, "NEAR/5 stands between"),
        ("a NEAR/5 b NEAR/5 c", 12, "NEAR/5 stands between"),
        ("a NEAR/500 b", 3, "the number of words is 1 to 100"),
        ("a NEAR/0 b", 3, "the number of words is 1 to 100"),
        ("a NEAR/3 (b c)", 3, "NEAR stands between words"),
        ("a near b", 3, "it is written NEAR/5"),
        ("a near/3 b", 3, "it is written NEAR/5"),
        ("a and b", 3, "it is written AND"),
        ("a or b", 3, "it is written OR"),
        ("atleast", 1, "it is written ATLEAST 2"),
        ("NOT a", 1, "say what must be there too"),
        ("a OR NOT b", 1, "say what must be there too"),
        ("ATLEAST 2 (a, NOT b, NOT c)", 1, "say what must be there too"),
        ("title:(NOT a)", 1, "say what must be there too"),
        ("a NOT NOT b", 3, "NOT stands here twice"),
        ("a *tion", 3, "at the end of a word"),
        ('"miss* treaty"', 1, "stands only at the end"),
        ("in*", 1, "too many words begin with 'in'"),
        ("=INF*", 1, "take the = away"),
        ("a —", 3, "no letter or digit"),
        ("titel:a", 1, "no field 'titel', did you mean 'title'?"),
        ("Re: a", 1, "a word with a colon goes into quotes"),
        ("title:outlet:a", 1, "can't hold another field"),
        ("title:(a OR NOT outlet:b)", 1, "can't hold another field"),
        ("title:(a ATLEAST 1 (outlet:b c))", 1, "can't hold another field"),
        ("outlet:a*", 8, "too many words"),
        ("outlet:abc*", 1, "takes a word"),
        ("outlet:(a b)", 1, "takes a word"),
        ("@", 1, "the id of a concept follows"),
        ("a @ind", 3, "there is no concept 'ind', did you mean 'inf'?"),
        ("ATLEAST 3 (a b)", 1, "ATLEAST 3 of 2"),
        ("a ATLEAST 0 (a b)", 3, "ATLEAST 0 of 2"),
    ],
)
def test_what_can_not_be_meant_is_refused_at_its_place(text: str, column: int, what: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(text, {"inf"})
    assert (refused.value.position + 1, what in str(refused.value)) == (column, True), str(refused.value)


def test_an_error_shows_the_place_with_a_caret() -> None:
    with pytest.raises(QueryError) as refused:
        parse_query("INF titel:treaty")
    assert str(refused.value) == (
        "column 5: there is no field 'titel', did you mean 'title'?\n  INF titel:treaty\n      ^"
    )


@pytest.mark.parametrize(
    "text",
    ["(" * 1000 + "a" + ")" * 1000, "a " * 5001, "(" * 4000, "NOT " * 2499 + "a", "title:" * 1600 + "a"],
    ids=["parentheses", "words", "open", "not", "fields"],
)
def test_a_hostile_query_is_refused_in_time(text: str) -> None:
    with untraced():
        began = process_time()
        with pytest.raises(QueryError) as refused:
            parse_query(text)
        assert process_time() - began < 2
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    "text", ["a " * 4999, "a OR " * 1900 + "a", f"{'(a OR b NOT (' * 10}a{'))' * 10}", "ATLEAST 2 (a, b) " * 500]
)
def test_a_long_query_is_read_in_time(text: str) -> None:
    with untraced():
        began = process_time()
        parse_query(text)
        assert process_time() - began < 2


@given(queries(("inf", "new_start")))
def test_a_query_spelled_is_read_as_the_same(query: Query) -> None:
    assert parse_query(spelled(query)) == query


PIECES = st.sampled_from(
    ["a", "AND", "OR", "NOT", "NEAR/3", "(", ")", '"', "title:", "outlet:", "@inf", "=", "*", ",", "ATLEAST 2", " "]
)


@given(st.text(max_size=60) | st.lists(PIECES).map("".join) | st.lists(PIECES).map(" ".join))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    try:
        parse_query(text, {"inf"})
    except QueryError as error:
        refused = error
    else:
        return
    assert 0 <= refused.position <= len(text)
    assert "^" in str(refused)
