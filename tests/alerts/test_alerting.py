from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.alerting import A_DAY, Hit, Move, Ruling, Sent, ruling

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOTHING = frozenset[str]()
INF, CTBT = frozenset({"inf"}), frozenset({"ctbt"})


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def hit(ago: float, rules: frozenset[str] = INF) -> Hit:
    return Hit(1, NOON - minutes(ago), rules)


def test_without_news_there_is_nothing_to_do() -> None:
    assert ruling([], [], 0, NOON, NOTHING) == Ruling(Move.WAIT)


@pytest.mark.parametrize(
    ("ago", "move"), [(0, Move.WAIT), (4.9, Move.WAIT), (5, Move.SEND), (600, Move.SEND), (-1, Move.SEND)]
)
def test_an_alert_waits_five_minutes_from_the_first_news(ago: float, move: Move) -> None:
    assert ruling([hit(ago), hit(0.5)] if ago > 1 else [hit(ago)], [], 0, NOON, NOTHING).move is move


@pytest.mark.parametrize(("ago", "move"), [(29, Move.ROLL), (30, Move.SEND), (-5, Move.SEND)])
def test_a_rule_is_alerted_once_in_half_an_hour(ago: float, move: Move) -> None:
    assert ruling([hit(6)], [Sent(NOON - minutes(ago), INF)], 1, NOON, NOTHING).move is move


def test_another_rule_is_alerted_meanwhile() -> None:
    both = [hit(6), hit(6, CTBT)]
    assert ruling(both, [Sent(NOON - minutes(10), INF)], 1, NOON, NOTHING) == Ruling(Move.SEND, CTBT)


def test_the_seventh_alert_of_a_day_rolls_into_the_digest() -> None:
    assert ruling([hit(6)], [], A_DAY - 1, NOON, NOTHING).move is Move.SEND
    assert ruling([hit(6)], [], A_DAY, NOON, NOTHING).move is Move.ROLL


def test_quiet_hours_hold_what_does_not_break_them() -> None:
    assert ruling([hit(60)], [], 0, NOON, INF).move is Move.WAIT
    assert ruling([hit(60), hit(6, CTBT)], [], 0, NOON, INF) == Ruling(Move.SEND, CTBT)


@given(
    st.lists(st.tuples(st.integers(0, 24 * 60), st.sampled_from(["inf", "ctbt", "npt"])), max_size=80),
    st.integers(1, 7),
)
def test_no_stream_of_news_makes_more_alerts_than_allowed(news: list[tuple[int, str]], tick: int) -> None:
    """A day, minute by minute, as the planner would see it."""
    sent: list[Sent] = []
    waiting: list[Hit] = []
    rolled = told = 0
    for minute in range(0, 24 * 60 + 10, tick):
        now = NOON + minutes(minute)
        waiting += [Hit(0, NOON + minutes(at), frozenset({rule})) for at, rule in news if minute - tick < at <= minute]
        decided = ruling(waiting, sent, len(sent), now, NOTHING)
        if decided.move is Move.WAIT:
            assert all(now - each.at < minutes(5) for each in waiting)
            continue
        if decided.move is Move.SEND:
            sent.append(Sent(now, decided.rules))
            told += sum(bool(each.rules & decided.rules) for each in waiting)
            rolled += sum(not each.rules & decided.rules for each in waiting)
        else:
            rolled += len(waiting)
        waiting = []
    assert len(sent) <= A_DAY
    assert told + rolled == len(news)
    for rule in ("inf", "ctbt", "npt"):
        moments = [each.at for each in sent if rule in each.rules]
        assert all(later - earlier >= minutes(30) for earlier, later in pairwise(moments))
