from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.complete import believable
from tests.builders import HOUR, NOON


@pytest.mark.parametrize(
    ("said", "kept", "wrong"),
    [
        (None, None, None),
        (NOON - HOUR, NOON - HOUR, None),
        (NOON + timedelta(minutes=5), NOON + timedelta(minutes=5), None),
        (datetime(2031, 1, 1, tzinfo=UTC), NOON, "dated 2031-01-01 00:00 UTC, in the future; taken for now"),
        (datetime(1970, 1, 1, tzinfo=UTC), None, "dated 1970-01-01, before the web; passed over"),
    ],
)
def test_a_date_that_can_not_be_true_is_mended_and_named(
    said: datetime | None, kept: datetime | None, wrong: str | None
) -> None:
    assert believable(said, NOON) == (kept, wrong)
