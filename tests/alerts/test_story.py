from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerts.story import Candidate, Label, StoryFacts, asks_for_alert, stories
from pipeline.model.change import Difference, Matter
from tests.alerts.builders import match, memory, news, told

if TYPE_CHECKING:
    from alerts.story import Told
    from pipeline.model.news import News

WAS = Difference(Matter.NUMBER, "1,550 warheads", "1,600 warheads")
TALKS = StoryFacts(5, origin="wire", reprints=3, added=1, outlets=("wire", "gazeta", "herald"))
IN_TITLE = match(title="New START talks", text="They keep New START alive.")


def candidate(item: News) -> Candidate:
    return Candidate(item, item.matches)


def told_of(*items: News, facts: StoryFacts | None = TALKS, before: tuple[Told, ...] = ()) -> list[tuple[int, Label]]:
    known = {item.article_id: facts for item in items} if facts else {}
    found, _ = stories([candidate(item) for item in items], known, memory(*before))
    return [(story.lead.news.article_id, story.label) for story in found]


def test_articles_without_a_story_stand_alone() -> None:
    assert told_of(news(1), news(2), facts=None) == [(1, Label.NEW), (2, Label.NEW)]


def test_articles_of_one_story_stand_together_led_by_its_origin() -> None:
    assert told_of(news(1, outlet="gazeta"), news(2), news(3, outlet="herald")) == [(2, Label.NEW)]


def test_without_its_origin_a_story_is_led_by_a_headline_that_names_the_matter_then_by_a_page_that_was_read() -> None:
    plain, named = news(1, outlet="gazeta"), news(2, "New START talks", IN_TITLE, outlet="herald")
    unread = news(0, outlet="herald", text_by="feed")
    assert told_of(plain, named) == [(2, Label.NEW)]
    assert told_of(unread, plain) == [(1, Label.NEW)]


def test_a_story_told_before_with_fewer_outlets_is_updated() -> None:
    assert told_of(news(2), before=(told(1, story=5, outlets=2),)) == [(2, Label.UPDATED)]


def test_a_story_told_before_with_as_many_outlets_is_still_running() -> None:
    assert told_of(news(2), before=(told(1, story=5, outlets=3),)) == [(2, Label.RUNNING)]


def test_an_article_that_reads_otherwise_has_changed_and_leads_its_story() -> None:
    edited = news(1, version_id=9, outlet="gazeta", changes=(WAS,))
    assert told_of(edited, news(2), before=(told(1),)) == [(1, Label.CHANGED)]


def test_an_article_told_as_it_is_makes_no_story() -> None:
    found, repeated = stories([candidate(news(1))], {}, memory(told(1)))
    assert found == []
    assert [each.news.article_id for each in repeated] == [1]


def test_the_outlets_of_a_story_are_those_at_hand_and_those_known() -> None:
    (story,), _ = stories([candidate(news(1, outlet="herald"))], {1: TALKS}, memory())
    assert story.outlets == ("herald", "wire", "gazeta")


@pytest.mark.parametrize(
    ("item", "before", "asks"),
    [
        (news(1), (), True),
        (news(1), (told(1),), False),
        (news(1, version_id=9), (told(1),), False),
        (news(1, version_id=9, changes=(WAS,)), (told(1),), True),
        (news(1, version_id=9, lost=("new_start",)), (told(1),), True),
        (news(1), (told(2, story=5),), False),
        (news(1, version_id=9, changes=(WAS,)), (told(2, story=5),), False),
    ],
    ids=["new", "told", "cosmetic", "material", "lost", "further outlet", "further outlet that changed"],
)
def test_a_first_report_and_a_correction_of_what_was_told_ask_for_an_alert(
    item: News,
    before: tuple[Told, ...],
    asks: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert asks_for_alert(candidate(item), {item.article_id: TALKS}, memory(*before)) is asks


@pytest.mark.parametrize(("upto", "labels"), [(4, []), (7, [(1, Label.CHANGED)])])
def test_a_change_that_was_taken_back_is_told_to_whoever_was_told_of_it(
    upto: int, labels: list[tuple[int, Label]]
) -> None:
    back = replace(news(1), seq=9, version_id=12, kind="version", changes=(WAS,), undone=6)
    before = replace(told(1), version_id=11, upto_seq=upto)
    assert told_of(back, before=(before,)) == labels


def test_a_page_that_was_withdrawn_after_all_is_told_whatever_it_said() -> None:
    gone = replace(news(1), seq=9, changes=(WAS, Difference(Matter.WITHDRAWN, None, None)), undone=6)
    assert told_of(gone, before=(replace(told(1), upto_seq=4),)) == [(1, Label.CHANGED)]
