from __future__ import annotations

from random import Random

import pytest

from bench.edits import EDITS, formula
from bench.prose import Prose
from bench.texts import Text
from tests.pipeline.dedupe.newsroom import OTHER, REPORT, RETOLD, Newsroom, prose


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_by_another_outlet_is_told_whatever_was_done_to_it(edit: str) -> None:
    room, chance = Newsroom(), Random(1)
    room.print(REPORT)
    edited = EDITS[edit](Text("", REPORT), Prose(chance), chance)
    found = room.print(edited.text, "gazette", hours=30)
    assert (found.group, found.of, found.story) == ("copy", 0, 0)


def test_a_copy_of_a_copy_has_the_words_of_the_first() -> None:
    room = Newsroom()
    room.print(REPORT)
    room.print(f"{REPORT}\n{prose(1)}", "gazette", hours=1)
    found = room.print(f"{REPORT}\n{prose(1)}", "courier", hours=2)
    assert (found.group, found.of) == ("copy", 0)
    assert found.grounds[-1].neighbour == 1


@pytest.mark.parametrize(("more", "added"), [("", False), (prose(2), True)])
def test_a_reprint_that_says_more_is_marked(more: str, added: bool) -> None:  # noqa: FBT001 - a table of cases
    room = Newsroom()
    room.print(REPORT)
    assert room.print(f"{REPORT}\n{more}", "gazette", hours=1).added is added


def test_other_words_about_the_same_are_no_copy() -> None:
    room = Newsroom()
    room.print(REPORT)
    assert room.print(RETOLD, "gazette", hours=1).group == "same_story"
    assert room.print(OTHER, "gazette", hours=1).group == "new"


def test_the_grounds_of_a_copy_are_the_neighbour_the_containment_and_the_threshold() -> None:
    room = Newsroom()
    room.print(REPORT)
    (grounds,) = room.print(REPORT, "gazette", hours=1).grounds
    assert (grounds.measure, grounds.score, grounds.threshold, grounds.neighbour) == ("containment", 1.0, 0.55, 0)


def test_a_copy_is_not_looked_for_beyond_fourteen_days() -> None:
    room = Newsroom()
    room.print(REPORT)
    room.print(REPORT, "gazette", hours=14 * 24)
    assert room.print(REPORT, "courier", hours=29 * 24).group == "new"
    assert room.stories == [0, 0, 2]


def test_daily_reports_of_one_outlet_after_one_pattern_stay_articles_and_stories_of_their_own() -> None:
    room, chance = Newsroom(), Random(3)
    said = [room.print(formula(day, chance).text, hours=24 * day).group for day in range(14)]
    assert set(said) == {"new"}


@pytest.mark.parametrize("hours", [4, 24])
def test_a_pattern_with_few_figures_is_no_copy_either(hours: int) -> None:
    room = Newsroom()
    pattern = f"{OTHER} The water stood {{}} centimetres high, {{}} less than before."
    room.print(pattern.format(312, 17))
    assert room.print(pattern.format(290, 22), hours=hours).group != "copy"


@pytest.mark.parametrize(("other", "group"), [("Tuesday", "copy"), ("Friday, as ever, or else on Sunday", "new")])
def test_a_text_without_figures_is_printed_again_or_after_a_pattern(other: str, group: str) -> None:
    room = Newsroom()
    room.print(OTHER)
    assert room.print(OTHER.replace("Tuesday", other).replace("noon", other), hours=24).group == group


def test_an_outlet_may_print_its_text_again_under_another_address() -> None:
    room = Newsroom()
    room.print(REPORT)
    assert room.print(REPORT.replace("eleven", "ten"), hours=3).group == "copy"
    assert room.print(REPORT, hours=40).group == "copy"


def test_the_same_pattern_with_other_figures_is_no_copy_anywhere() -> None:
    room, chance = Newsroom(), Random(3)
    room.print(formula(1, chance).text)
    assert room.print(formula(2, chance).text, "gazette", hours=2).group != "copy"


SHORT = "Envoys of both sides met in Geneva on Monday and agreed to meet again in May."


@pytest.mark.parametrize(
    ("one", "other", "outlet", "group"),
    [
        (("", SHORT), ("", SHORT), "gazette", "copy"),
        (("", SHORT), ("", SHORT.upper()), "herald", "copy"),
        (("", SHORT), ("", SHORT.replace("May", "June")), "gazette", "same_story"),
        (("", "Too few words"), ("", "Too few words"), "gazette", "same_story"),
        (("Envoys meet in Geneva on Monday", ""), ("Envoys meet in Geneva on Monday", SHORT), "gazette", "copy"),
        (("Envoys meet in Geneva on Monday", ""), ("Envoys meet in Geneva on Monday", ""), "herald", "same_story"),
        (("Envoys meet", SHORT), ("Envoys meet", RETOLD[:90]), "gazette", "same_story"),
    ],
)
def test_short_texts_are_compared_by_exact_rules(
    one: tuple[str, str], other: tuple[str, str], outlet: str, group: str
) -> None:
    room = Newsroom()
    room.print(one[1], title=one[0])
    assert room.print(other[1], outlet, hours=20, title=other[0]).group == group


def test_the_words_of_a_short_text_tell_copies_for_two_days() -> None:
    room = Newsroom()
    room.print(SHORT)
    assert room.print(SHORT, "gazette", hours=49).group != "copy"


@pytest.mark.parametrize("times", [3, 40])
def test_texts_of_any_length_are_compared(times: int) -> None:
    room = Newsroom()
    long = "\n".join(prose(8, seed) for seed in range(times))
    room.print(long)
    assert room.print(long[: len(long) // 3], "gazette", hours=1).group == "copy"


def test_copies_are_told_in_scripts_without_spaces() -> None:
    room = Newsroom()
    text = "双方の代表団はジュネーブで会談し、貯蔵中の核弾頭の検証について協議したが、共同声明は出されなかった。"
    room.print(text)
    assert room.print(f"速報です。{text}続報が入り次第お伝えします。", "gazette", hours=1).group == "copy"
    assert (
        room.print(
            "港は火曜日に再開し、正午から島へのフェリーが運航されると港湾当局が発表した。嵐で市場の屋根が壊れた。",
            "gazette",
            hours=1,
        ).group
        == "new"
    )
