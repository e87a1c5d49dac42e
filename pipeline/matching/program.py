"""A rule, compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import RuleError
from pipeline.matching.guards import Guarded, Sense
from pipeline.matching.nodes import Words
from pipeline.matching.normal import cased
from pipeline.matching.reading import outermost
from pipeline.matching.sense import fault_of
from pipeline.matching.terms import any_case_node, exact_node, is_russian
from pipeline.matching.triggers import Trigger, Triggers, cheapest, together
from pipeline.model.query import Term

if TYPE_CHECKING:
    from pipeline.matching.compile import Compiler
    from pipeline.matching.nodes import Node
    from pipeline.matching.reading import Place, Reading
    from pipeline.model.rule import Context, Name, Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a document."""

    accepted: list[Place] | None
    """Places of its occurrences, where it matches."""
    rejected: list[tuple[Place, str]]
    """Occurrences that do not count, each with the guard that decided."""
    score: float = 0.0
    decided: str = ""
    """Why it does not match: a guard, `all`, `none`, `language`, `min_score`, or `absent` where no name is found."""


@dataclass(frozen=True, slots=True)
class Program:
    """Decides whether a rule matches, and by which occurrences."""

    rule: Rule
    names: tuple[Guarded, ...]
    any: tuple[Node, ...]
    all: tuple[Node, ...]
    none: tuple[Node, ...]
    sense: Sense | None
    veto: Sense | None

    def sure(self) -> frozenset[int] | None:
        """Patterns of which each is enough by itself, where the rule asks for nothing else."""
        rule = self.rule
        more = self.all or self.none or self.sense or self.veto or rule.min_score or rule.languages
        nodes = [*(name.node for name in self.names), *self.any]
        if more or not all(name.free for name in self.names):
            return None
        words = [node.patterns for node in nodes if isinstance(node, Words)]
        return frozenset().union(*words) if len(words) == len(nodes) else None

    def trigger(self, triggers: Triggers) -> Trigger | None:
        """What must be there for the rule to match."""
        positive = [triggers.of(node) for node in (*(name.node for name in self.names), *self.any)]
        known = [trigger for trigger in positive if trigger]
        first = together(known) if positive and len(known) == len(positive) else None
        return cheapest((first, *map(triggers.of, self.all)))

    def holds(self, reading: Reading) -> bool:
        """Whether the rule matches; for queries alone in less time than `judge`."""
        if self.alone is not None:
            return self.alone.holds(reading)
        return self.judge(reading).accepted is not None

    @property
    def alone(self) -> Node | None:
        """The only query of a rule that asks for nothing else."""
        rule = self.rule
        more = self.names or self.all or self.none or self.sense or self.veto or rule.min_score or rule.languages
        return None if more or len(self.any) != 1 else self.any[0]

    def judge(self, reading: Reading) -> Verdict:
        """What the rule says of a document."""
        accepted, rejected, held = self._occurrences(reading)
        if not held:
            return Verdict(None, rejected, decided=rejected[0][1] if rejected else "absent")
        score = self._score(reading, accepted)
        if failed := self._failed(reading, score):
            return Verdict(None, [*rejected, *((place, failed) for place in accepted)], score, failed)
        return Verdict(accepted, rejected, score)

    def _occurrences(self, reading: Reading) -> tuple[list[Place], list[tuple[Place, str]], bool]:
        """Accepted and rejected ones, and whether a name or a query is found."""
        judged = [
            (place, name.objection(reading, place) or self._vetoed(reading, place))
            for name in self.names
            for place in name.node.places(reading)
        ]
        held = not (self.names or self.any)
        for node in self.any:
            if node.holds(reading):
                queried = [(place, self._doubted(reading, place)) for place in node.places(reading)]
                held = held or not queried or any(guard is None for _, guard in queried)
                judged += queried
        accepted = sorted({place for place, guard in judged if guard is None})
        if held and not judged:
            accepted = sorted({place for node in self.all for place in node.places(reading)})
        known = set(accepted)
        rejected = [(place, guard) for place, guard in judged if guard and place not in known]
        return accepted, rejected, held or bool(accepted)

    def _doubted(self, reading: Reading, place: Place) -> str | None:
        sense = self.sense
        if sense and not (sense.strength(reading) or sense.closeness(reading, place)):
            return "context"
        return self._vetoed(reading, place)

    def _vetoed(self, reading: Reading, place: Place) -> str | None:
        if self.veto is None:
            return None
        return "exclude_near" if self.veto.closeness(reading, place) or self.veto.overlaps(reading, place) else None

    def _failed(self, reading: Reading, score: float) -> str | None:
        rule, language = self.rule, reading.document.language
        if rule.languages and language and language.partition("-")[0] not in rule.languages:
            return "language"
        if not all(node.holds(reading) for node in self.all):
            return "all"
        if any(node.holds(reading) for node in self.none):
            return "none"
        return "min_score" if score < rule.min_score else None

    def _score(self, reading: Reading, places: list[Place]) -> float:
        weights = self.rule.weights
        counted = list(outermost(places))
        in_title = sum(place[0] < reading.body for place in counted)
        return weights.title * in_title + weights.body * (len(counted) - in_title)


def program_of(rule: Rule, compiler: Compiler) -> Program:
    """Compile a rule.

    Raises:
        RuleError: for a name without a word, an unknown concept, or a rule that asks for nothing.
    """
    if not (rule.names or rule.any or rule.all):
        raise RuleError(rule.id, "has no names, and neither any nor all; say what must be there")
    try:
        return _Building(rule, compiler).program()
    except RuleError as error:
        raise RuleError(rule.id, error.what) from None


class _Building:
    """Compiles the parts of one rule."""

    def __init__(self, rule: Rule, compiler: Compiler) -> None:
        self._rule, self._compiler = rule, compiler
        self._senses: dict[Context, Sense] = {}
        self._own = tuple(map(self._exactly, filter(self._is_free, rule.names)))

    def program(self) -> Program:
        rule, node = self._rule, self._compiler.node
        terms = tuple(map(self._compiler.term, rule.exclude_near))
        return Program(
            rule=rule,
            names=tuple(map(self._guarded, rule.names)),
            any=tuple(map(node, rule.any)),
            all=tuple(map(node, rule.all)),
            none=tuple(map(node, rule.none)),
            sense=self._sense(rule.context),
            veto=Sense(terms, rule.exclude_within, ()) if terms else None,
        )

    def _guarded(self, name: Name) -> Guarded:
        sense = self._sense(self._context(name))
        if name.exact:
            written = tuple(cased(name.text).decode().split())
            return Guarded(any_case_node(name.text, self._compiler.patterns), written, sense, name.capitals)
        return Guarded(self._in_all_forms(name), None, sense, name.capitals)

    def _exactly(self, name: Name) -> Node:
        """A name that needs no context, and so is context to the others."""
        return exact_node(name.text, self._compiler.patterns) if name.exact else self._in_all_forms(name)

    def _in_all_forms(self, name: Name) -> Node:
        if fault := fault_of(Term(name.text)):
            raise RuleError("", fault)
        return self._compiler.forms(name.text, language_of(name))

    def _context(self, name: Name) -> Context | None:
        return self._rule.context if name.context is None else name.context

    def _is_free(self, name: Name) -> bool:
        context = self._context(name)
        return context is None or not (context.any or context.strong)

    def _sense(self, context: Context | None) -> Sense | None:
        if context is None or not (context.any or context.strong):
            return None
        if context not in self._senses:
            near, strong = (tuple(map(self._compiler.term, terms)) for terms in (context.any, context.strong))
            self._senses[context] = Sense(near, context.within, (*strong, *self._own))
        return self._senses[context]


def language_of(name: Name) -> str | None:
    """The language in which a name has other forms.

    A single word without a language is taken as written: it may be of any language that is written so.
    """
    if name.language is None and len(name.text.split()) > 1 and is_russian(name.text):
        return "ru"
    return name.language
