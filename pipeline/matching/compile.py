"""From the tree of a query to what is evaluated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import RuleError
from pipeline.matching.nodes import Both, Close, In, Known, Some, Without, Words
from pipeline.matching.normal import normal
from pipeline.matching.parse import suggestion
from pipeline.matching.sense import fault_of
from pipeline.matching.terms import exact_node, is_russian, term_node
from pipeline.model.query import About, All, Any, AtLeast, Concept, Near, Not, Query, Term, Within

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pipeline.matching.nodes import Node
    from pipeline.matching.patterns import Patterns
    from pipeline.matching.reading import Place, Reading


class Judges(Protocol):
    """What knows of each rule whether it matches."""

    def accepted(self, rule: str, reading: Reading) -> list[Place] | None:
        """The places of a rule that matches, None for one that does not."""
        ...


@dataclass(frozen=True, slots=True)
class Match:
    """Another rule matches."""

    rule: str
    judges: Judges

    def holds(self, reading: Reading) -> bool:
        """Whether it does."""
        return self.judges.accepted(self.rule, reading) is not None

    def places(self, reading: Reading) -> list[Place]:
        """Its places."""
        return self.judges.accepted(self.rule, reading) or []


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles queries, for rules that are kept together."""

    patterns: Patterns
    judges: Judges
    rules: Collection[str]
    """Ids of the rules that `@…` may name."""
    known: dict[tuple[str, str | None], Node] = field(default_factory=dict)
    """What was compiled before, by its text and language: many rules share the words of their contexts."""

    def node(self, query: Query) -> Node:  # noqa: PLR0911 - one for each kind of query
        """What evaluates a query.

        Raises:
            RuleError: for an unknown concept.
        """
        match query:
            case Term(text, exact):
                return exact_node(text, self.patterns) if exact else self.term(text)
            case All(parts):
                return Both.of(tuple(map(self.node, parts)))
            case Any(parts):
                return one_of(map(self.node, parts))
            case Not(part):
                return Without(self.node(part))
            case Near(left, right, within, ordered):
                return Close(self.node(left), self.node(right), within, ordered)
            case AtLeast(count, parts):
                return Some(tuple(map(self.node, parts)), count)
            case Within(place, part):
                return placed(self.node(part), place)
            case About(field, value):
                return Known(field, normal(value))
            case Concept(rule):
                return self._match(rule)

    def term(self, text: str) -> Node:
        """What finds a term of a query or a context: Russian ones in all their forms, those with a `=` as written.

        Raises:
            RuleError: for a term without a word, or with a `*` where it can't be.
        """
        term = Term(text.removeprefix("="), exact=text.startswith("="))
        if fault := fault_of(term):
            raise RuleError("", fault)
        if term.exact:
            return exact_node(term.text, self.patterns)
        return self.forms(text, "ru" if is_russian(text) else None)

    def forms(self, text: str, language: str | None) -> Node:
        """What finds a text in all its forms in a language."""
        key = (text, language)
        if key not in self.known:
            self.known[key] = term_node(text, language, self.patterns)
        return self.known[key]

    def _match(self, rule: str) -> Match:
        if rule not in self.rules:
            raise RuleError("", f"there is no concept '{rule}'{suggestion(rule, self.rules)}")
        return Match(rule, self.judges)


def one_of(nodes: Iterable[Node]) -> Node:
    """Alternatives; those that are words only are looked up together."""
    every = list(nodes)
    words = [node.patterns for node in every if isinstance(node, Words)]
    parts: list[Node] = [node for node in every if not isinstance(node, Words)]
    if words:
        parts.insert(0, Words(frozenset().union(*words)))
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def placed(node: Node, place: str) -> Node:
    """A node with its words looked for in one place only."""
    match node:
        case Both(parts):
            return Both.of(tuple(placed(part, place) for part in parts))
        case Some(parts, count):
            return Some(tuple(placed(part, place) for part in parts), count)
        case Without(part):
            return Without(placed(part, place))
        case Close(left, right, within, ordered):
            return Close(placed(left, place), placed(right, place), within, ordered)
        case _:
            return In(node, place)


def mentions(query: Query) -> Iterator[str]:
    """Ids of the concepts that a query asks for."""
    match query:
        case Concept(rule):
            yield rule
        case All(parts) | Any(parts) | AtLeast(_, parts):
            for part in parts:
                yield from mentions(part)
        case Not(part) | Within(_, part):
            yield from mentions(part)
        case Near(left, right):
            yield from mentions(left)
            yield from mentions(right)
        case _:
            return
