from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatywatch.steady import PATIENCE, TOLERANCE, SteadyClock, since_boot

START = datetime(2026, 11, 21, 7, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)


class World:
    """A machine whose clock can be put wrong."""

    def __init__(self) -> None:
        self.elapsed, self.error = 0.0, timedelta(0)
        self.clock = SteadyClock(self.wall, lambda: self.elapsed)

    def wall(self) -> datetime:
        return START + timedelta(seconds=self.elapsed) + self.error

    def after(self, span: timedelta) -> timedelta:
        """What the steady clock says, from the start, a while later; it is looked at each five seconds."""
        end = self.elapsed + span.total_seconds()
        while self.elapsed < end:
            self.elapsed = min(self.elapsed + 5, end)
            said = self.clock.now()
        return said - START


def test_a_clock_that_runs_well_is_repeated() -> None:
    assert World().after(HOUR) == HOUR


@pytest.mark.parametrize("jump", [HOUR, -HOUR, YEAR, -YEAR])
def test_a_jump_that_is_put_right_is_never_seen(jump: timedelta) -> None:
    world = World()
    world.after(HOUR)
    world.error = jump
    assert world.after(HOUR / 2) == 1.5 * HOUR
    world.error = timedelta(0)
    assert world.after(2 * HOUR) == 3.5 * HOUR


@pytest.mark.parametrize("jump", [HOUR, -HOUR, YEAR])
def test_a_jump_that_lasts_is_believed(jump: timedelta) -> None:
    world = World()
    world.after(HOUR)
    world.error = jump
    assert world.after(PATIENCE) == HOUR + PATIENCE
    assert world.after(timedelta(seconds=10)) == HOUR + PATIENCE + jump + timedelta(seconds=10)


def test_a_small_correction_is_taken_at_once() -> None:
    world = World()
    world.error = TOLERANCE
    assert world.after(timedelta(seconds=5)) == TOLERANCE + timedelta(seconds=5)


@given(st.lists(st.timedeltas(-YEAR, YEAR), max_size=20))
def test_whatever_the_wall_clock_does_within_an_hour_time_goes_on_at_its_rate(errors: list[timedelta]) -> None:
    world = World()
    before = world.clock.now()
    for error in errors:
        world.error = error
        world.elapsed += 60
        said = world.clock.now()
        assert abs(said - before - timedelta(seconds=60)) <= 2 * TOLERANCE
        before = said


def test_the_time_since_boot_goes_on() -> None:
    assert since_boot() <= since_boot()
