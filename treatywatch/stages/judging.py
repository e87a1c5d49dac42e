"""Which rules a text matches, where, and where it nearly does; runs in worker processes."""

from __future__ import annotations

import pickle
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from alerts.evidence import why
from pipeline.matching.matcher import Matcher
from pipeline.model.article import TextBy
from pipeline.tagging.score import topical
from pipeline.tagging.tag import tagged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model.document import Document
    from pipeline.model.match import Match, Rejection
    from pipeline.model.rule import Rule
    from treatywatch.stages.jsonl import Object


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

    def judge(self, document: Document) -> Object:
        """`concepts`, `matches` and `rejected`, as the contract of `inspect text` has them."""
        findings = self.matcher.find(document)
        missed = {rule: finding.rejected for rule, finding in findings.items()}
        return self.told(tagged(document, findings, self.matcher.versions), missed)

    def told(self, matches: Sequence[Match], missed: Mapping[str, Iterable[Rejection]]) -> Object:
        """The same of matches that are known already, and of words that do not count."""
        return {
            "concepts": [match.rule for match in matches if self.rules[match.rule].kind == "concept"],
            "matches": [self._match(match) for match in matches],
            "rejected": [
                {"rule": rule, "span": asdict(rejection.span), "guard": rejection.guard}
                for rule, rejections in sorted(missed.items())
                for rejection in rejections
            ],
        }

    def _match(self, match: Match) -> Object:
        return {
            "rule": match.rule,
            "score": topical(match.spans),
            "spans": [asdict(span) for span in match.spans],
            "why": f"{why(match, TextBy.PAGE)} ({self.rules[match.rule].label})",
        }


def packed(rules: Iterable[Rule]) -> bytes:
    """Rules on their way to a worker process; bytes are quickly sent and compared."""
    return pickle.dumps(tuple(rules))


def judge(document: Document, rules: bytes) -> Object:
    """`Rulebook.judge`, with rules that were `packed`; a process compiles them once."""
    return _compiled(rules).judge(document)


@lru_cache(maxsize=1)
def _compiled(rules: bytes) -> Rulebook:
    return Rulebook.of(pickle.loads(rules))  # noqa: S301 - the parent process packed them
