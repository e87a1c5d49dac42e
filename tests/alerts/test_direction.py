"""Names and words that are read from right to left, in the lines of a digest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.direction import isolated
from alerts.relay import DigestLimits
from alerts.rendering import render
from alerts.selection import select
from alerts.story import StoryFacts
from pipeline.model.match import Match, Quotation, Span
from pipeline.model.outlet import Outlet
from pipeline.model.rule import Rule
from tests.alerts.builders import SENDER, SUBSCRIPTION, WINDOW, material, news

WORDS = "ستارت الجديدة"
TEXT = f"قال إن معاهدة {WORDS} باقية."
MATCH = Match("arabic", "v1", (Span("text", 14, 27, WORDS),) * 3, Quotation(TEXT, 14, 14 + len(WORDS)))


def printed() -> tuple[str, str]:
    """A story of outlets whose names are read from right to left, under such a rule."""
    story = StoryFacts(1, outlets=("wire", "port", "dock"), reprints=2)
    made = material([news(1, "Envoys meet", MATCH, language=None), news(2)], facts={1: story})
    outlets = {"port": Outlet("port", "صحيفة الميناء", ()), "dock": Outlet("dock", "ידיעות הנמל", ())}
    catalogue = made.catalogue
    made = replace(
        made,
        catalogue=replace(
            catalogue,
            rules={**catalogue.rules, "arabic": Rule("arabic", "منع الانتشار", ())},
            outlets={**catalogue.outlets, **outlets},
        ),
    )
    wanted = replace(SUBSCRIPTION, rules=("arabic", "new_start"))
    rendered = render(select(wanted, WINDOW, made, DigestLimits()), SENDER, DigestLimits())
    return rendered.text, rendered.html


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("Example Wire", "Example Wire"),
        ("Ладожский курьер", "Ладожский курьер"),
        ("", ""),
        ("صحيفة", "\u2068صحيفة\u2069"),
        ("Radio ידיעות", "\u2068Radio ידיעות\u2069"),
    ],
)
def test_only_words_with_letters_read_from_right_to_left_are_isolated(words: str, alone: str) -> None:
    assert isolated(words) == alone


@pytest.mark.parametrize(
    "line",
    [
        "Also: {}صحيفة الميناء{}, {}ידיעות הנמל{} and 2 reprints",
        "“{}ستارت الجديدة{}” 3 times in the text",
        "{}منع الانتشار{} 1, New START 1.",
    ],
)
def test_names_beside_each_other_and_beside_figures_keep_their_places(line: str) -> None:
    text, html = printed()
    count = line.count("{}") // 2
    assert line.format(*("\u2068", "\u2069") * count) in text
    assert line.format(*("<bdi>", "</bdi>") * count) in html


def test_in_html_elements_stand_for_the_characters() -> None:
    _, html = printed()
    assert "\u2068" not in html
    assert html.count("<bdi>") == html.count("</bdi>")
