from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.urls import url_key
from tests.end_to_end.rehearsal import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end_to_end.rehearsal import Rehearsal


def healthy(index: Path) -> set[str]:
    return {url for url in rows(index, "feed") if "portal" not in url and not url.endswith(".html")}


def test_every_feed_is_polled_and_what_is_none_is_named(undisturbed: Rehearsal, index: Path) -> None:
    outcomes = Counter(outcome for (outcome,) in undisturbed.ask("select outcome from polls group by source_id"))
    html = rows(index, "feed").keys() - healthy(index)
    assert outcomes == {"entries": len(healthy(index)), "not_a_feed": len(html)}
    named = undisturbed.ask("select url, message from sources where failures > 0")
    assert {url for url, _ in named} == html
    assert all(re.search("a web page titled .*, not a feed", message) for _, message in named)


def test_every_recorded_page_is_an_article_with_the_page_s_text(undisturbed: Rehearsal, index: Path) -> None:
    found = undisturbed.ask(
        "select url_key from articles a join versions v on article_id = a.id where text_by = 'page'"
    )
    recorded = {url_key(url) for url in rows(index, "page")}
    assert {key for (key,) in found} >= recorded
    reserved = undisturbed.ask(
        "select count(*) from versions where text_by = 'page' and text is null and facts is null"
    )
    assert reserved == [(0,)]


def test_where_the_page_is_missing_the_feed_s_own_words_are_kept_and_it_is_said_so(undisturbed: Rehearsal) -> None:
    found = undisturbed.ask("select problem from versions where text_by = 'feed'")
    assert found
    assert all("404" in problem or "no address of its own" in problem for (problem,) in found)


def test_every_entry_of_every_feed_is_an_article(undisturbed: Rehearsal) -> None:
    entries = undisturbed.ask(
        "select count(*) from (select distinct outlet, url_key from entries join sources s on s.id = source_id)"
    )
    # of articles that the feed lists under one address and title, later ones have a mark in their key
    addresses = undisturbed.ask(
        "select count(*) from (select distinct outlet, substr(url_key, 1, instr(url_key || '#r-', '#r-') - 1)"
        " from articles)"
    )
    assert addresses == entries


def about_the_treaty(index: Path) -> list[str]:
    seeds = ("/politics/969300", "/after-ditching-the-inf-treaty")
    found = [url for url in rows(index, "page") if any(seed in url for seed in seeds)]
    return found or [f"https://herald.example.org/news/{number}" for number in (0, 3)]


def test_one_digest_is_mailed_with_the_matched_sentences(undisturbed: Rehearsal, index: Path) -> None:
    (letter,) = undisturbed.letters()
    body = letter.get_body(("plain",))
    assert body is not None
    _, _, section = body.get_content().partition("== INF Treaty")
    items = re.split(r"\n(?=\d+\.  )", section.partition("\n== ")[0])
    for url in about_the_treaty(index):
        item = next(item for item in items if url in item or _outlet(url) in item)
        assert re.search(r"> .*\*(INF|Intermediate-Range).*\*", item, re.DOTALL)


def _outlet(url: str) -> str:
    """As the rehearsal names it: one of those that tell a story, where another article of it leads."""
    return url.split("/")[2].split(".", maxsplit=1)[0].title()


def test_a_second_round_asks_conditionally_and_stores_and_mails_nothing(undisturbed: Rehearsal, index: Path) -> None:
    answers: dict[tuple[str, str], list[tuple[bool, int]]] = {}
    for said in undisturbed.requests():
        answers.setdefault((said["host"], said["path"]), []).append((said["conditional"], said["status"]))
    again = [rounds for rounds in answers.values() if any(conditional for conditional, _ in rounds)]
    assert {rounds[0] for rounds in again} == {(False, 200)}
    assert {later for rounds in again for later in rounds[1:]} == {(True, 304)}
    assert len(again) == len(healthy(index))
    assert sorted(undisturbed.ask("select distinct outcome from polls")) == [
        ("entries",),
        ("not_a_feed",),
        ("not_modified",),
    ]
    assert len(undisturbed.mails()) == 1


def test_nothing_unforeseen_is_logged(undisturbed: Rehearsal) -> None:
    assert [said for said in undisturbed.log() if said["level"] == "error"] == []


def test_no_address_of_a_recipient_is_logged(undisturbed: Rehearsal) -> None:
    assert "desk@example.org" not in (undisturbed.folder / "log.jsonl").read_text()
