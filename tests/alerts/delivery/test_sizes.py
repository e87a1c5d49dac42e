"""A relay that says nonsense of the size of mails keeps none back, and the operator hears of it once."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.outbox import State
from alerts.sizes import LEAST, Announced, announced
from tests.alerts.delivery.examples import mail
from tests.alerts.delivery.relays import Script, relay
from tests.alerts.delivery.test_matrix_relay import post

if TYPE_CHECKING:
    from pipeline.store.database import Database


@pytest.mark.parametrize("said", [None, "", "0", "0000"])
def test_no_number_and_zero_mean_no_limit(said: str | None) -> None:
    assert announced(said) == Announced()


@given(st.integers(LEAST, 10**19))
def test_a_number_that_a_mail_fits_in_is_believed(number: int) -> None:
    assert announced(str(number)) == Announced(number)


@given(st.one_of(st.text(min_size=1), st.integers(max_value=LEAST - 1).map(str)))
def test_whatever_is_said_a_limit_is_none_or_one_that_a_mail_fits_in(said: str) -> None:
    found = announced(said)
    assert found.most == 0 or found.most >= LEAST
    assert not (found.most and found.nonsense)


async def test_nonsense_is_told_once_however_many_connections_hear_it(
    store: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with relay(Script(extensions=("SIZE 10",))) as server:
        it = post(store, server, connections=4)
        it.put(*[mail(number, f"reader{number}@{number % 9}.example.com") for number in range(30)])
        with caplog.at_level(logging.WARNING):
            report = await it.deliver()
        it.put(mail(99))
        await it.deliver()
    assert (report.accepted, server.connections > 1) == (30, True)
    (told,) = [record.message for record in caplog.records]
    assert "SIZE 10, which no mail fits in" in told
    assert "message_size_limit" in told


@pytest.mark.parametrize("verb", ["MAIL", "CONTENT"])
async def test_a_relay_that_means_its_nonsense_fails_no_mail(store: Database, verb: str) -> None:
    refusals = [(b"552 5.3.4 message exceeds fixed limit\r\n",)]
    async with relay(Script(extensions=("SIZE 10",), answers={verb: refusals})) as server:
        it = post(store, server)
        it.put(mail(1), mail(2))
        report = await it.deliver()
        assert report.halted is not None
        assert "SIZE 10, which no mail fits in" in report.halted
        assert it.states() == [State.QUEUED] * 2
        it.clock.advance(timedelta(hours=1))
        assert (await it.deliver()).accepted == 2
