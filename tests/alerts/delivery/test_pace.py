from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.pace import SLOWEST, Pace
from alerts.turns import OFFERED, Turn, Turns

A, B = "example.com", "example.net"


def test_a_domain_gets_a_second_s_worth_at_once_and_then_waits() -> None:
    pace = Pace(10)
    waits = []
    for _ in range(12):
        waits.append(pace.wait(A, 0.0))
        pace.take(A, 0.0)
    assert waits[:10] == [0.0] * 10
    assert waits[10:] == pytest.approx([0.1, 0.2])
    assert pace.wait(B, 0.0) == 0.0


def test_asking_to_slow_down_halves_the_rate_and_acceptances_bring_it_back() -> None:
    pace = Pace(10)
    pace.slower(A, 0.0)
    assert pace.wait(A, 0.0) == pytest.approx(1 / 5)
    assert pace.slowed(0.0) == {A}
    for _ in range(50):
        pace.faster(A)
    assert pace.slowed(0.0) == frozenset()
    assert pace.wait(A, 0.0) == pytest.approx(1 / 10)


def test_a_domain_is_never_stopped_for_good() -> None:
    pace = Pace(10)
    for _ in range(100):
        pace.slower(A, 0.0)
    assert pace.wait(A, 0.0) == pytest.approx(1 / SLOWEST)


def test_a_domain_at_rest_takes_up_no_memory() -> None:
    pace = Pace(10)
    pace.take(A, 0.0)
    assert pace.wait(A, 60.0) == 0.0
    assert not pace._buckets


@given(st.floats(0.1, 100), st.lists(st.tuples(st.floats(0, 2), st.sampled_from(["send", "slower", "faster"]))))
def test_in_any_span_no_more_goes_than_the_rate_allows(ceiling: float, steps: list[tuple[float, str]]) -> None:
    pace, at, sent = Pace(ceiling), 0.0, 0
    for pause, step in steps:
        at += pause
        if step == "send" and pace.wait(A, at) == 0:
            pace.take(A, at)
            sent += 1
        elif step == "slower":
            pace.slower(A, at)
        elif step == "faster":
            pace.faster(A)
    assert sent <= max(1.0, ceiling) + ceiling * at + 1e-6


def test_domains_are_served_in_turn() -> None:
    turns = Turns(Pace(1000), 100)
    turns.renew([A, B, "example.org"])
    served = []
    for _ in range(6):
        turn = turns.next(0.0)
        served.append(turn.domains[0])
        turns.served(turn, turn.domains[0], 0.0)
    assert served == [A, B, "example.org"] * 2


def test_a_domain_with_nothing_left_leaves_the_round_and_comes_back_when_it_has_mail() -> None:
    turns = Turns(Pace(10), 100)
    turns.renew([A, B])
    turns.served(turns.next(0.0), B, 0.0)
    assert turns.next(0.0).domains == (B,)
    turns.served(turns.next(0.0), None, 0.0)
    assert turns.wait(0.0) is None
    turns.renew([A])
    assert turns.next(0.0).domains == (A,)


def test_what_is_urgent_says_nothing_of_the_domains_before_its_own() -> None:
    turns = Turns(Pace(10), 100)
    turns.renew([A, B])
    turns.served(turns.next(0.0), B, 0.0, urgent=True)
    assert turns.next(0.0).domains == (A, B)


def test_a_domain_at_its_limit_is_passed_over_and_waited_for() -> None:
    turns = Turns(Pace(1), 100)
    turns.renew([A, B])
    turns.served(turns.next(0.0), A, 0.0)
    assert turns.next(0.0).domains == (B,)
    turns.served(turns.next(0.0), B, 0.0)
    assert turns.next(0.0).domains == ()
    assert turns.wait(0.0) == pytest.approx(1.0)


def test_what_is_urgent_goes_beyond_the_limit_but_not_where_we_were_asked_to_slow_down() -> None:
    pace = Pace(1)
    turns = Turns(pace, 100)
    pace.take(A, 0.0)
    pace.slower(B, 0.0)
    assert turns.urgent(0.0) == Turn(barred=frozenset({B}))
    turns.served(turns.urgent(0.0), A, 0.0)
    assert pace.wait(A, 0.0) == pytest.approx(2.0)


def test_a_turn_names_a_few_domains_only() -> None:
    turns = Turns(Pace(10), 100)
    turns.renew(f"d{n}.example.com" for n in range(1000))
    assert len(turns.next(0.0).domains) == OFFERED


def test_all_domains_together_get_no_more_than_is_allowed_in_all() -> None:
    pace = Pace(10, altogether=2)
    waits = []
    for domain in (A, B, "example.org"):
        waits.append(pace.wait(domain, 0.0))
        pace.take(domain, 0.0)
    assert waits == pytest.approx([0.0, 0.0, 0.5])
    assert pace.wait(A, 0.5) == pytest.approx(0.5)
    assert pace.wait(A, 1.0) == 0.0


def test_a_limit_on_all_bars_no_domain_from_what_is_urgent() -> None:
    pace = Pace(10, altogether=1)
    pace.take(A, 0.0)
    pace.take(A, 0.0)
    assert pace.slowed(0.0) == frozenset()
    pace.slower(A, 0.0)
    assert pace.slowed(0.0) == {A}


class Asked(Pace):
    """Counts how often it is asked for a domain."""

    times = 0

    def wait(self, domain: str, at: float) -> float:
        self.times += 1
        return super().wait(domain, at)


@pytest.mark.parametrize("altogether", [1.0, None])
def test_of_thousands_of_domains_few_are_asked_whether_all_have_to_wait_or_none(altogether: float | None) -> None:
    pace = Asked(10, altogether)
    turns = Turns(pace, 4)
    turns.renew(f"d{n}.example.com" for n in range(5000))
    turns.served(turns.next(0.0), "d0.example.com", 0.0)
    assert turns.wait(0.0) == (altogether or 0.0)
    assert len(turns.next(0.0).domains) == (0 if altogether else OFFERED)
    assert pace.times < 100
