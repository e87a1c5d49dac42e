from __future__ import annotations

from crawlers.simulation.delays import Delays, delays_of
from crawlers.simulation.period import period_of
from tests.crawlers.simulation.invented import DAY, START

WARM = START + 7 * DAY
MINUTE = DAY / 1440
TIMES = [START, WARM, WARM + 10 * MINUTE, WARM + 20 * MINUTE, WARM + 21 * MINUTE]
POLLS = [(WARM + minute * MINUTE).timestamp() for minute in (-5, 3, 10, 20, 30)]


def test_delays_run_from_an_item_to_the_first_poll_and_warm_up_does_not_count() -> None:
    measured = delays_of({"outlet": POLLS}, {"outlet": TIMES}, period_of({"outlet": TIMES}))
    assert measured == Delays(polls=3, mean=3, median=0, p90=9, p99=9)


def test_a_period_begins_at_midnight_utc_before_the_first_item_and_ends_with_the_last() -> None:
    period = period_of({"one": [START + DAY / 2, START + 2 * DAY], "other": [START + 2 * DAY, START + 9 * DAY]})
    assert (period.start, period.counted, period.end, period.days) == (START, WARM, START + 9 * DAY, 2)
