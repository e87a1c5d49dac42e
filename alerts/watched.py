"""The honest lines of a digest: what was watched, what was not, and what is missing from the usual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.wording import NAMED, counted, listed

if TYPE_CHECKING:
    from alerts.times import LocalTimes
    from pipeline.model.coverage import Coverage, Trouble


MANY: Final = 0.05
"""Share of the sources from which on their failing is said at the top of a digest."""


def trouble_line(coverage: Coverage, *, empty: bool = False) -> str:
    """`2 of 15 sources could not be read: Example Wire, Gazeta.`, for the top of a digest; "" where few could not.

    Above an empty digest even one is named: that there is no news is not to be taken for what it may not be.
    """
    if not coverage.failing or (len(coverage.failing) <= MANY * coverage.sources and not empty):
        return ""
    outlets = list(dict.fromkeys(trouble.outlet for trouble in coverage.failing))
    names = [*outlets[:NAMED], *([f"{len(outlets) - NAMED} more"] if len(outlets) > NAMED else [])]
    return f"{len(coverage.failing):,} of {counted(coverage.sources, 'source')} could not be read: {listed(names)}."


def coverage_line(coverage: Coverage, times: LocalTimes) -> str:
    """`Watched 41 of 42 sources. Not reached: Example Wire since 09:10 (timed out). Gap: Gazeta 03:10–04:25`."""
    said = [f"Watched {coverage.watched:,} of {counted(coverage.sources, 'source')}."]
    if coverage.failing:
        said.append(f"Not reached: {_some([_trouble(trouble, times) for trouble in coverage.failing])}.")
    if coverage.holes:
        gaps = [f"{gap.outlet} {times.gap(gap.since, gap.until)}" for gap in coverage.holes]
        said.append(f"{'Gap' if len(gaps) == 1 else 'Gaps'}: {_some(gaps)}.")
    return " ".join(said)


def _some(named: list[str]) -> str:
    rest = len(named) - NAMED
    return "; ".join([*named[:NAMED], *([f"{rest} more"] if rest > 0 else [])])


def _trouble(trouble: Trouble, times: LocalTimes) -> str:
    """What to do about it, behind a semicolon, is for operators; one pair of brackets is enough."""
    reason = trouble.reason.partition(";")[0].replace("(", "– ").replace(")", "").rstrip(". ")
    return f"{trouble.outlet} since {times.since(trouble.since)}{f' ({reason})' if reason else ''}"
