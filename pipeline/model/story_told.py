"""Who reported a story: what a digest says beside its headline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.model.story import StoryFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Report:
    """An article of a story."""

    article: int
    outlet: str
    of: int | None
    """The article whose words it has."""
    added: bool
    """Whether it says noticeably more than that one."""
    credit: str | None
    """The agency it is said to be from."""


class Role(StrEnum):
    """What a report is in its story."""

    ORIGIN = "origin"
    """The first report."""
    REPRINT = "reprint"
    """Another outlet's words."""
    COPY = "copy"
    """The outlet's own words at another address."""
    INDEPENDENT = "independent"
    """Words of its own, or of another agency than the origin."""
    FOLLOW_UP = "follow-up"
    """Other words of the origin: the outlet's again, or the agency's at another outlet."""


def roles(reports: Sequence[Report]) -> dict[int, Role]:
    """What each report of a story is, by its article; they come in the order in which they were seen."""
    known = {report.article: report for report in reports}
    origin = _folded(_source(reports[0], known)) if reports else ""
    return {report.article: _role(number, report, known, origin) for number, report in enumerate(reports)}


def _role(number: int, report: Report, known: dict[int, Report], origin: str) -> Role:
    if number == 0:
        return Role.ORIGIN
    if report.of in known:
        return Role.COPY if known[report.of].outlet == report.outlet else Role.REPRINT
    return Role.FOLLOW_UP if _folded(_source(report, known)) == origin else Role.INDEPENDENT


def told(story: int, reports: Sequence[Report], former_ids: Iterable[int] = ()) -> StoryFacts:
    """Count a story's reports, which come in the order in which they were seen; there is one at least.

    A reprint has the words of another outlet's report. Independent is who reported in words of their own, or an
    agency's; whoever credits the origin's agency is not.
    """
    known = {report.article: report for report in reports}
    sources = {_folded(source): source for source in (_source(report, known) for report in reversed(reports))}
    origin = _source(reports[0], known)
    reprints = [report for report in reports if report.of in known and known[report.of].outlet != report.outlet]
    earliest = list(dict.fromkeys(_folded(_source(report, known)) for report in reports))
    return StoryFacts(
        id=story,
        origin=origin,
        reprints=len(reprints),
        reprints_added=sum(report.added for report in reprints),
        independent=tuple(sources[source] for source in earliest if source != _folded(origin)),
        former_ids=tuple(sorted(former_ids)),
    )


def _source(report: Report, known: dict[int, Report]) -> str:
    """Whose words a report has: those of the agency that it or its original credits, else of the original's outlet."""
    original = known.get(report.of, report) if report.of else report
    return report.credit or original.credit or original.outlet


def _folded(name: str) -> str:
    """An agency's own outlet is the agency: `ria_novosti` and "RIA Novosti"."""
    return "".join(filter(str.isalnum, name.casefold()))
