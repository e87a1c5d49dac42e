from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawlers.errors import WorkerFailed, WorkerFailure
from crawlers.robots_store import StoredRobots
from crawlers.web import FetchFailed, Hop, Reason
from pipeline.model.outlet import SourceKind
from tests.builders import NOON
from tests.treatywatch.trying.sites import SITE, answer, front, index, means, news, rss, story
from treatywatch.trying.discovery import Discovery, discover

if TYPE_CHECKING:
    from crawlers.site import Site

FEED, SITEMAP = SourceKind.FEED, SourceKind.SITEMAP


def chosen(found: Discovery) -> list[tuple[str, SourceKind]]:
    return [(source.url.removeprefix(SITE), source.kind) for source in found.chosen]


def left_out(found: Discovery) -> list[str | None]:
    return [verdict.against for verdict in found.verdicts if verdict.against]


async def test_the_feeds_that_a_page_names_are_tried_and_its_newest_articles_read() -> None:
    web = answer("/", front("/rss")) | answer("/rss", rss(0, 3)) | story(3) | story(2)
    found = await discover(f"{SITE}/", means(web))
    assert chosen(found) == [("/rss", FEED)]
    assert (found.site.name, found.site.language) == ("The Herald", "en")
    assert [sample.url for sample in found.samples] == [f"{SITE}/news/3", f"{SITE}/news/2"]
    assert all(sample.article and len(sample.article.text) > 300 for sample in found.samples)


async def test_a_feed_that_adds_nothing_and_one_of_comments_are_left_out() -> None:
    web = answer("/", front("/rss", "/rss2", "/comments/feed", "/gone"))
    web |= answer("/rss", rss(0, 3)) | answer("/rss2", rss(1, 2)) | answer("/comments/feed", rss(5, 6))
    found = await discover(f"{SITE}/", means(web))
    assert chosen(found) == [("/rss", FEED)]
    assert left_out(found) == [
        f"lists nothing that {SITE}/rss does not",
        "lists readers' comments",
        f"{SITE}/gone: answered 404 (Not Found)",
    ]


async def test_a_sitemap_that_robots_txt_names_is_tried_until_one_is_alive() -> None:
    web = answer("/", front()) | answer("/old.xml", news(90)) | answer("/index.xml", index(f"{SITE}/a.xml"))
    web |= answer("/a.xml", news(0, 1)) | answer("/more.xml", news(0))
    robots = "".join(f"Sitemap: {SITE}/{name}.xml\n" for name in ("old", "index", "more"))
    tools = means(web, robots)
    found = await discover(f"{SITE}/", tools)
    assert chosen(found) == [("/index.xml", SITEMAP)]
    assert left_out(found) == ["names nothing of the last month"]
    assert f"{SITE}/more.xml" not in tools.fetch.answers


async def test_usual_places_are_asked_where_nothing_names_a_feed() -> None:
    web = answer("/en/", front()) | answer("/en/rss", rss(0, 1)) | answer("/news-sitemap.xml", news(0))
    tools = means(web)
    found = await discover(f"{SITE}/en/", tools)
    assert chosen(found) == [("/en/rss", FEED), ("/news-sitemap.xml", SITEMAP)]
    assert f"{SITE}/feed" not in tools.fetch.answers, "one feed was enough"
    assert left_out(found) == [], "what is not at a usual place is no fault"


async def test_a_feed_s_own_address_is_taken_as_it_is() -> None:
    web = answer("/rss", rss(0, 1)) | answer("/", front("/other")) | answer("/other", rss(5, 6))
    found = await discover(f"{SITE}/rss", means(web))
    assert (chosen(found), found.site.name) == ([("/rss", FEED)], "The Herald")


async def test_a_feed_whose_site_says_nothing_names_the_outlet_itself() -> None:
    titled = rss(0, 1).replace("<title>News</title>", "<title>Herald: News</title><language>en</language>")
    found = await discover(f"{SITE}/rss", means(answer("/rss", titled)))
    assert (found.site.name, found.site.language) == ("Herald: News", "en")


@pytest.mark.parametrize(("status", "url"), [(301, "/new"), (308, "/new"), (302, "/rss")])
async def test_a_source_that_moved_for_good_is_named_where_it_is(status: int, url: str) -> None:
    web = answer("/", front("/rss")) | answer("/rss", rss(0, 1), Hop(status, f"{SITE}/new"))
    assert chosen(await discover(f"{SITE}/", means(web))) == [(url, FEED)]


async def test_of_a_site_that_does_not_answer_nothing_more_is_asked() -> None:
    down = FetchFailed(f"{SITE}/", Reason.CONNECTION, f"{SITE}/: no connection")
    tools = means({f"{SITE}/": down})
    found = await discover(f"{SITE}/", tools)
    assert (found.problem, found.chosen, list(tools.fetch.answers)) == (down.message, (), [f"{SITE}/"])


async def test_a_front_page_that_is_refused_hides_no_feed() -> None:
    refused = FetchFailed(f"{SITE}/", Reason.STATUS, f"{SITE}/: answered 403 (Forbidden)", 403)
    found = await discover(f"{SITE}/", means(answer("/feed", rss(0, 1)) | {f"{SITE}/": refused}))
    assert (found.problem, chosen(found)) == (refused.message, [("/feed", FEED)])


async def test_a_page_that_breaks_its_reader_hides_no_feed() -> None:
    async def breaks(*_: object, **__: object) -> Site:
        raise WorkerFailed(WorkerFailure.TIMED_OUT, "reading it took longer than 30 s")

    tools = replace(means(answer("/", front("/named")) | answer("/feed", rss(0, 1))), site=breaks)
    assert chosen(await discover(f"{SITE}/", tools)) == [("/feed", FEED)]


async def test_an_address_that_the_configuration_would_refuse_is_left_out() -> None:
    web = answer("/", front("/${feed}")) | answer("/${feed}", rss(0, 1))
    found = await discover(f"{SITE}/", means(web))
    assert found.chosen == ()
    assert [(against or "").partition(":")[0] for against in left_out(found)] == [
        "its address has no place in outlets.yaml"
    ]


async def test_sitemaps_that_another_site_names_are_not_this_one_s() -> None:
    tools = means(answer("/", front()) | answer("/s.xml", news(0)))
    tools.robots.found["https://feeds.example.net:443"] = StoredRobots(NOON, 200, f"Sitemap: {SITE}/s.xml\n")
    assert (await discover(f"{SITE}/", tools)).chosen == ()


async def test_an_article_without_a_page_is_told_with_the_reason() -> None:
    found = await discover(f"{SITE}/", means(answer("/", front("/rss")) | answer("/rss", rss(0, 0))))
    [sample] = found.samples
    assert sample.problem == f"{SITE}/news/0: answered 404 (Not Found)"
    assert sample.article is not None


async def test_a_feed_without_entries_is_left_out() -> None:
    empty = "<rss version='2.0'><channel><title>News</title></channel></rss>"
    found = await discover(f"{SITE}/", means(answer("/", front("/rss")) | answer("/rss", empty)))
    assert left_out(found) == ["lists nothing"]
    assert found.verdicts[0].trial.plan.ledger.at == NOON
