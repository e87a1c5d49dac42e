from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from alerts.quiet import Quiet

NIGHT = Quiet(time(22), time(7))


@pytest.mark.parametrize(
    ("quiet", "local", "covered"),
    [
        (NIGHT, time(21, 59), False),
        (NIGHT, time(22), True),
        (NIGHT, time(0), True),
        (NIGHT, time(6, 59), True),
        (NIGHT, time(7), False),
        (Quiet(time(12), time(13)), time(12, 30), True),
        (Quiet(time(12), time(13)), time(13), False),
        (Quiet(time(12), time(13)), time(3), False),
    ],
)
def test_quiet_hours_begin_with_their_start_and_end_before_their_end(
    quiet: Quiet,
    local: time,
    covered: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert quiet.covers(local) == covered


def test_quiet_hours_follow_the_clocks_of_the_zone() -> None:
    before, after = datetime(2026, 3, 28, 5, 30, tzinfo=UTC), datetime(2026, 3, 29, 5, 30, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")
    assert NIGHT.holds(before, berlin)
    assert not NIGHT.holds(after, berlin)
