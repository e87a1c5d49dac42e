"""An explanation for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from alerts.clean import clean_text
from alerts.evidence import why
from crawlers.web import FetchFailed
from pipeline.model.article import TextBy
from pipeline.model.placement import Kind, Placement
from pipeline.model.story import Group
from pipeline.tagging.quote import quote
from pipeline.tagging.score import topical
from treatywatch.cli.differences import difference
from treatywatch.stages.explained import BEGINNING, grade

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from crawlers.page import Page
    from pipeline.model.match import Match, Rejection, Span
    from pipeline.model.outlet import Outlet
    from pipeline.model.story import Grounds
    from treatywatch.cli.report import Report
    from treatywatch.stages.explaining import Explanation
    from treatywatch.stages.followed import Followed
    from treatywatch.stages.judging import Rulebook
    from treatywatch.stages.subject import Subject

PLACES: Final = 6
"""Spans of a rule whose places are listed."""
GUARDS: Final = {
    "case": "is not {label}: another case",
    "capitals": "may not be {label}: the words around are in capitals too",
    "context": "may not be {label}: nothing of its context is near, or tells it from elsewhere in the article",
    "exclude_near": "is not {label}: words of exclude_near are near",
    "all": "is {label}, but a query of all does not hold",
    "none": "is {label}, but a query of none holds",
    "language": "is {label}, but the article is in another language than the rule",
    "min_score": "is {label}, but too little for its min_score",
}
"""What decided, by `Rejection.guard`."""
GROUPS: Final = {Group.NEW: "new", Group.COPY: "a copy", Group.SAME_STORY: "the same story"}
COLOURS: Final = {Kind.NEW: "green", Kind.VERSION: "yellow", Kind.KNOWN: "cyan"}


def tell(it: Explanation, rules: Rulebook, robots: tuple[str, ...], report: Report) -> None:
    """Write the sections of an explanation that was reached."""
    _tell_fetched(it, robots, report)
    if it.fetched:
        _tell_read(it, report)
    if it.read:
        _tell_archive(it.placement, it.addresses, report)
        _tell_versions(it, report)
    if it.followed:
        _tell_followed(it.followed, report)
    if it.read:
        _tell_matches(it.read.matches, rules, report)
        _tell_missed(it, rules, report)


def _tell_fetched(it: Explanation, robots: tuple[str, ...], report: Report) -> None:
    subject, answer = it.subject, it.answer
    report.section("Fetched")
    report.say("file", subject.file)
    report.say("address", subject.url)
    report.say("outlet", _outlet(subject))
    report.say("robots.txt", *robots)
    if answer is None:
        report.say("failed", "not fetched: the outlet is set to headlines only (use: headline)", colour="red")
    elif isinstance(answer, FetchFailed):
        report.say("failed", answer.message, colour="red")
        report.say("reason", answer.reason)
        report.say("not before", _moment(answer.retry_at))
    else:
        report.say("redirected", *(f"{hop.status} to {hop.url}" for hop in answer.hops))
        status = None if subject.file else f"{answer.status}, {answer.content_type or 'no content type'}"
        report.say("answer", ", ".join(filter(None, (status, f"{len(answer.body):,} bytes"))))


def _tell_read(it: Explanation, report: Report) -> None:
    report.section("Read")
    report.say("not used", it.problem, colour="red")
    if page := it.page:
        report.say("by", ", ".join(f"{what}: {by}" for what, by in asdict(page.by).items() if by))
        report.say("mended", page.problem)
        report.say("title", page.title or "none found")
        if it.read and it.read.article.title != page.title:
            report.say("stored title", it.read.article.title)
        report.say("authors", ", ".join(page.authors))
        report.say("published", _moment(page.published) or "no date found")
        report.say("language", page.language)
        report.say("canonical", page.canonical_url)
        report.say("rights", "the page forbids keeping its text: it is matched only" if page.reserved else None)
        report.say("text", *_beginning(page))


def _tell_archive(placement: Placement | str, addresses: Mapping[int | None, str], report: Report) -> None:
    report.section("Archive")
    if isinstance(placement, str):
        report.say("not compared", placement)
        return
    known = placement.of
    of = f" of {known.url_key}, stored in version {known.version}" if known else ""
    report.say("it is", f"{placement.kind}{of}", colour=COLOURS[placement.kind])
    report.say("because", placement.why)
    if placement.changes is not None:
        report.say("grade", grade(placement.changes), *map(difference, placement.changes))
    if it := placement.grouping:
        of = f" of {addresses.get(it.of, 'an article')}" if it.of else ""
        story = f", story {it.story}" if it.story else ", a story of its own"
        report.say("grouped", f"{GROUPS[it.group]}{of}{story}")
        report.say("measured", *(_measured(one, addresses) for one in it.grounds))


def _tell_versions(it: Explanation, report: Report) -> None:
    for stored in it.versions:
        since = f", compared with version {stored.since}" if stored.since else ""
        said = f"version {stored.number}, {_moment(stored.seen_at)}: {stored.grade}{since}"
        report.say("stored" if stored.number == 1 else "", said, *map(difference, stored.changes or ()))


def _tell_followed(it: Followed, report: Report) -> None:
    report.section("Since it was stored")
    for one in it.withdrawals:
        back = f", back {_moment(one.back)}" if one.back else ""
        seen = f"from {_moment(one.first_gone)}, confirmed {_moment(one.confirmed)}{back}"
        report.say("page gone", f"{seen}: {one.why}", colour=None if one.back else "red")
    if look := it.look:
        report.say("last asked", _moment(look.asked_at))
        report.say("it said", look.message)
        report.say("next look", f"{_moment(look.due)} (look {look.number})" if look.due else "none: we are not wanted")


def _measured(it: Grounds, addresses: Mapping[int | None, str]) -> str:
    nearest = f", nearest {addresses[it.neighbour]}" if it.neighbour in addresses else ""
    return f"{it.measure} {it.score:.2f}, counts from {it.threshold:.2f}{nearest}"


def _tell_matches(matches: Sequence[Match], rules: Rulebook, report: Report) -> None:
    report.section(f"Matched: {len(matches)} {'rule' if len(matches) == 1 else 'rules'}")
    for match in matches:
        report.say(match.rule, f"{why(match, TextBy.PAGE)} ({rules.rules[match.rule].label})")
        report.say("", f"{places(match.spans)}; score {topical(match.spans):g}")
        report.quote(match.quotation)


def _tell_missed(it: Explanation, rules: Rulebook, report: Report) -> None:
    if not it.missed or not it.read:
        return
    fields = {"title": it.read.article.title, "text": it.read.article.text}
    report.section("Not counted")
    for rule, rejections in sorted(it.missed.items()):
        for guard, spans in by_guard(rejections).items():
            said = GUARDS[guard].format(label=rules.rules[rule].label)
            report.say(rule, f"“{spans[0].text}” {said} ({places(spans)})")
            report.quote(quote(fields[spans[0].field], spans[0]))


def by_guard(rejections: Sequence[Rejection]) -> dict[str, list[Span]]:
    """The spans that each guard rejected."""
    spans: dict[str, list[Span]] = {}
    for rejection in rejections:
        spans.setdefault(rejection.guard, []).append(rejection.span)
    return spans


def _outlet(subject: Subject) -> str:
    if not subject.configured:
        return "none of the configuration's"
    outlet: Outlet = subject.outlet
    limited = ", as its terms forbid more" if outlet.effective_use is not outlet.use else ""
    return f"{outlet.id} ({outlet.name}), use: {outlet.effective_use}{limited}"


def _beginning(page: Page) -> tuple[str, ...]:
    if not page.text:
        return ("none found",)
    return (f"{len(page.text):,} characters", clean_text(page.text, BEGINNING))


def places(spans: Sequence[Span]) -> str:
    """Where spans stand, the first of them."""
    shown = [f"{span.field} {span.start}–{span.end}" for span in spans[:PLACES]]
    more = len(spans) - len(shown)
    return ", ".join([*shown, *([f"{more} more"] if more else [])])


def _moment(value: datetime | None) -> str | None:
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else None
