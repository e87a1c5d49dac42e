"""Why one rule matches an article, or does not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from pipeline.tagging.quote import quote
from pipeline.tagging.score import topical
from treatywatch.cli.explain_text import GUARDS, by_guard, places

if TYPE_CHECKING:
    from pipeline.model.document import Document
    from pipeline.model.match import Finding
    from pipeline.model.rule import Rule
    from treatywatch.cli.report import Report
    from treatywatch.stages.jsonl import Object

QUOTED: Final = 5
"""Places that are quoted."""
DECIDED: Final = {
    "absent": "none of its names stands there, and none of its queries holds",
    "case": "its names stand there in another case only",
    "capitals": "its names stand there only among words that are in capitals too",
    "context": "its names stand there, but nothing of their context near them, or elsewhere in the article",
    "exclude_near": "its names stand there only near words of exclude_near",
    "all": "a query of all does not hold",
    "none": "a query of none holds",
    "language": "the article is in another language than the rule",
    "min_score": "it finds too little for its min_score",
}
"""By `Finding.decided`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule, and what it finds."""

    rule: Rule
    finding: Finding

    def as_json(self) -> Object:
        """For machines."""
        finding = self.finding
        return {
            "id": self.rule.id,
            "matched": finding.matched,
            "decided": finding.decided or None,
            "score": topical(finding.spans),
            "spans": [asdict(span) for span in finding.spans],
            "rejected": [asdict(rejection) for rejection in finding.rejected],
        }


def tell_rule(asked: Asked, document: Document, report: Report) -> None:
    """Write a section with every place that decided, quoted."""
    rule, finding = asked.rule, asked.finding
    report.section(f"Rule {rule.id}: {'matches' if finding.matched else 'does not match'}")
    report.say("label", rule.label)
    if finding.matched:
        report.say("score", f"{topical(finding.spans):g}", colour="green")
        report.say("counted", places(finding.spans))
        for span in finding.spans[:QUOTED]:
            report.quote(quote(document.field(span.field), span))
    else:
        report.say("because", DECIDED[finding.decided], colour="red")
    for guard, spans in by_guard(finding.rejected).items():
        report.say("not counted", f"“{spans[0].text}” {GUARDS[guard].format(label=rule.label)} ({places(spans)})")
        for span in spans[:QUOTED]:
            report.quote(quote(document.field(span.field), span))
