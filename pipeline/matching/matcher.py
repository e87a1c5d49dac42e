from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xxhash import xxh64_hexdigest

from pipeline.errors import RuleError
from pipeline.matching.tokens import tokens
from pipeline.model.match import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.matching.tokens import Token
    from pipeline.model.rule import Name, Rule


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name of one rule, as compared."""

    rule: str
    folded: tuple[str, ...]
    exact: tuple[str, ...] | None
    """The words in their exact case, for acronyms."""


class Matcher:
    """All rules, compiled: names are found by their first word, then compared word by word.

    Raises:
        RuleError: for a name without a single word.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.versions: dict[str, str] = {}
        self._by_first: defaultdict[str, list[Phrase]] = defaultdict(list)
        for rule in rules:
            self.versions[rule.id] = rule_version(rule)
            for name in rule.names:
                phrase = _phrase(rule.id, name)
                self._by_first[phrase.folded[0]].append(phrase)

    def find(self, fields: Mapping[str, str]) -> dict[str, tuple[Span, ...]]:
        """Every rule that matches, with its spans in the order of `fields`; of nested spans the longest stays."""
        found: defaultdict[str, list[Span]] = defaultdict(list)
        for field, text in fields.items():
            for rule, first, last in self._hits(tokens(text)):
                found[rule].append(Span(field, first.start, last.end, text[first.start : last.end]))
        return {rule: tuple(_longest(spans)) for rule, spans in found.items()}

    def _hits(self, run: list[Token]) -> Iterator[tuple[str, Token, Token]]:
        for i, token in enumerate(run):
            for phrase in self._by_first.get(token.folded, ()):
                piece = run[i : i + len(phrase.folded)]
                if tuple(t.folded for t in piece) == phrase.folded and (
                    phrase.exact is None or tuple(t.text for t in piece) == phrase.exact
                ):
                    yield phrase.rule, piece[0], piece[-1]


def rule_version(rule: Rule) -> str:
    """Fingerprint of what a rule matches; the label does not change it."""
    said = "\x1e".join(f"{name.text}\x1f{name.exact}" for name in rule.names)
    return xxh64_hexdigest(said.encode())


def _phrase(rule: str, name: Name) -> Phrase:
    run = tokens(name.text)
    if not run:
        raise RuleError(rule, f"the name {name.text!r} has no word in it; write letters or digits")
    exact = tuple(t.text for t in run) if name.exact else None
    return Phrase(rule, tuple(t.folded for t in run), exact)


def _longest(spans: list[Span]) -> Iterator[Span]:
    """Drop a span that stands inside another of the same field."""
    for span in spans:
        if not any(
            other is not span
            and other.field == span.field
            and other.start <= span.start
            and span.end <= other.end
            and (other.start, other.end) != (span.start, span.end)
            for other in spans
        ):
            yield span
