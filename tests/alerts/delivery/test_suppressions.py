from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from alerts.mail import Attempt, Claimed, Outcome, Trouble
from alerts.outbox import decide
from alerts.store import outbox, suppressions
from alerts.store.tables import suppressions as rows
from tests.alerts.delivery.examples import EXPIRY, NOW, RETRY, mail

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.store.database import Database

DAY = timedelta(days=1)
READER = "reader@example.com"


def reason(store: Database, address: str = READER, scope: str = "arms") -> str | None:
    return store.write_now(lambda conn: suppressions.reason(conn, address, scope))


def sign(store: Database, now: datetime) -> bool:
    return store.write_now(
        lambda conn: suppressions.sign(conn, READER, suppressions.Why("no such mailbox", "relay"), now)
    )


def test_nobody_is_suppressed_at_first(store: Database) -> None:
    assert reason(store) is None


def test_an_address_is_known_again_however_it_is_written_and_never_stored(store: Database) -> None:
    store.write_now(
        lambda conn: suppressions.suppress(conn, "Reader@Example.com", "", suppressions.Why("asked", "page"), NOW)
    )
    assert reason(store) == "asked"
    kept = store.read_now(lambda conn: conn.execute(select(rows)).one())
    assert "reader" not in str(kept).lower()


def test_leaving_one_subscription_leaves_the_others(store: Database) -> None:
    store.write_now(
        lambda conn: suppressions.suppress(conn, READER, "arms", suppressions.Why("unsubscribed", "page"), NOW)
    )
    assert (reason(store, scope="arms"), reason(store, scope="other")) == ("unsubscribed", None)


@pytest.mark.parametrize(
    ("days", "suppressed"),
    [([0], False), ([0, 0], False), ([0, 1], True), ([0, 31], False), ([0, 31, 32], True), ([0, 1, 2], True)],
)
def test_no_such_user_counts_when_it_is_said_on_two_days(store: Database, days: list[int], suppressed: bool) -> None:  # noqa: FBT001 - a table's column
    for day in days:
        sign(store, NOW + day * DAY)
    assert (reason(store) is not None) == suppressed


@pytest.mark.parametrize("trouble", Trouble)
def test_only_a_dead_address_leaves_a_sign_and_a_rule_of_theirs_suppresses_nobody(
    store: Database, trouble: Trouble
) -> None:
    store.write_now(lambda conn: outbox.enqueue(conn, [mail()], None, EXPIRY, NOW))
    claimed = Claimed(1, mail(), 0, EXPIRY)
    refused = Attempt(Outcome.REJECTED, "rcpt", 550, "no", trouble=trouble)
    decision = decide(refused, claimed, RETRY, NOW, lambda: 0.5)
    for day in range(3):
        store.write_now(partial(outbox.mark, claimed=claimed, attempt=refused, decision=decision, now=NOW + day * DAY))
    assert (reason(store) is not None) == (trouble is Trouble.DEAD)
