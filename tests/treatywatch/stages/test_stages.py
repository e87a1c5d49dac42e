from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.errors import WorkerFailed, WorkerFailure
from crawlers.page import UNKNOWN
from crawlers.workers import Workers
from pipeline.model.document import Document
from pipeline.model.outlet import Outlet, Selectors, Source
from pipeline.model.rule import Name, Rule, keyword_rule
from tests.fakes import extract_here, parse_here
from treatywatch.stages.errors import LineUnreadable
from treatywatch.stages.feed import FeedStage
from treatywatch.stages.files import Files
from treatywatch.stages.judging import Rulebook, judge, packed
from treatywatch.stages.page import PageStage
from treatywatch.stages.text import TextStage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from crawlers.entry import Feed
    from crawlers.page import Hints, Page

RSS = """<rss version="2.0"><channel><title>Gazette</title><language>en-us</language>
<item><guid>g1</guid><link>/a</link><title>Talks</title><description>&lt;b&gt;Short&lt;/b&gt;</description>
<pubDate>Mon, 02 Mar 2026 12:00:00</pubDate><author>Ann Example</author></item>
<item><description></description></item></channel></rss>"""
PAGE = f"""<html lang="en"><head><title>Talks</title></head><body><article><h1>Talks</h1>
<p>{"The envoys met in Geneva and spoke for two hours about the treaty. " * 5}</p></article></body></html>"""
RULES = (
    Rule("inf", "INF Treaty", (Name("INF", exact=True), Name("INF Treaty"))),
    Rule("new_start", "New START", (Name("New START", exact=True),)),
    keyword_rule("envoys"),
)
FILES = Files(limit=100_000)


@pytest.fixture(scope="module")
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(1, 1 << 30)
    yield pool
    await pool.close(grace=0)


async def parse_dies(body: bytes, url: str, content_type: str, zone: str | None = None) -> Feed:  # noqa: ARG001 - ParseFeed's signature
    raise WorkerFailed(WorkerFailure.DIED, "the process reading it died")


async def extract_dies(body: bytes, url: str, content_type: str, hints: Hints = UNKNOWN) -> Page:  # noqa: ARG001 - ExtractPage's signature
    raise WorkerFailed(WorkerFailure.TIMED_OUT, "reading it took longer than 1 s")


async def test_a_feed_is_told_as_the_contract_has_it(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(RSS)
    url = "https://gazette.example.com/feed"
    stage = FeedStage(FILES, parse_here, {url: Source("gazette", url, zone="Europe/Berlin")})
    assert await stage({"file": str(file), "url": url, "content_type": "text/xml"}) == {
        "file": str(file),
        "title": "Gazette",
        "language": "en",
        "entries": [
            {
                "id": "g1",
                "url": "https://gazette.example.com/a",
                "title": "Talks",
                "published": "2026-03-02T11:00:00+00:00",
                "summary": "Short",
                "authors": ["Ann Example"],
            },
            {"id": None, "url": None, "title": None, "published": None, "summary": None, "authors": []},
        ],
        "problems": [],
    }


async def test_a_feed_is_read_in_the_charset_of_its_source(tmp_path: Path) -> None:
    file, url = tmp_path / "feed.xml", "https://gazette.example.com/feed"
    file.write_bytes(RSS.replace("Talks", "Переговоры").encode("cp1251"))
    stage = FeedStage(FILES, parse_here, {url: Source("gazette", url, encoding="cp1251")})
    told = await stage({"file": str(file), "url": url, "content_type": "text/xml; charset=iso-8859-1"})
    assert told["entries"][0]["title"] == "Переговоры"


async def test_a_feed_is_read_without_its_address(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS)
    told = await FeedStage(FILES, parse_here, {})({"file": str(tmp_path / "feed.xml"), "url": None})
    assert [entry["url"] for entry in told["entries"]] == [None, None]


async def test_a_page_is_told_as_the_contract_has_it(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    told = await PageStage(FILES, extract_here)({"file": str(tmp_path / "page.html"), "url": "https://x.example.com/a"})
    text = told.pop("text")
    assert text.startswith("The envoys met")
    assert told == {
        "url": "https://x.example.com/a",
        "canonical_url": None,
        "title": "Talks",
        "authors": [],
        "published": None,
        "language": "en",
        "place": None,
        "dated": None,
        "agency": None,
        "opinion": False,
        "by": {"text": "trafilatura", "title": "heading", "authors": None, "published": None, "language": "markup"},
    }


async def test_a_page_is_read_as_its_outlet_says(tmp_path: Path) -> None:
    printed = '<p class="date">2 March 2026, 12:00</p>'
    (tmp_path / "page.html").write_text(PAGE.replace("</h1>", f"</h1>{printed}<div class=x>Words of the page.</div>"))
    source = Source("gazette", "https://gazette.example.com/feed", timedelta(hours=1))
    outlet = Outlet("gazette", "Gazette", (source,), zone="Europe/Berlin", selectors=Selectors(drop=(".x",)))
    stage = PageStage(FILES, extract_here, (outlet,))
    told = await stage({"file": str(tmp_path / "page.html"), "url": "https://gazette.example.com/a"})
    assert told["published"] == "2026-03-02T11:00:00+00:00"
    assert "Words of the page" not in told["text"]


async def test_a_page_without_an_article_has_no_text(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body></body></html>")
    told = await PageStage(FILES, extract_here)({"file": str(tmp_path / "page.html"), "url": "https://x.example.com/a"})
    assert (told["title"], told["text"], set(told["by"].values())) == (None, None, {None})


async def test_documents_that_are_something_else_are_named_by_their_file(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"%PDF-1.7")
    said = {"file": str(file), "url": "https://x.example.com/a"}
    with pytest.raises(LineUnreadable, match=r"/x: no feed format known"):
        await FeedStage(FILES, parse_here, {})(said)
    with pytest.raises(LineUnreadable, match=r"/x: a file \(8 bytes\), not a web page"):
        await PageStage(FILES, extract_here)(said)


async def test_a_worker_that_fails_is_named_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"x")
    said = {"file": str(file), "url": "https://x.example.com/a"}
    with pytest.raises(LineUnreadable, match="/x: the process reading it died"):
        await FeedStage(FILES, parse_dies, {})(said)
    with pytest.raises(LineUnreadable, match="/x: reading it took longer"):
        await PageStage(FILES, extract_dies)(said)


def test_a_text_is_judged_as_the_contract_has_it() -> None:
    told = Rulebook.of(RULES).judge(Document("INF talks", "Envoys spoke of the INF and a new start."))
    assert told == {
        "concepts": ["inf"],
        "matches": [
            {
                "rule": "inf",
                "score": 5.5,
                "spans": [
                    {"field": "title", "start": 0, "end": 3, "text": "INF"},
                    {"field": "text", "start": 20, "end": 23, "text": "INF"},
                ],
                "why": "“INF” in the title, once in the text (INF Treaty)",
            },
            {
                "rule": "keyword:envoys",
                "score": 2.5,
                "spans": [{"field": "text", "start": 0, "end": 6, "text": "Envoys"}],
                "why": "“Envoys” once in the text (envoys)",
            },
        ],
        "rejected": [
            {
                "rule": "new_start",
                "span": {"field": "text", "start": 30, "end": 39, "text": "new start"},
                "guard": "case",
            }
        ],
    }


def test_a_process_judges_by_the_rules_it_is_sent() -> None:
    assert judge(Document("INF", ""), packed(RULES))["concepts"] == ["inf"]
    assert judge(Document("INF", ""), packed(RULES[1:]))["concepts"] == []


async def test_a_text_is_judged_in_a_worker_process(workers: Workers) -> None:
    stage = TextStage(workers, packed(RULES), timedelta(seconds=20))
    told = await stage({"id": 5, "title": None, "text": "The INF Treaty", "language": "en", "outlet": "gazette"})
    assert (told["id"], told["concepts"]) == (5, ["inf"])


@pytest.mark.parametrize("missing", ["id", "title", "text"])
async def test_a_text_without_a_field_is_refused(workers: Workers, missing: str) -> None:
    said = {"id": "a", "title": "b", "text": "c"}
    del said[missing]
    with pytest.raises(LineUnreadable, match=f"'{missing}' is missing"):
        await TextStage(workers, packed(RULES), timedelta(seconds=20))(said)
