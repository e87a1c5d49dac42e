"""All rules in one automaton: which of them match a document, by which words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from xxhash import xxh64_hexdigest

from pipeline.errors import RuleError
from pipeline.matching.calls import Calls, Candidate
from pipeline.matching.compile import Compiler, mentions
from pipeline.matching.patterns import Patterns
from pipeline.matching.program import program_of
from pipeline.matching.reading import Reading, outermost
from pipeline.matching.triggers import Trigger, Triggers
from pipeline.model.match import Finding, Rejection
from pipeline.model.rule import Examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.matching.calls import Called
    from pipeline.matching.program import Program, Verdict
    from pipeline.matching.reading import Place
    from pipeline.matching.triggers import Key
    from pipeline.model.document import Document
    from pipeline.model.rule import Rule

WORTH_REBUILDING: Final = 1000
"""Rules taken out whose patterns are still looked for, from which on all is compiled anew."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule in the matcher."""

    program: Program
    called: Called
    keys: frozenset[Key] | None
    """What calls for it; None where it is always evaluated."""


class Matcher:
    """Rules, compiled. They can be added and taken out at any time.

    A rule is evaluated where the rarest of its required terms stands in a document; the result is that of evaluating
    every rule.

    Raises:
        RuleError: for a rule that can't match, an unknown concept, or concepts that ask for each other.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.versions: dict[str, str] = {}
        """Version of each rule, by its id."""
        self.patterns = Patterns()
        self._rules = {rule.id: rule for rule in rules}
        self._compile()

    def add(self, rule: Rule) -> None:
        """Put a rule in, or in the place of the one with its id.

        Raises:
            RuleError: as for a new matcher; then nothing has changed.
        """
        before = self._rules.get(rule.id)
        self._rules[rule.id] = rule
        try:
            _check_cycles(self._rules, rule.id)
            program = program_of(rule, self._compiler)
        except RuleError:
            self._rules.pop(rule.id) if before is None else self._rules.update({rule.id: before})
            raise
        if before is None:
            self._enter(rule, program)
        else:
            self._compile()  # others may ask for the one that was there

    def remove(self, rule: str) -> None:
        """Take a rule out.

        Raises:
            RuleError: where another rule asks for it.
        """
        if asking := self._asking.get(rule):
            raise RuleError(rule, f"is asked for by rule {next(iter(asking))!r}; change that one first")
        for asked in _asked_for(self._rules[rule]):
            self._asking[asked].pop(rule, None)
        del self._rules[rule], self.versions[rule]
        gone = self._compiled.pop(rule)
        self._calls.take(gone.called, gone.keys)
        self._gone += 1
        if self._gone > max(WORTH_REBUILDING, len(self._rules)):
            self._compile()

    def matching(self, document: Document) -> set[str]:
        """Ids of the rules that match."""
        return self._calls.matching(Reading(document, self.patterns))

    def find(self, document: Document) -> dict[str, Finding]:
        """What each rule finds, by its id: of all that match, and of those that name a guard which rejected a name."""
        reading = Reading(document, self.patterns)
        verdicts = ((rule, self._verdict(rule, reading)) for rule in self._calls.called(reading))
        return {
            rule: _finding(verdict, reading)
            for rule, verdict in verdicts
            if verdict.accepted is not None or verdict.rejected
        }

    def explain(self, rule: str, document: Document) -> Finding:
        """What one rule finds, and why it does not match where it does not."""
        reading = Reading(document, self.patterns)
        return _finding(self._verdict(rule, reading), reading)

    def programs(self) -> Iterator[tuple[str, Program]]:
        """Every rule, to evaluate them one after the other."""
        return ((rule, compiled.program) for rule, compiled in self._compiled.items())

    def accepted(self, rule: str, reading: Reading) -> list[Place] | None:
        """For rules that ask for other rules: the places of one that matches."""
        return self._verdict(rule, reading).accepted

    def _verdict(self, rule: str, reading: Reading) -> Verdict:
        verdict: Verdict = reading.once(("rule", rule), self._compiled[rule].program.judge)
        return verdict

    def _compile(self) -> None:
        self.patterns, self._gone = Patterns(), 0
        self._compiled: dict[str, Compiled] = {}
        self._calls = Calls(self.patterns.known)
        self._asking: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._compiler = Compiler(self.patterns, self, self._rules.keys())
        self._triggers = Triggers(self.patterns.known, self._trigger_of)
        programs = {rule.id: program_of(rule, self._compiler) for rule in self._rules.values()}
        for rule in _asked_first(self._rules):
            self._enter(self._rules[rule], programs[rule])

    def _enter(self, rule: Rule, program: Program) -> None:
        self.versions[rule.id] = rule_version(rule)
        for asked in _asked_for(rule):
            self._asking[asked][rule.id] = None
        sure, alone, trigger = program.sure(), program.alone, program.trigger(self._triggers)
        if sure is not None:
            compiled = Compiled(program, rule.id, frozenset(sure))
        else:
            also = self._triggers.besides(alone, trigger) if alone and trigger else None
            called = Candidate(also, rule.id, alone.holds if alone else program.holds)
            compiled = Compiled(program, called, trigger.keys if trigger else None)
        self._calls.put(compiled.called, compiled.keys)
        self._compiled[rule.id] = compiled

    def _trigger_of(self, rule: str) -> Trigger | None:
        return self._compiled[rule].program.trigger(self._triggers)


def rule_version(rule: Rule) -> str:
    """Fingerprint of what a rule matches; label and examples do not change it."""
    return xxh64_hexdigest(repr(replace(rule, label="", examples=Examples())).encode("utf-8", "replace"))


def _asked_for(rule: Rule) -> Iterator[str]:
    for query in (*rule.any, *rule.all, *rule.none):
        yield from mentions(query)


def _asked_first(rules: dict[str, Rule]) -> Iterator[str]:
    """Ids of rules, those that others ask for before them."""
    done: dict[str, None] = {}
    for rule in rules:
        _check_cycles(rules, rule, done)
    return iter(done)


def _check_cycles(rules: dict[str, Rule], start: str, done: dict[str, None] | None = None) -> None:
    done = {} if done is None else done
    way: dict[str, Iterator[str]] = {}
    if start not in done:
        way[start] = _asked_for(rules[start])
    while way:
        last = next(reversed(way))
        for asked in way[last]:
            if asked in way:
                raise RuleError(start, f"asks for itself: {' → '.join([*list(way)[list(way).index(asked) :], asked])}")
            if asked in rules and asked not in done:
                way[asked] = _asked_for(rules[asked])
                break
        else:
            done[last] = None
            del way[last]


def _finding(verdict: Verdict, reading: Reading) -> Finding:
    accepted = list(outermost(verdict.accepted or []))
    guards = dict(verdict.rejected)
    own = set(accepted)
    missed = [place for place in outermost([*accepted, *guards]) if place not in own]
    return Finding(
        matched=verdict.accepted is not None,
        spans=tuple(map(reading.span, accepted)),
        rejected=tuple(Rejection(reading.span(place), guards[place]) for place in missed),
        score=verdict.score,
        decided=verdict.decided,
    )
