from __future__ import annotations

from datetime import date, timedelta

import pytest

from alerts.emptiness import mailed_empty
from alerts.subscription import Empty

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("days", [0, 1, 6, 7, 400])
def test_an_empty_digest_is_skipped_or_sent_whatever_came_before(days: int) -> None:
    last = TODAY - timedelta(days=days)
    assert mailed_empty(Empty.SEND, TODAY, last)
    assert not mailed_empty(Empty.SKIP, TODAY, last)


@pytest.mark.parametrize(("days", "mailed"), [(-30, False), (0, False), (6, False), (7, True), (8, True)])
def test_a_heartbeat_ends_a_week_of_silence(days: int, mailed: bool) -> None:  # noqa: FBT001 - a column of the table
    assert mailed_empty(Empty.HEARTBEAT, TODAY, TODAY - timedelta(days=days)) == mailed
