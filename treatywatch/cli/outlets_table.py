"""Sources as lines of a table, 100 columns wide."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from alerts.clean import clean_text
from crawlers.cadence import Why
from crawlers.store.standing import ValidatorUse
from pipeline.model.outlet import TermsStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime, timedelta

    from crawlers.store.faults import SourceFault
    from crawlers.store.standing import Standing
    from pipeline.model.outlet import Outlet

WIDTH = 100
ADDRESS = 37
HEAD = ("outlet, source", "read", "last new", "24 h (usual)", "304s", "gaps", "next poll")
ROW = f"  {{:<{ADDRESS}}} {{:>6}} {{:>8}} {{:>13}} {{:<7}} {{:>4}}  {{}}"
WHYS = {
    Why.RATE: "its habit",
    Why.SHORTEST: "busy",
    Why.LONGEST: "quiet",
    Why.HINT: "its wish",
    Why.SKIP: "its hours",
    Why.WINDOW: "no gap",
    Why.FIXED: "fixed",
    Why.DEAD: "dead",
}
VALIDATORS = {
    ValidatorUse.UNKNOWN: "?",
    ValidatorUse.NONE: "none",
    ValidatorUse.WORK: "work",
    ValidatorUse.IGNORED: "ignored",
    ValidatorUse.LIE: "lie",
}


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to tell of the outlets."""

    outlets: Sequence[Outlet]
    standings: Mapping[tuple[str, str], Standing]
    """By outlet and address; a source not polled yet may be absent."""
    faults: Sequence[SourceFault]
    now: datetime
    disabled: Sequence[str] = ()
    """Ids of outlets that are not watched, to be named at the end."""


def table(overview: Overview) -> Iterator[str]:
    """A line for each outlet, one for each of its sources, one for whatever is wrong with it; then the sum."""
    yield ROW.format(*HEAD).rstrip()
    for outlet in overview.outlets:
        yield click.style(about(outlet)[:WIDTH], bold=True)
        for source in outlet.sources:
            standing = overview.standings.get((outlet.id, source.url))
            beside = [other.url for other in outlet.sources if other != source]
            yield ROW.format(shortened(source.url, ADDRESS, beside), *_cells(standing, overview.now)).rstrip()
            wrong = [fault for fault in overview.faults if (fault.outlet, fault.url) == (outlet.id, source.url)]
            yield from (_note(fault.what, "red") for fault in wrong)
            if standing and standing.failures and not wrong:
                yield _note(f"failed {standing.failures} times: {standing.message}", "yellow")
            if standing and standing.moved_to:
                yield _note(f"moved for good to {standing.moved_to}", "yellow")
    yield from _sum(overview)


def about(outlet: Outlet) -> str:
    """Name and id, and in the columns behind them what it is, where it is based, and what we may do."""
    what = " ".join(dict.fromkeys(filter(None, (outlet.ownership, outlet.kind))))
    terms = {
        TermsStatus.PERMITS: "terms permit",
        TermsStatus.SILENT: "",
        TermsStatus.FORBIDS: "terms forbid, by permission" if outlet.terms.permission else "terms forbid",
    }[outlet.terms.status]
    told = "; ".join(filter(None, (what, outlet.country, terms, outlet.effective_use.value)))
    return f"{f'{outlet.name} [{outlet.id}]':<{ADDRESS + 2}} {told}"


def shortened(url: str, room: int, beside: Sequence[str] = ()) -> str:
    """An address without its scheme; of a longer one as much of its beginning as tells it from those beside it."""
    cuts = (room // 2, room * 2 // 3, room - 1)
    telling = (tail for tail in cuts if _cut(url, room, tail) not in {_cut(other, room, tail) for other in beside})
    return _cut(url, room, next(telling, cuts[0]))


def _cut(url: str, room: int, tail: int) -> str:
    text = url.partition("://")[2].removeprefix("www.")
    return text if len(text) <= room else f"{text[: room - tail - 1]}…{text[-tail:]}"


def _sum(overview: Overview) -> Iterator[str]:
    outlets, sources = len(overview.outlets), sum(len(outlet.sources) for outlet in overview.outlets)
    yield ""
    yield f"{outlets} outlet{'s' * (outlets != 1)}, {sources} source{'s' * (sources != 1)}"
    if overview.disabled:
        names = f"not enabled in outlets.yaml: {', '.join(overview.disabled)}"
        yield from wrap(names, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def age(span: timedelta) -> str:
    """A time past in one word: `40 s`, `12 min`, `7 h`, `3 d`."""
    seconds = max(span.total_seconds(), 0)
    for unit, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} s"


def _cells(standing: Standing | None, now: datetime) -> tuple[str, ...]:
    if standing is None:
        return ("never", "never", "", "", "", "at the next run")
    usual = "" if standing.usual is None else f" ({standing.usual:.0f})" if standing.usual >= 1 else " (<1)"
    return (
        age(now - standing.last_success) if standing.last_success else "never",
        age(now - standing.last_new) if standing.last_new else "never",
        f"{standing.today}{usual}",
        VALIDATORS[standing.validators],
        str(standing.gaps or "-"),
        _next(standing, now),
    )


def _next(standing: Standing, now: datetime) -> str:
    if standing.gone:
        return "none: it is gone"
    when = f"in {age(standing.next_due - now)}" if standing.next_due > now else "due"
    why = "failed" if standing.failures else WHYS.get(Why(standing.why), "") if standing.why else ""
    return f"{when}, {why}" if why else when


def _note(text: str, colour: str) -> str:
    return click.style(f"    ! {clean_text(text, WIDTH * 2)}"[: WIDTH * 2], fg=colour)
