from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xxhash import xxh64_hexdigest

from pipeline.errors import RuleError
from pipeline.matching.tokens import tokens
from pipeline.model.match import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.matching.tokens import Token
    from pipeline.model.rule import Name, Rule


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name of one rule, as compared."""

    rule: str
    folded: tuple[str, ...]
    exact: tuple[str, ...] | None
    """The words in their exact case, for acronyms."""

    def as_written(self, piece: Sequence[Token]) -> bool:
        """Whether words that agree but for their case agree in it too, where that matters."""
        return self.exact is None or tuple(token.text for token in piece) == self.exact


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
        return self._spans(fields, as_written=True)

    def miscased(self, fields: Mapping[str, str]) -> dict[str, tuple[Span, ...]]:
        """Acronyms of rules that stand there in another case, and so are no match; for explanations.

        Words inside a span that did match under the same rule are left out.
        """
        found = self.find(fields)
        missed = {}
        for rule, spans in self._spans(fields, as_written=False).items():
            matched = found.get(rule, ())
            own = set(matched)
            if left := tuple(span for span in _longest((*matched, *spans), fields) if span not in own):
                missed[rule] = left
        return missed

    def _spans(self, fields: Mapping[str, str], *, as_written: bool) -> dict[str, tuple[Span, ...]]:
        found: defaultdict[str, list[Span]] = defaultdict(list)
        for field, text in fields.items():
            for phrase, piece in self._hits(tokens(text)):
                if phrase.as_written(piece) is as_written:
                    start, end = piece[0].start, piece[-1].end
                    found[phrase.rule].append(Span(field, start, end, text[start:end]))
        return {rule: tuple(_longest(spans, fields)) for rule, spans in found.items()}

    def _hits(self, run: list[Token]) -> Iterator[tuple[Phrase, list[Token]]]:
        """Names whose words stand there in whatever case."""
        for i, token in enumerate(run):
            for phrase in self._by_first.get(token.folded, ()):
                piece = run[i : i + len(phrase.folded)]
                if tuple(t.folded for t in piece) == phrase.folded:
                    yield phrase, piece


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


def _longest(spans: Iterable[Span], fields: Iterable[str]) -> Iterator[Span]:
    """In the order of the fields; a span inside another, or the same words found a second time, is left out."""
    order = {field: place for place, field in enumerate(fields)}
    reached: dict[str, int] = {}
    for span in sorted(spans, key=lambda span: (order[span.field], span.start, -span.end)):
        if span.end > reached.get(span.field, 0):
            reached[span.field] = span.end
            yield span
