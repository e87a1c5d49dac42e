from __future__ import annotations

from itertools import cycle

import pytest

from tests.pipeline.dedupe.newsroom import OTHER, REPORT, RETOLD, Newsroom, prose

RUSSIAN = (
    "Переговоры о проверке хранящихся боеголовок в Женеве завершились без совместного заявления, сообщил участник.",
    "В Женеве переговорщики не приняли совместного заявления о проверках хранящихся боеголовок. Встреча в мае.",
)
JAPANESE = (
    "双方の代表団はジュネーブで核弾頭の検証について協議したが、共同声明は出されなかった。",
    "ジュネーブで開かれた核弾頭検証の協議は、共同声明を出さずに終了した。次回は五月に開かれる。",
)


def filled() -> Newsroom:
    """A window with other articles in it: how seldom words are has to be learnt from some."""
    room, common = Newsroom(), "the of and in to a for on that was by from with it said not is are until next each"
    for seed in range(20):
        words = prose(2, seed).split()
        mixed = [word for pair in zip(words, cycle(common.split())) for word in pair]
        room.print(" ".join(mixed), f"outlet-{seed}")
    room.print(OTHER, "courier")
    room.print("Суд в столице продлил арест бывшего министра, обвиняемого в хищении средств на ремонт дорог.", "суд")
    room.print("港は火曜日に再開し、正午からフェリーが運航されると港湾当局が発表した。", "minato")
    return room


@pytest.mark.parametrize("texts", [(REPORT, RETOLD), RUSSIAN, JAPANESE])
def test_two_reports_of_an_event_are_one_story_in_any_language(texts: tuple[str, str]) -> None:
    room = filled()
    first = room.print(texts[0], hours=1)
    second = room.print(texts[1], "gazette", hours=3)
    assert (first.group, second.group) == ("new", "same_story")
    assert second.story == room.stories[-2]
    assert second.grounds[-1].score >= second.grounds[-1].threshold


@pytest.mark.parametrize(("language", "group"), [("de", "new"), ("en-US", "same_story"), (None, "same_story")])
def test_articles_in_different_languages_are_never_one_story(language: str | None, group: str) -> None:
    room = filled()
    room.print(REPORT, hours=1, language="en-GB")
    assert room.print(RETOLD, "gazette", hours=3, language=language).group == group


def test_a_story_takes_no_articles_after_sixty_hours() -> None:
    room = filled()
    room.print(REPORT, hours=1)
    assert room.print(RETOLD, "gazette", hours=62).group == "new"


def test_reports_far_apart_have_to_be_more_alike() -> None:
    scores = []
    for hours in (1.5, 50):
        room = filled()
        room.print(REPORT, hours=1)
        scores.append(room.print(RETOLD, "gazette", hours=hours).grounds[-1].score)
    assert scores[0] > scores[1]


def test_reprints_do_not_pull_a_story_their_way() -> None:
    alone, reprinted = filled(), filled()
    for room in (alone, reprinted):
        room.print(REPORT, hours=1)
    for number in range(10):
        reprinted.print(REPORT, f"reprint-{number}", hours=1)
    first, second = (room.print(RETOLD, "gazette", hours=2) for room in (alone, reprinted))
    assert first.grounds[-1].score == second.grounds[-1].score


def test_an_article_without_words_is_a_story_of_its_own() -> None:
    room = filled()
    assert room.print("", "gazette").group == "new"
    assert room.print("", "courier").group == "new"
