"""How a story reads that is more than one article, or was told before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.bars import bar
from alerts.relay import DigestLimits
from alerts.rendering import render
from alerts.selection import select
from alerts.story import StoryFacts
from alerts.subject import subject
from alerts.times import LocalTimes
from alerts.wording import alerted, also, held_back, missed_line, silence, since_last, summary, voices
from pipeline.model.change import Difference, Matter
from tests.alerts.builders import (
    BERLIN,
    LIMITS,
    SENDER,
    SIX_PM,
    SUBSCRIPTION,
    WINDOW,
    digest,
    match,
    material,
    memory,
    news,
    told,
)

INF = match("inf", text="The INF Treaty ended.", words="INF Treaty")
TALKS = StoryFacts(5, origin="wire", reprints=3, added=1, outlets=("wire", "gazeta"))
STATE_ONLY = StoryFacts(6, origin="wire", reprints=2, outlets=("wire",))


def test_a_story_is_one_item_with_its_outlets_and_reprints() -> None:
    chosen = digest(news(1), news(2, outlet="gazeta"), facts={1: TALKS, 2: TALKS})
    rendered = render(chosen, SENDER, LIMITS)
    assert len(chosen.items) == 1
    assert chosen.items[0].along == ((2, 2),)
    assert "Also: Gazeta Example and 3 reprints (1 with added text)" in rendered.text
    assert "2 outlets: 1 state, 1 independent" in rendered.html
    assert summary(chosen) == "1 story on New START, 2 outlets."


def test_a_story_names_the_rules_that_its_other_articles_matched() -> None:
    chosen = digest(news(1), news(2, "B", INF, outlet="gazeta"), facts={1: TALKS, 2: TALKS})
    assert chosen.items[0].also == ("INF Treaty",)


def test_a_story_that_only_state_media_tell_says_so() -> None:
    (item,) = digest(news(1), facts={1: STATE_ONLY}).items
    assert voices(item) == "so far only state media"


def test_a_story_that_no_state_media_tell_says_so() -> None:
    free = StoryFacts(7, outlets=("gazeta", "herald"))
    known = replace(digest(news(1, outlet="gazeta"), facts={1: free}).items[0], independent=2)
    assert voices(known) == "2 outlets, all independent"


def test_an_article_of_no_known_story_is_not_set_against_others() -> None:
    assert voices(digest(news(1)).items[0]) == ""
    assert also(digest(news(1)).items[0]) == ""


def test_a_story_of_one_independent_outlet_is_not_set_against_others() -> None:
    alone = StoryFacts(7, outlets=("gazeta",))
    assert voices(digest(news(1, outlet="gazeta"), facts={1: alone}).items[0]) == ""


def test_many_outlets_are_counted_beyond_five() -> None:
    wide = StoryFacts(7, outlets=("wire", *(f"paper-{number}" for number in range(9))))
    assert also(digest(news(1), facts={1: wide}).items[0]).endswith("paper-4 and 4 more outlets")


def test_a_story_with_further_outlets_is_updated_and_not_told_in_full_again() -> None:
    chosen = digest(news(2, outlet="gazeta"), facts={2: TALKS}, memory=memory(told(1, story=5)))
    text = render(chosen, SENDER, LIMITS).text
    assert "UPDATED | " in text
    assert "1 more outlet since you were told." in text
    assert "Why:" not in text
    assert since_last(chosen) == "Since the last digest: 1 updated."


def test_stories_with_more_of_the_same_are_one_line_each_at_the_end() -> None:
    chosen = digest(news(1), news(2, outlet="gazeta"), facts={2: TALKS}, memory=memory(told(9, story=5, outlets=2)))
    text = render(chosen, SENDER, LIMITS).text
    assert text.index("== New START: 1 ==") < text.index("== Still running: 1 ==")
    assert since_last(chosen) == "Since the last digest: 1 new, 1 still running."


def test_what_is_held_back_is_counted_among_what_is_new_and_what_changed() -> None:
    edits = (Difference(Matter.NUMBER, "12 missiles", "24 missiles"),)
    edited = [news(seq, version_id=seq + 100, changes=edits) for seq in (1, 2)]
    chosen = digest(*edited, *map(news, (3, 4, 5)), limits=DigestLimits(per_section=1), memory=memory(told(1), told(2)))
    assert since_last(chosen) == "Since the last digest: 3 new, 2 changed."
    assert summary(chosen).startswith("5 stories (2 changed)")
    assert "(+4, 1 changed)" in subject(chosen)


def test_a_story_that_is_still_running_is_the_same_line_in_both_texts() -> None:
    chosen = digest(news(1), news(9), facts={9: TALKS}, memory=memory(told(3, outlets=2, story=5)))
    rendered = render(chosen, SENDER, LIMITS)
    for text in (rendered.text, rendered.html):
        assert "2 outlets: 1 state, 1 independent" in text.partition("Still running")[2]


def test_the_language_of_a_story_that_is_still_running_is_that_of_its_headline_alone() -> None:
    running = news(9, "اتفاق على المحادثات", language="ar")
    chosen = digest(news(1), running, facts={9: TALKS}, memory=memory(told(3, outlets=2, story=5)))
    html = render(chosen, SENDER, LIMITS).html.partition("Still running")[2]
    said = html[html.index(' lang="ar"') :].partition("</span>")[0]
    assert "اتفاق على المحادثات" in said
    assert "Arabic" not in said


@pytest.mark.parametrize(
    ("reprints", "added", "said"),
    [(1, 0, "1 reprint"), (1, 1, "1 reprint with added text"), (3, 3, "3 reprints, all with added text")],
)
def test_reprints_are_counted_in_plain_words(reprints: int, added: int, said: str) -> None:
    (item,) = digest(news(1), facts={1: replace(STATE_ONLY, reprints=reprints, added=added)}).items
    assert also(item) == said


def test_a_digest_of_nothing_but_running_stories_has_nothing_to_tell() -> None:
    chosen = digest(news(2, outlet="gazeta"), facts={2: TALKS}, memory=memory(told(9, story=5, outlets=2)))
    assert (chosen.matched, len(chosen.running)) == (0, 1)


def test_where_all_is_new_nothing_is_said_of_the_last_digest() -> None:
    assert since_last(digest(news(1))) == ""


def test_what_is_held_back_is_counted_with_its_reason() -> None:
    running = {seq: StoryFacts(seq, outlets=("wire",)) for seq in range(10, 23)}
    stories = [news(1), news(2), news(3), *(news(seq) for seq in running)]
    before = [told(3), *(told(seq + 100, story=seq) for seq in running)]
    chosen = digest(*stories, limits=DigestLimits(items=1), facts=running, memory=memory(*before))
    assert held_back(chosen) == (
        "Held back: 1 story beyond the length of a digest; 3 stories still running without news; "
        "1 article with nothing new since you were told."
    )
    assert held_back(digest(news(1))) == ""


@pytest.mark.parametrize(
    ("missed", "said"), [(0, ""), (1, "an earlier digest that was due"), (4, "4 earlier digests that were due")]
)
def test_a_digest_says_for_how_many_it_stands(missed: int, said: str) -> None:
    assert said in missed_line(replace(digest(news(1)), missed=missed))


def test_rules_without_their_usual_news_are_named() -> None:
    chosen = digest(news(1), usual={"new_start": 1, "inf": 3, "ctbt": 1})
    assert silence(chosen) == "Nothing on INF Treaty (usual 3)."
    assert "(usual 1)" in render(chosen, SENDER, LIMITS).text


def test_the_bars_are_in_proportion_and_never_empty() -> None:
    chosen = digest(*(news(seq) for seq in range(1, 31)), news(40, "B", INF))
    assert [len(bar(section, chosen)) for section in chosen.sections] == [12, 1]
    assert len(re.findall("█+", render(chosen, SENDER, LIMITS).html)) == 2


def test_a_digest_of_one_rule_needs_no_bars() -> None:
    assert "█" not in render(digest(news(1)), SENDER, LIMITS).html


@pytest.mark.parametrize(
    ("hours", "rest", "said"),
    [
        ([], 1, ""),
        ([4], 0, "1 alert went before this digest at 14:00."),
        ([9, 4], 1, ("2 alerts went before this digest, the last at 14:00; "
                    "1 more story on what you are alerted to is here.")),
        ([9, 4], 3, ("2 alerts went before this digest, the last at 14:00; "
                    "3 more stories on what you are alerted to are here.")),
    ],
)  # fmt: skip
def test_a_digest_says_what_alerts_left_to_it(hours: list[int], rest: int, said: str) -> None:
    before = [replace(told(at), alerted=SIX_PM - timedelta(hours=at)) for at in hours]
    fresh = [news(100 + number) for number in range(rest)]
    given = material([*(news(at) for at in hours), *fresh, news(200, "B", INF)], memory=memory(*before))
    chosen = select(replace(SUBSCRIPTION, alerts=("new_start",)), WINDOW, given, LIMITS)
    assert alerted(chosen, LocalTimes(BERLIN, SIX_PM)) == said
    assert said in " ".join(render(chosen, SENDER, LIMITS).text.split())


def test_what_changed_is_listed_before_what_is_new_is_cut() -> None:
    edited = news(1, "Envoys met", version_id=9, changes=(Difference(Matter.NUMBER, "12", "20"),))
    every = [edited, *(news(seq) for seq in range(2, 6))]
    for limits in (DigestLimits(items=2), DigestLimits(per_section=2)):
        chosen = digest(*every, limits=limits, memory=memory(told(1)))
        assert [item.article_id for item in chosen.items] == [5, 1]
        assert chosen.held_back == 3
