"""From the words of a query to its tree."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NoReturn

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken, v_args
from lark.exceptions import VisitError

from pipeline.errors import QueryError
from pipeline.matching.grammar import GRAMMAR
from pipeline.matching.sense import fault_of
from pipeline.model.query import KNOWN, PLACES, About, All, Any, AtLeast, Concept, Near, Not, Query, Term, Within

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST: Final = 10_000
DEEPEST: Final = 20
KEPT: Final = 1000
"""Texts whose trees are kept: each is asked for several times, and many subscriptions may have the same."""
FURTHEST: Final = 100
"""Words that NEAR reaches."""
_CHAIN: Final = re.compile(r"(?:(?:NOT|[A-Za-z_]+:)\s*){4}")
"""More than NOT and a field before one term, which no query means."""
_OPERATOR: Final = re.compile(r"(?i:and|or|not|near(?:/\d*)?|before(?:/\d*)?|atleast)")
_MISUSED: Final = {
    "_AND": "AND stands between two terms",
    "_OR": "OR stands between two terms",
    "NOT": "NOT stands before one term, as in INF NOT baseball",
    "ATLEAST": "put AND before ATLEAST",
    "RPAR": "there is no ( for this )",
    "LPAR": "write an operator before (",
    "_COMMA": "commas stand between the terms of ATLEAST only; words that hold one go into quotes",
}


def parse_query(text: str, concepts: Collection[str] | None = None) -> Query:
    """Read a query; `concepts` are the ids that `@…` may name, None for any.

    Raises:
        QueryError: for what can't be read, or could match everything or nothing. It shows the place.
    """
    query = _read(text)
    _check_concepts(text, concepts)
    return query


@lru_cache(maxsize=KEPT)
def _read(text: str) -> Query:
    _check_size(text)
    try:
        query = _Tree(text).transform(_parser().parse(text))
    except VisitError as error:
        raise error.orig_exc from None
    except UnexpectedCharacters as error:
        at = len(text) - len(text[error.pos_in_stream :])  # an int, which lark's types call None
        raise QueryError(text, at, f"this {text[at]} has no counterpart; quotes come in pairs") from None
    except UnexpectedEOF:
        raise QueryError(text, len(text), _unfinished(text)) from None
    except UnexpectedToken as error:
        token = error.token
        if token.type == "$END":
            raise QueryError(text, len(text), _unfinished(text)) from None
        raise QueryError(text, token.start_pos or 0, _misplaced(token)) from None
    if fault := fault_of(query):
        raise QueryError(text, 0, fault)
    return query


def suggestion(word: str, choices: Collection[str]) -> str:
    """`, did you mean 'x'?`, or nothing where none is near."""
    near = get_close_matches(word, choices, n=1)
    return f", did you mean '{near[0]}'?" if near else ""


def _check_size(text: str) -> None:
    if len(text) > LONGEST:
        what = f"has {len(text):,} characters; at most {LONGEST:,} are read, so split it in two"
        raise QueryError(text, LONGEST, what)
    if chain := _CHAIN.search(text):
        raise QueryError(text, chain.start(), "too many NOT and fields before one term; one of each will do")
    depth = 0
    for mark in re.finditer(r"[()]", text):
        depth += 1 if mark.group() == "(" else -1
        if depth > DEEPEST:
            what = f"parentheses are more than {DEEPEST} deep; take the needless ones away"
            raise QueryError(text, mark.start(), what)


def _check_concepts(text: str, concepts: Collection[str] | None) -> None:
    if concepts is None:
        return
    for name in re.finditer(r"(?<![^\s(,:])@([^\s(),]*)", re.sub(r'"[^"]*"', lambda it: " " * len(it.group()), text)):
        if (asked := name.group(1)) not in concepts:
            raise QueryError(text, name.start(), f"there is no concept '{asked}'{suggestion(asked, concepts)}")


def _unfinished(text: str) -> str:
    if not text.strip():
        return "is empty; write a word"
    if text.count("(") > text.count(")"):
        return "a ) is missing"
    return "something must follow here"


def _misplaced(token: Token) -> str:
    if token.type == "NEAR":
        return f"{token} stands between two words, phrases or groups of them; join several with AND"
    return _MISUSED.get(token.type, f"{token} is not expected here")


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="basic", propagate_positions=False)


@v_args(inline=True)
class _Tree(Transformer[Token, Query]):
    """Makes the tree; one for each text, of which errors show the place."""

    def __init__(self, text: str) -> None:
        super().__init__(visit_tokens=False)
        self._text = text

    def either(self, *parts: Query) -> Query:
        return any_of(parts)

    def both(self, *parts: Query) -> Query:
        return all_of(parts)

    def near(self, left: Query, operator: Token, right: Query) -> Query:
        name, _, number = operator.partition("/")
        within = int(number[:9])
        if not 1 <= within <= FURTHEST:
            self._refuse(operator, f"the number of words is 1 to {FURTHEST}")
        for side in (left, right):
            if not _stands_somewhere(side):
                what = f"{name} stands between words, phrases, @concepts, or groups of these with OR; use AND here"
                self._refuse(operator, what)
        return Near(left, right, within, ordered=name == "BEFORE")

    def negated(self, operator: Token, part: Query) -> Query:
        if isinstance(part, Not):
            self._refuse(operator, "NOT stands here twice")
        return Not(part)

    def field(self, field: Token, part: Query) -> Query:
        name = field[:-1].casefold()
        if name in PLACES:
            if _has_place(part):
                self._refuse(field, f"{field} can't hold another field; write them side by side")
            return Within(name, part)
        if name not in KNOWN:
            fields = (*PLACES, *KNOWN)
            hint = suggestion(name, fields) or f": fields are {', '.join(fields)}; a word with a colon goes into quotes"
            self._refuse(field, f"there is no field '{field[:-1]}'{hint}")
        if isinstance(part, Any) and all(isinstance(each, Term) for each in part.parts):
            return Any(tuple(self._about(field, name, each) for each in part.parts))
        return self._about(field, name, part)

    def at_least(self, operator: Token, *parts: Query) -> Query:
        count = int(operator.removeprefix("ATLEAST").strip()[:9])
        if not 1 <= count <= len(parts):
            self._refuse(operator, f"ATLEAST {count} of {len(parts)}: the number is 1 to that of the terms")
        return AtLeast(count, parts)

    def quoted(self, token: Token) -> Query:
        text = token.removeprefix("=")
        prefix = text.endswith("*")
        words = " ".join(text.rstrip("*")[1:-1].replace('"', " ").split())
        return self._term(token, words + "*" * prefix, exact=token.startswith("="))

    def word(self, token: Token) -> Query:
        if _OPERATOR.fullmatch(token):
            shape = {"near": "NEAR/5", "before": "BEFORE/5", "atleast": "ATLEAST 2 (…)"}
            name = token.partition("/")[0].casefold()
            operator = shape.get(name, name.upper())
            what = f"as an operator it is written {operator}, and stands between terms; as a word, in quotes"
            self._refuse(token, what)
        return self._term(token, token.removeprefix("="), exact=token.startswith("="))

    def concept(self, token: Token) -> Query:
        if len(token) == 1:
            self._refuse(token, "the id of a concept follows the @, as in @inf")
        return Concept(str(token[1:]))

    def _term(self, token: Token, text: str, *, exact: bool) -> Query:
        term = Term(text, exact)
        if fault := fault_of(term):
            self._refuse(token, fault)
        return term

    def _about(self, token: Token, name: str, part: Query) -> Query:
        if not isinstance(part, Term) or part.exact or "*" in part.text:
            self._refuse(token, f"{name}: takes a word, a quoted text, or such ones with OR in parentheses")
        return About(name, part.text)

    def _refuse(self, token: Token, what: str) -> NoReturn:
        raise QueryError(self._text, token.start_pos or 0, what)


def any_of(parts: tuple[Query, ...]) -> Query:
    """Join with OR; what is joined already is not nested."""
    flat = tuple(each for part in parts for each in (part.parts if isinstance(part, Any) else (part,)))
    return flat[0] if len(flat) == 1 else Any(flat)


def all_of(parts: tuple[Query, ...]) -> Query:
    """Join with AND; what is joined already is not nested."""
    flat = tuple(each for part in parts for each in (part.parts if isinstance(part, All) else (part,)))
    return flat[0] if len(flat) == 1 else All(flat)


def _stands_somewhere(query: Query) -> bool:
    if isinstance(query, Any):
        return all(map(_stands_somewhere, query.parts))
    return isinstance(query, Term | Concept)


def _has_place(query: Query) -> bool:
    match query:
        case Within() | About():
            return True
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return any(map(_has_place, parts))
        case Not(part):
            return _has_place(part)
        case Near(left, right):
            return _has_place(left) or _has_place(right)
        case _:
            return False
