"""Which rules a text matches, where, and where it nearly does; runs in worker processes."""

from __future__ import annotations

import pickle
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from alerts.evidence import why
from pipeline.matching.matcher import Matcher
from pipeline.model.article import TextBy
from pipeline.tagging.tag import tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model.match import Match, Span
    from pipeline.model.rule import Rule
    from treatywatch.stages.jsonl import Object

WEIGHTS: Final[Mapping[str, float]] = {"title": 3.0, "text": 1.0}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules, compiled, and how to speak of them."""

    rules: Mapping[str, Rule]
    matcher: Matcher

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Rulebook:
        """Compile rules."""
        known = {rule.id: rule for rule in rules}
        return cls(known, Matcher(known.values()))

    def judge(self, title: str, text: str) -> Object:
        """`concepts`, `matches` and `rejected`, as the contract of `inspect text` has them.

        The score of a match is the number of its spans, those in the title counted three times.
        """
        return self.told(tag(title, text, self.matcher), self.matcher.miscased({"title": title, "text": text}))

    def told(self, matches: Sequence[Match], missed: Mapping[str, Iterable[Span]]) -> Object:
        """The same of matches that are known already, and of acronyms `Matcher.miscased`."""
        return {
            "concepts": [match.rule for match in matches if self.rules[match.rule].kind == "concept"],
            "matches": [self._match(match) for match in matches],
            "rejected": [
                {"rule": rule, "span": asdict(span), "guard": "case"}
                for rule, spans in sorted(missed.items())
                for span in spans
            ],
        }

    def _match(self, match: Match) -> Object:
        return {
            "rule": match.rule,
            "score": score(match.spans),
            "spans": [asdict(span) for span in match.spans],
            "why": why(match, self.rules[match.rule].label, TextBy.PAGE),
        }


def score(spans: Iterable[Span]) -> float:
    """How much an article is about a rule."""
    return sum(WEIGHTS[span.field] for span in spans)


def packed(rules: Iterable[Rule]) -> bytes:
    """Rules on their way to a worker process; bytes are quickly sent and compared."""
    return pickle.dumps(tuple(rules))


def judge(title: str, text: str, rules: bytes) -> Object:
    """`Rulebook.judge`, with rules that were `packed`; a process compiles them once."""
    return _compiled(rules).judge(title, text)


@lru_cache(maxsize=1)
def _compiled(rules: bytes) -> Rulebook:
    return Rulebook.of(pickle.loads(rules))  # noqa: S301 - the parent process packed them
