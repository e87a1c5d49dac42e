"""What is found on pages beside what their outlets say is on them, and the CPU that takes beside trafilatura's."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trafilatura import bare_extraction

from bench.gold import f1, gold_pages, same_day, same_title, score
from bench.material import RECORDED
from bench.report import Result
from crawlers.articles import extract_page
from crawlers.page import UNKNOWN, Hints
from pipeline.model.outlet import Selectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bench.gold import GoldPage
    from bench.material import Web
    from crawlers.page import Page

GENERIC = Hints(selectors=Selectors())
"""The general path: no rules of outlets."""
HALVES = {"half A": 0, "half B": 1}


@dataclass(frozen=True, slots=True)
class Round:
    """CPU milliseconds a page."""

    ours: float
    trafilatura: float


async def extraction(web: Web, rounds: int) -> Result:
    """Measure; where there is no gold, the CPU alone, on the pages of the web."""
    gold = gold_pages() if web.index == RECORDED else []
    bodies = [(page.body, page.url) for page in gold] or [(page.body(), page.url) for page in web.pages]
    result = Result("extraction", f"{len(gold)} pages with gold" if gold else web.name)
    if gold:
        _score(result, gold)
    timed = [_round(bodies, ours_first=bool(number % 2)) for number in range(rounds)]
    result.add("CPU, all of it", "ms a page", (one.ours for one in timed))
    result.add("CPU, trafilatura's text alone", "ms a page", (one.trafilatura for one in timed))
    result.add("ours / trafilatura alone", "times", (one.ours / one.trafilatura for one in timed))
    return result


def _score(result: Result, gold: Sequence[GoldPage]) -> None:
    result.notes = [
        "body: F1 of the mean precision and recall of 4-word shingles; halves by a hash of the outlet's name",
        "title: the same but for quotation marks and case; date: the same minute, or day where the gold has no zone",
    ]
    for name, hints in (("general", GENERIC), ("with outlet rules", UNKNOWN)):
        read = [(page, extract_page(page.body, page.url, "text/html", hints)) for page in gold]
        for part, half in (("all", None), *HALVES.items()):
            some = [pair for pair in read if half in {None, pair[0].half}]
            _add(result, f"{name}, {part} ({len(some)})", some)
    bare = [score(page.text, _trafilatura(page.body)) for page in gold]
    result.add("trafilatura, favor_precision: body", "F1", (f1(bare),))


def _add(result: Result, what: str, read: Sequence[tuple[GoldPage, Page]]) -> None:
    result.add(f"{what}: body", "F1", (f1(score(gold.text, page.text) for gold, page in read),))
    result.add(f"{what}: title", "share", (_share(same_title(gold, page.title) for gold, page in read),))
    result.add(f"{what}: date", "share", (_share(same_day(gold, page.published) for gold, page in read),))


def _share(found: Iterable[bool]) -> float:
    listed = list(found)
    return sum(listed) / len(listed)


def _round(bodies: Sequence[tuple[bytes, str]], *, ours_first: bool) -> Round:
    if ours_first:
        ours = _cpu(lambda body, url: extract_page(body, url, "text/html"), bodies)
        return Round(ours, _cpu(lambda body, _: _trafilatura(body), bodies))
    bare = _cpu(lambda body, _: _trafilatura(body), bodies)
    return Round(_cpu(lambda body, url: extract_page(body, url, "text/html"), bodies), bare)


def _cpu(work: Callable[[bytes, str], object], bodies: Sequence[tuple[bytes, str]]) -> float:
    before = time.process_time()
    for body, url in bodies:
        work(body, url)
    return (time.process_time() - before) * 1000 / len(bodies)


def _trafilatura(body: bytes) -> str:
    document = bare_extraction(body, favor_precision=True, include_comments=False, with_metadata=False)
    return getattr(document, "text", None) or ""
