from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from alerts.relay import DigestLimits
from alerts.wording import LocalTimes, counted, coverage_line, language_name, ownership_label, summary
from pipeline.model.coverage import Coverage, Trouble
from tests.alerts.builders import digest, match, news

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def times(zone: str) -> LocalTimes:
    return LocalTimes(ZoneInfo(zone), NOON)


@pytest.mark.parametrize(
    ("zone", "when", "shown"),
    [
        ("Europe/Berlin", NOON, "21 Nov 13:00 UTC+1"),
        ("UTC", NOON, "21 Nov 12:00 UTC"),
        ("Asia/Kathmandu", NOON, "21 Nov 17:45 UTC+5:45"),
        ("America/St_Johns", NOON, "21 Nov 08:30 UTC-3:30"),
        ("Asia/Tokyo", NOON.replace(hour=20), "22 Nov 05:00 UTC+9"),
        ("Europe/Berlin", NOON.replace(year=2025, month=7), "21 Jul 2025 14:00 UTC+2"),
    ],
)
def test_a_moment_is_shown_as_the_clocks_of_the_subscription_show_it(zone: str, when: datetime, shown: str) -> None:
    assert times(zone).moment(when) == shown


def test_a_span_names_the_zone_and_its_offset_once() -> None:
    shown = times("Europe/Berlin").span(NOON.replace(day=20), NOON)
    assert shown == "Fri 20 Nov 13:00 – Sat 21 Nov 13:00 (Europe/Berlin, UTC+1)"


def test_a_span_over_a_clock_change_shows_both_offsets() -> None:
    shown = times("Europe/Berlin").span(datetime(2026, 10, 24, 16, tzinfo=UTC), datetime(2026, 10, 25, 17, tzinfo=UTC))
    assert shown == "Sat 24 Oct 18:00 UTC+2 – Sun 25 Oct 18:00 UTC+1 (Europe/Berlin)"


@pytest.mark.parametrize(
    ("code", "name"), [("ru", "Russian"), ("pt-BR", "Portuguese"), ("zh_TW", "Chinese"), ("ka", "ka")]
)
def test_a_language_is_named_where_it_is_common(code: str, name: str) -> None:
    assert language_name(code) == name


@pytest.mark.parametrize(
    ("word", "label"), [("state", "state-owned"), ("government", "government"), ("co_op", "co op")]
)
def test_ownership_is_said_as_a_reader_says_it(word: str, label: str) -> None:
    assert ownership_label(word) == label


@pytest.mark.parametrize(("number", "said"), [(0, "0 outlets"), (1, "1 outlet"), (2_000, "2,000 outlets")])
def test_a_count_agrees_with_its_noun(number: int, said: str) -> None:
    assert counted(number, "outlet") == said


def test_coverage_without_trouble_is_one_sentence() -> None:
    assert coverage_line(Coverage(42), times("UTC")) == "Watched 42 of 42 sources."


def test_coverage_says_what_was_not_reached_since_when_and_why() -> None:
    failing = (
        Trouble("Example Wire", "", NOON.replace(hour=8), "timed out."),
        Trouble("Gazeta Example", "", NOON.replace(day=19), ""),
    )
    line = coverage_line(Coverage(42, failing), times("Europe/Berlin"))
    assert line == (
        "Watched 40 of 42 sources. "
        "Not reached: Example Wire since 09:00 (timed out); Gazeta Example since 19 Nov 13:00."
    )


def test_coverage_names_five_failing_sources_and_counts_the_rest() -> None:
    failing = tuple(Trouble(f"Paper {number}", "", NOON, "") for number in range(8))
    line = coverage_line(Coverage(42, failing), times("UTC"))
    assert line.endswith("Paper 4 since 12:00; 3 more.")


def test_a_summary_counts_articles_outlets_and_rules() -> None:
    inf = match("inf", text="The INF Treaty ended.", words="INF Treaty")
    chosen = digest(news(1), news(2, outlet="gazeta"), news(3, "C", inf))
    assert summary(chosen) == "3 articles from 2 outlets: New START 2, INF Treaty 1."


def test_a_summary_says_how_many_articles_are_listed_when_not_all_are() -> None:
    assert summary(digest(news(1), news(2), limits=DigestLimits(items=1))) == "2 articles: New START 2. 1 is listed."


def test_a_summary_names_five_rules_and_counts_the_rest() -> None:
    (section,) = digest(news(1)).sections
    wide = replace(digest(), sections=(section,) * 7)
    assert summary(wide).endswith(": New START 1, New START 1, New START 1, New START 1, New START 1, others 2.")


def test_the_summary_of_an_empty_digest_says_so() -> None:
    assert summary(digest()) == "No new articles."
