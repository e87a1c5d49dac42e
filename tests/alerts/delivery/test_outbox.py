from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.mail import Attempt, Claimed, Outcome
from alerts.outbox import State, decide
from tests.alerts.delivery.examples import EXPIRY, MINUTE, NOW, RETRY, attempt, claimed, mail

if TYPE_CHECKING:
    from collections.abc import Callable


def always(draw: float) -> Callable[[], float]:
    return lambda: draw


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.ACCEPTED, State.ACCEPTED),
        (Outcome.REJECTED, State.FAILED),
        (Outcome.DEFERRED, State.QUEUED),
        (Outcome.UNCERTAIN, State.QUEUED),
    ],
)
def test_an_outcome_decides_the_state(outcome: Outcome, state: State) -> None:
    assert decide(attempt(outcome), claimed(), RETRY, NOW, lambda: 0.5).state is state


@pytest.mark.parametrize(("attempts", "bound"), [(0, MINUTE), (1, 5 * MINUTE), (2, 15 * MINUTE), (7, 15 * MINUTE)])
def test_the_wait_is_drawn_below_a_bound_that_grows(attempts: int, bound: timedelta) -> None:
    decision = decide(attempt(Outcome.DEFERRED), claimed(attempts), RETRY, NOW, lambda: 0.5)
    assert decision.next_at == NOW + bound / 2


def test_a_message_is_not_tried_after_its_expiry() -> None:
    decision = decide(attempt(Outcome.DEFERRED), claimed(expires_at=NOW), RETRY, NOW, lambda: 0.0)
    assert (decision.state, decision.next_at) == (State.EXPIRED, None)


def test_what_was_accepted_late_is_accepted() -> None:
    assert decide(attempt(Outcome.ACCEPTED), claimed(expires_at=NOW), RETRY, NOW, lambda: 0.0).state is State.ACCEPTED


def test_a_message_that_was_once_uncertain_stays_so() -> None:
    assert decide(attempt(Outcome.DEFERRED), claimed(uncertain=True), RETRY, NOW, lambda: 0.5).uncertain


@given(
    st.lists(st.tuples(st.sampled_from(Outcome), st.floats(0, 1, exclude_max=True)), max_size=30),
    st.timedeltas(timedelta(0), timedelta(hours=2)),
)
def test_any_history_ends_in_a_final_state_by_expiry(history: list[tuple[Outcome, float]], sending: timedelta) -> None:
    now, uncertain = NOW, False
    for number, (outcome, draw) in enumerate(history):
        message = Claimed(1, mail(), number, EXPIRY, uncertain)
        decision = decide(Attempt(outcome, "content", None, ""), message, RETRY, now, always(draw))
        assert decision.uncertain >= uncertain
        if decision.state.final:
            assert decision.next_at is None
            return
        assert decision.next_at is not None
        assert now <= decision.next_at <= EXPIRY
        now, uncertain = decision.next_at + sending, decision.uncertain
    late = decide(attempt(Outcome.UNCERTAIN), claimed(), RETRY, max(now, EXPIRY), lambda: 0.0)
    assert late.state is State.EXPIRED
