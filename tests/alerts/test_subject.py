from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.digest import Kind
from alerts.relay import DigestLimits
from alerts.subject import subject
from tests.alerts.builders import digest, news


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Envoys confirm talks", "New START: Envoys confirm talks - 21 Nov"),
        (
            "Envoys confirm that talks on limits will go on in Geneva next week",
            "New START: Envoys confirm that talks on limits will go on in Geneva… - 21 Nov",
        ),
        (
            "Делегации подтвердили, что переговоры об ограничениях продолжатся в Женеве",
            "New START: Делегации подтвердили, что переговоры об ограничениях… - 21 Nov",
        ),
        ("URGENT: Breaking news! Envoys confirm talks!!!", "New START: Envoys confirm talks! - 21 Nov"),
        ("СРОЧНО: Стороны подтвердили переговоры", "New START: Стороны подтвердили переговоры - 21 Nov"),
        ("🚀 Envoys confirm ☢️ talks", "New START: Envoys confirm talks - 21 Nov"),
        ("ENVOYS CONFIRM TALKS", "New START: Envoys Confirm Talks - 21 Nov"),
        ("ENVOYS CONFIRM NEW START TALKS", "New START: Envoys Confirm New START Talks - 21 Nov"),
        ("U.S. AND IAEA'S MEN LEAVE IRAN", "New START: U.S. and IAEA's Men Leave Iran - 21 Nov"),
        ("US-RUSSIA TALKS ON THE NPT OF 1968", "New START: US-Russia Talks on the NPT of 1968 - 21 Nov"),
        ("РОССИЯ И США ОБСУДЯТ ДСНВ", "New START: Россия и США Обсудят ДСНВ - 21 Nov"),
        ("ΣΥΜΦΩΝΙΑ ΣΤΗ ΓΕΝΕΥΗ", "New START: Συμφωνια Στη Γενευη - 21 Nov"),
        ("IN GENEVA, NOTHING NEW", "New START: In Geneva, Nothing New - 21 Nov"),
        ("INF", "New START: INF - 21 Nov"),
        ("=?utf-8?q?Hello=0ABcc:_v@evil?=", "New START: = ?utf-8?q?Hello=0ABcc:_v@evil?= - 21 Nov"),
    ],
)
def test_a_subject_names_the_rule_the_headline_and_the_day(title: str, expected: str) -> None:
    assert subject(digest(news(1, title))) == expected


def test_a_subject_counts_the_other_articles_listed_or_not() -> None:
    limited = digest(*(news(seq) for seq in range(1, 8)), limits=DigestLimits(items=2))
    assert subject(limited) == "New START: Envoys meet (+6) - 21 Nov"


def test_an_alert_says_so_first_and_needs_no_day() -> None:
    alert = replace(digest(news(1, "Envoys confirm talks"), news(2)), kind=Kind.ALERT)
    assert subject(alert) == "[Alert] New START: Envoys meet (+1)"


def test_a_long_label_leaves_room_for_the_headline() -> None:
    chosen = digest(news(1, "Envoys confirm talks"))
    label = "Treaty on the Non-Proliferation of Nuclear Weapons"
    long = replace(chosen, sections=(replace(chosen.sections[0], label=label),))
    assert subject(long) == "Treaty on the Non-Proliferati…: Envoys confirm talks - 21 Nov"


def test_the_subject_of_an_empty_digest_has_its_name() -> None:
    assert subject(digest()) == "Arms Control Watch: nothing new - 21 Nov"


def test_the_subject_of_a_digest_that_lists_nothing_counts() -> None:
    assert subject(digest(news(1), news(2)).shortened(0)) == "Arms Control Watch: 2 stories - 21 Nov"


@given(st.text(st.characters(exclude_categories=()), max_size=200), st.integers(1, 3))
def test_a_subject_is_one_short_line_whatever_the_headline(title: str, articles: int) -> None:
    line = subject(digest(*(news(seq, title) for seq in range(1, articles + 1))))
    assert len(line) <= 78
    assert "=?" not in line
    assert not {unicodedata.category(char) for char in line} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp", "So"}
