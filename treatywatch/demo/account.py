"""What a demo prints when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawlers.store.report import SourceReport
    from treatywatch.demo.show import Shown
    from treatywatch.demo.tally import Tally

WIDTH = 72
LONGEST_NOTE = 76


def account(shown: Shown, out: Path, tally: Tally) -> str:
    """The whole account, for a terminal."""
    return "\n".join(
        [*_summary(shown, tally), "", *table(shown.sources), "", *_digest(shown), "", *_places(shown, out)]
    )


def table(sources: tuple[SourceReport, ...]) -> Iterator[str]:
    """Every source with its outcome, one a line."""
    width = max((len(source.outlet) for source in sources), default=0)
    yield f"{'source':{width}}  outcome   polls  entries  note"
    for source in sources:
        note = source.message.removeprefix(f"{source.url}: ")
        note = note if len(note) <= LONGEST_NOTE else f"{note[: LONGEST_NOTE - 1]}…"
        line = f"{source.outlet:{width}}  {_outcome(source):8}  {source.polls:5}  {source.entries:7}  {note}"
        yield line.rstrip()


def _outcome(source: SourceReport) -> str:
    if source.failures:
        return "failing" if source.last_success else "failed"
    return "read"


def _summary(shown: Shown, tally: Tally) -> Iterator[str]:
    yield f"From {shown.first:%a %d %b %Y %H:%M} to {shown.last:%a %d %b %Y %H:%M} UTC, hour by hour:"
    yield f"  {tally.line()}"


def _digest(shown: Shown) -> Iterator[str]:
    if not shown.letters:
        yield "No digest was due with anything in it."
        return
    yield f"The last of {len(shown.letters)} digests, as plain text:"
    yield "─" * WIDTH
    yield shown.letters[-1].txt.read_text("utf-8").rstrip()
    yield "─" * WIDTH


def _places(shown: Shown, out: Path) -> Iterator[str]:
    if shown.letters:
        last = shown.letters[-1]
        yield "Where to look:"
        yield f"  {last.html}   in a browser"
        yield f"  {last.txt}"
        yield f"  {last.eml}   the mail as it was sent"
        yield f"  {out / 'mails'}   all {len(shown.letters)} of them"
    yield f"  {out / 'config'}   the files that made it so"
    yield f"  {out / 'demo.log'}   every poll, article and digest, a line of JSON each"
