from __future__ import annotations

import json
from typing import Any

import pytest

from tests.pipeline.dedupe.newsroom import OTHER, REPORT, RETOLD, prose
from tests.pipeline.dedupe.test_links import ENGLISH, RUSSIAN
from treatywatch.stages.answering import answer
from treatywatch.stages.lines import Line
from treatywatch.stages.stream import StreamStage

Said = dict[str, Any]


def line(name: object, text: str, outlet: str = "herald", **more: object) -> Said:
    url = f"https://{outlet}.example.org/{name}"
    said = {"id": name, "url": url, "title": "", "text": text, "outlet": outlet}
    return said | {"published": "2026-03-02T12:00:00+00:00"} | more


async def streamed(*lines: Said | str) -> list[Said]:
    stage = StreamStage()
    raw = (said if isinstance(said, str) else json.dumps(said) for said in lines)
    return [json.loads(await answer(Line(number, one.encode()), stage)) for number, one in enumerate(raw, 1)]


async def test_each_article_is_told_beside_those_before_it() -> None:
    found = await streamed(
        line("a", REPORT),
        line("b", OTHER, "courier"),
        line("c", REPORT, "gazette", published="2026-03-03T12:00:00Z"),
        line("d", f"{REPORT} And more was said.", url="https://herald.example.org/a?utm_source=x"),
    )
    assert found[0] == {"id": "a", "kind": "new", "of": None, "story": 1, "score": None}
    assert found[1] == {"id": "b", "kind": "new", "of": None, "story": 2, "score": None}
    assert found[2] == {"id": "c", "kind": "copy", "of": "a", "story": 1, "score": 1.0}
    assert found[3] == {"id": "d", "kind": "version", "of": "a", "story": 1, "score": 1.0}


async def test_other_words_about_an_event_are_the_same_story() -> None:
    found = await streamed(line("a", REPORT), line("b", RETOLD, "gazette"))
    assert (found[1]["kind"], found[1]["of"], found[1]["story"]) == ("same_story", "a", 1)
    assert 0 < found[1]["score"] < 1


async def test_a_line_that_repeats_another_is_its_copy() -> None:
    found = await streamed(line("a", REPORT), line("b", REPORT.upper(), url="https://herald.example.org/a"))
    assert found[1] == {"id": "b", "kind": "copy", "of": "a", "story": 1, "score": 1.0}


async def test_a_version_keeps_its_story_also_after_the_window() -> None:
    late = "2026-06-02T12:00:00Z"
    found = await streamed(
        line("a", REPORT),
        line("b", OTHER, "courier", published=late),
        line("c", RETOLD, url="https://herald.example.org/a", published=late),
    )
    assert found[2] == {"id": "c", "kind": "version", "of": "a", "story": 1, "score": None}


@pytest.mark.parametrize(
    ("title", "published", "kind"),
    [
        ("Rivers rise", "2026-03-03T12:00:00Z", "new"),
        ("Talks", "2026-03-03T12:00:00Z", "version"),
        ("Rivers rise", "2026-03-02T12:00:00Z", "version"),
    ],
)
async def test_another_article_at_a_known_address_is_a_new_one(title: str, published: str, kind: str) -> None:
    there = "https://herald.example.org/a"
    found = await streamed(
        line("a", prose(6, seed=3), title="Talks"),
        line("b", prose(6, seed=4), title=title, url=there, published=published),
    )
    assert found[1]["kind"] == kind


async def test_copies_are_found_of_an_articles_newest_words() -> None:
    found = await streamed(
        line("a", REPORT), line("b", OTHER, url="https://herald.example.org/a"), line("c", OTHER, "gazette")
    )
    assert (found[2]["kind"], found[2]["of"]) == ("copy", "a")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("", "the line is empty"),
        ("[1]", "the line is JSON, but no object"),
        ({"url": "https://herald.example.org/a", "outlet": "herald"}, "'id' is missing"),
        ({"id": 1, "url": "https://herald.example.org/a"}, "'outlet' is missing"),
        (line(1, REPORT, published="yesterday"), "'published' is no ISO 8601 time: 'yesterday'"),
        (line(1, REPORT) | {"text": 5}, "'text' must be a text"),
    ],
)
async def test_a_line_that_can_t_be_read_is_told_and_the_next_one_answered(said: Said | str, problem: str) -> None:
    broken, whole = await streamed(said, line("b", REPORT))
    assert broken == {"error": problem, "line": 1}
    assert whole["kind"] == "new"


@pytest.mark.parametrize("published", [None, "2026-03-02", "2026-03-02T12:00:00"])
async def test_a_time_may_be_absent_or_without_offset(published: str | None) -> None:
    (found,) = await streamed(line("a", REPORT, published=published))
    assert found["kind"] == "new"


async def test_stories_in_other_languages_are_told_where_they_are_asked_for_and_never_merged() -> None:
    stage = StreamStage(links=True)
    lines = [line(1, ENGLISH, language="en"), line(2, RUSSIAN, "порт", language="ru"), line(3, OTHER, "courier")]
    found = [await stage(said) for said in lines]
    assert [(said["kind"], said["story"], said["also"]) for said in found] == [
        ("new", 1, []),
        ("new", 2, [{"language": "en", "story": 1}]),
        ("new", 3, []),
    ]
