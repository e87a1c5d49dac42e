"""What queries mean, told in the plainest way, for the matcher to be compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.matching.normal import cased, normal
from pipeline.matching.reading import LEAD
from pipeline.model.query import About, All, Any, AtLeast, Concept, Near, Not, Query, Term, Within

if TYPE_CHECKING:
    from pipeline.model.document import Document

Run = tuple[str, int, int]
"""A field, and the numbers of a first and a last word in it."""


@dataclass(frozen=True)
class Naive:
    """Evaluates one query word by word; `concepts` are queries by id."""

    document: Document
    concepts: dict[str, Query]

    def holds(self, query: Query, place: str | None = None) -> bool:  # noqa: PLR0911 - one for each kind
        match query:
            case Term() | Near():
                return bool(self.runs(query, place))
            case All(parts):
                return all(self.holds(part, place) for part in parts)
            case Any(parts):
                return any(self.holds(part, place) for part in parts)
            case Not(part):
                return not self.holds(part, place)
            case AtLeast(count, parts):
                return sum(self.holds(part, place) for part in parts) >= count
            case Within(field, part):
                return self.holds(part, field)
            case Concept(id_):
                return bool(self.runs(query, place)) if place else self.holds(self.concepts[id_])
            case About(field, value):
                return self._known(field, value)

    def runs(self, query: Query, place: str | None = None) -> set[Run]:  # noqa: PLR0911 - one for each kind
        """Where the words of a term, of alternatives, of a concept, or of words near each other stand."""
        match query:
            case Term():
                return {run for run in self._term(query) if _stands_in(run, place)}
            case All(parts):
                near = [part for part in parts if _is_near(part)]
                return {run for part in near or parts if self.holds(part, place) for run in self.runs(part, place)}
            case Any(parts) | AtLeast(_, parts):
                return {run for part in parts if self.holds(part, place) for run in self.runs(part, place)}
            case Within(field, part):
                return self.runs(part, field)
            case Concept(id_):
                named = self.concepts[id_]
                return {run for run in self.runs(named) if _stands_in(run, place)} if self.holds(named) else set()
            case Near(left, right, within, ordered):
                pairs = [(a, b) for a in self.runs(left, place) for b in self.runs(right, place)]
                close = [(a, b) for a, b in pairs if _near(a, b, within) or (not ordered and _near(b, a, within))]
                return {run for pair in close for run in pair}
            case _:
                return set()

    def _term(self, term: Term) -> set[Run]:
        read = cased if term.exact else normal
        wanted = read(term.text.removesuffix("*")).split()
        found = set()
        for field, text in (("title", self.document.title), ("body", self.document.text)):
            words = read(text).split()
            for start in range(len(words) - len(wanted) + 1):
                here = words[start : start + len(wanted)]
                same = here == wanted
                if term.text.endswith("*"):
                    same = here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1])
                if same:
                    found.add((field, start, start + len(wanted) - 1))
        return found

    def _known(self, field: str, value: str) -> bool:
        document = self.document
        if field == "author":
            return any(normal(value) in normal(author) for author in document.authors)
        values = document.tags if field == "tag" else (getattr(document, field),)
        return any(normal(value) == normal(one) for one in values if one)


def _is_near(query: Query) -> bool:
    return isinstance(query, Near) or (isinstance(query, Within) and _is_near(query.part))


def _near(first: Run, then: Run, within: int) -> bool:
    return first[0] == then[0] and 0 < then[1] - first[2] <= within


def _stands_in(run: Run, place: str | None) -> bool:
    field, _, last = run
    if place == "lead":
        return field == "body" and last < LEAD
    return place in {None, field}
