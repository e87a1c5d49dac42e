from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click
import pytest

from crawlers.limits import Cadence
from crawlers.web import FetchFailed, Hop, Reason, Response
from pipeline import process
from pipeline.model.outlet import Outlet, Source, Terms, TermsStatus, Use
from pipeline.model.placement import Kind, Placement
from pipeline.model.rule import Name, Rule, keyword_rule
from tests.builders import HOUR, NOON, article
from tests.fakes import FakeWeb, extract_here
from treatywatch.cli.explain_text import tell
from treatywatch.cli.report import Report
from treatywatch.stages.explained import explained
from treatywatch.stages.explaining import Explanation, Means, explain
from treatywatch.stages.judging import Rulebook
from treatywatch.stages.subject import Subject

if TYPE_CHECKING:
    from pipeline.store.database import Database

URL = "https://herald.example.org/a"
OUTLET = Outlet("herald", "The Herald", (Source("herald", "https://herald.example.org/feed", HOUR),))
RULES = Rulebook.of(
    [
        Rule("inf", "INF Treaty", (Name("INF", exact=True), Name("INF Treaty"))),
        Rule("new_start", "New START", (Name("New START", exact=True),)),
        keyword_rule("delegations in Geneva"),
    ]
)
TEXT = (
    "The envoys met in Geneva on Monday. They spoke about the INF Treaty for two hours. "
    "A new start is planned for Tuesday with the delegations in Geneva, and both sides said that they would be back."
)
PAGE = f"""<html lang="en"><head><meta charset="iso-8859-1"><title>Envoys’ talks</title>
<meta name="author" content="Ann Example"><meta property="article:published_time" content="2026-03-02T11:00:00Z">
</head><body><article><h1>Envoys’ talks</h1><p>{TEXT}</p></article></body></html>"""


async def explained_page(
    page: str = PAGE,
    outlet: Outlet = OUTLET,
    url: str = URL,
    archive: Database | str = "no store",
    **answer: Any,  # noqa: ANN401 - any field
) -> Explanation:
    """`answer` replaces fields of the response."""
    response = replace(Response(url, 200, page.encode(), "text/html; charset=iso-8859-1"), **answer)
    web = FakeWeb({url: response})
    return await explain(Subject(url, outlet), Means(web, extract_here, RULES.matcher, Cadence(), NOON, archive))


def told(it: Explanation, *robots: str, width: int = 110) -> str:
    report = Report(width)
    tell(it, RULES, robots, report)
    return click.unstyle("\n".join(report.lines))


async def test_a_page_is_told_from_its_address_to_its_matches() -> None:
    assert (
        told(await explained_page(), "herald.example.org: allows it")
        == f"""\
Fetched
  address       https://herald.example.org/a
  outlet        herald (The Herald), use: fulltext
  robots.txt    herald.example.org: allows it
  answer        200, text/html; charset=iso-8859-1, {len(PAGE.encode())} bytes

Read
  by            text: trafilatura, title: heading, authors: meta, published: article:published_time, language:
                markup
  mended        declared as iso-8859-1, read as utf-8
  title         Envoys’ talks
  authors       Ann Example
  published     2026-03-02 11:00 UTC
  language      en
  text          194 characters
                The envoys met in Geneva on Monday. They spoke about the INF Treaty for two hours. A new start
                is planned for Tuesday with the delegations in Geneva, and both sides said that they would be
                back.

Archive
  not compared  no store

Matched: 2 rules
  inf           “INF Treaty” once in the text (INF Treaty)
                text 57–67; score 3.12
                They spoke about the INF Treaty for two hours.
  keyword:delegations in geneva
                “delegations in Geneva” once in the text (delegations in Geneva)
                text 127–148; score 3.75
                A new start is planned for Tuesday with the delegations in Geneva, and both sides said that
                they would be back.

Not counted
  new_start     “new start” is not New START: another case (text 85–94)
                A new start is planned for Tuesday with the delegations in Geneva, and both sides said that
                they would be back."""
    )


async def test_the_same_as_json() -> None:
    said = explained(await explained_page(), RULES, ("herald.example.org: allows it",))
    assert said["fetched"] == {
        "url": URL,
        "status": 200,
        "content_type": "text/html; charset=iso-8859-1",
        "size": len(PAGE.encode()),
        "hops": [],
        "robots": ["herald.example.org: allows it"],
        "failed": None,
    }
    assert said["outlet"] == {"id": "herald", "use": "fulltext"}
    assert (said["page"]["length"], said["page"]["problem"]) == (194, "declared as iso-8859-1, read as utf-8")
    assert said["page"]["beginning"].startswith("The envoys")
    assert said["archive"] == {
        "kind": None,
        "of": None,
        "version": None,
        "why": "no store",
        "group": None,
        "grade": None,
        "changes": None,
        "versions": [],
    }
    assert (said["concepts"], [match["rule"] for match in said["matches"]]) == (
        ["inf"],
        ["inf", "keyword:delegations in geneva"],
    )
    assert [miss["rule"] for miss in said["rejected"]] == ["new_start"]


async def test_a_page_that_can_not_be_fetched_is_told_with_the_reason() -> None:
    failed = FetchFailed(URL, Reason.STATUS, f"{URL}: answered 503", 503, NOON + HOUR)
    means = Means(FakeWeb({URL: failed}), extract_here, RULES.matcher, Cadence(), NOON, "no store")
    it = await explain(Subject(URL, OUTLET), means)
    assert it.fetched is False
    assert told(it).endswith(
        f"failed        {URL}: answered 503\n  reason        status\n  not before    2026-03-02 13:00 UTC"
    )
    said = explained(it, RULES, ())
    assert said["page"] is None
    assert said["fetched"]["failed"] == {
        "url": URL,
        "reason": "status",
        "message": f"{URL}: answered 503",
        "status": 503,
        "retry_at": "2026-03-02T13:00:00+00:00",
    }


async def test_a_headline_outlet_s_page_is_not_fetched() -> None:
    it = await explained_page(outlet=replace(OUTLET, use=Use.HEADLINE))
    assert (it.answer, it.fetched) == (None, False)
    assert "failed        not fetched: the outlet is set to headlines only" in told(it)
    said = explained(it, RULES, ())
    assert (said["fetched"], said["problem"]) == (None, "the outlet is set to headlines only")


async def test_what_terms_leave_of_the_use_is_told() -> None:
    it = await explained_page(outlet=replace(OUTLET, terms=Terms(TermsStatus.FORBIDS)))
    assert "outlet        herald (The Herald), use: match, as its terms forbid more" in told(it)


async def test_redirects_and_a_missing_content_type_are_told() -> None:
    it = await explained_page(content_type="", hops=(Hop(301, f"{URL}?x"), Hop(302, URL)))
    assert f"  redirected    301 to {URL}?x\n                302 to {URL}\n" in told(it)
    assert "answer        200, no content type, " in told(it)


async def test_a_page_without_an_article_is_told_as_not_used() -> None:
    it = await explained_page("<html><body></body></html>")
    assert it.fetched is True
    assert told(it).endswith(
        "Read\n  not used      no article text was found on the page\n  title         none found\n"
        "  published     no date found\n  text          none found"
    )
    assert explained(it, RULES, ())["page"]["beginning"] is None


async def test_what_is_no_page_is_told_with_what_it_is() -> None:
    it = await explained_page("%PDF-1.7", content_type="application/pdf")
    assert told(it, width=150).endswith("application/pdf (8 bytes), not a web page; the feed's own text is kept")


async def test_a_page_that_forbids_keeping_says_so_and_one_match_is_one_rule() -> None:
    page = PAGE.replace("</head>", '<meta name="robots" content="noarchive"></head>').replace("delegations", "others")
    said = told(await explained_page(page))
    assert "rights        the page forbids keeping its text: it is matched only" in said
    assert "Matched: 1 rule\n" in said


async def test_many_places_are_counted() -> None:
    it = await explained_page(PAGE.replace("INF Treaty", "INF " * 8))
    assert "text 57–60, text 61–64, text 65–68, text 69–72, text 73–76, text 77–80, 2 more" in told(it)


async def test_what_a_page_says_can_not_steer_the_terminal() -> None:
    it = await explained_page(
        PAGE.replace("Envoys’ talks", "Envoys\u202e’ \u009b31mtalks"), content_type="text/html\x1b[2J"
    )
    assert not any(character in told(it) for character in "\x1b\u202e\u009b")


async def test_long_values_are_wrapped_to_the_terminal_with_the_words_marked() -> None:
    report = Report(76)
    tell(await explained_page(), RULES, (), report)
    assert all(len(click.unstyle(line)) <= 76 for line in report.lines)
    marked = click.style("delegations in", fg="yellow", bold=True), click.style("Geneva", fg="yellow", bold=True)
    assert all(any(piece in line for line in report.lines) for piece in marked)


@pytest.mark.parametrize(
    ("stored", "kind", "why", "shown"),
    [
        (None, Kind.NEW, "no article with this address", "new"),
        ({}, Kind.VERSION, "same address, other words", "version of herald.example.org/a, stored in version 1"),
        ({"title": "The feed's title"}, Kind.VERSION, "same address, other words", "version of herald.example.org/a"),
        (
            {"text": "SAME"},
            Kind.KNOWN,
            "same address, same words",
            "known of herald.example.org/a, stored in version 1",
        ),
    ],
)
async def test_a_page_is_placed_beside_the_archive(
    store: Database, stored: dict[str, str] | None, kind: Kind, why: str, shown: str
) -> None:
    read = (await explained_page()).read
    assert read
    if stored is not None:
        same = {name: read.article.text if value == "SAME" else value for name, value in stored.items()}
        store.write_now(lambda conn: process.settle(conn, process.read(article(url=URL, **same), RULES.matcher)))
    it = await explained_page(archive=store)
    assert isinstance(it.placement, Placement)
    assert (it.placement.kind, it.placement.why) == (kind, why)
    assert f"  it is         {shown}" in told(it)
    assert explained(it, RULES, ())["archive"]["version"] == (None if stored is None else 1)


async def test_the_group_of_a_page_is_told_with_neighbour_measure_and_threshold(store: Database) -> None:
    read = (await explained_page()).read
    assert read
    elsewhere = "https://courier.example.org/talks"
    copied = article(url=elsewhere, outlet="courier", text=read.article.text)
    store.write_now(lambda conn: process.settle(conn, process.read(copied, RULES.matcher)))
    it = await explained_page(archive=store)
    said = told(it)
    assert f"  grouped       a copy of {elsewhere}, story 1" in said
    assert f", counts from 0.55, nearest {elsewhere}" in said or f"counts from 1.00, nearest {elsewhere}" in said
    group = explained(it, RULES, ())["archive"]["group"]
    assert (group["kind"], group["of"], group["story"]) == ("copy", elsewhere, 1)
    assert group["grounds"][-1]["neighbour"] == elsewhere


async def test_a_page_like_no_other_would_be_a_story_of_its_own(store: Database) -> None:
    assert "  grouped       new, a story of its own" in told(await explained_page(archive=store))


async def test_the_title_a_page_was_stored_under_is_shown_beside_its_own(store: Database) -> None:
    store.write_now(lambda conn: process.settle(conn, process.read(article(url=URL), RULES.matcher)))
    said = told(await explained_page(archive=store))
    assert "  title         Envoys’ talks\n  stored title  Envoys meet over the INF Treaty\n" in said


async def test_without_address_or_outlet_there_is_nothing_to_compare(store: Database) -> None:
    stranger = Outlet("x.example.net", "x.example.net", ())
    it = await explained_page(archive=store, outlet=stranger)
    assert it.placement == "no outlet of the configuration has this host; name one with --outlet"
    assert "outlet        none of the configuration's" in told(it)
    assert (await explained_page(archive=store, url="")).placement == (
        "without an address it can't be looked up; give it with --url"
    )


async def test_the_grade_of_a_page_and_of_what_is_stored_of_it_is_told(store: Database) -> None:
    read = (await explained_page()).read
    assert read
    before = read.article.text.replace("two hours", "three hours").replace("envoys", "diplomats")
    stored = [article(url=URL, text=before), article(url=URL, text=before.replace("diplomats", "delegates"))]
    for one in stored:
        store.write_now(partial(process.settle, read_=process.read(one, RULES.matcher)))
    it = await explained_page(archive=store)
    said = explained(it, RULES, ())["archive"]
    assert (said["grade"], [each["matter"] for each in said["changes"]]) == ("material", ["number"])
    assert [(each["number"], each["grade"], each["since"]) for each in said["versions"]] == [
        (1, "first", None),
        (2, "cosmetic", 1),
    ]
    assert "  grade         material\n" in told(it)
    assert "  stored        version 1, 2026-03-02 12:00 UTC: first\n" in told(it)
    assert "version 2, 2026-03-02 12:00 UTC: cosmetic, compared with version 1\n" in told(it)
