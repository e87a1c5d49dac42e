from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from alerts.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = 30


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def not_yet() -> bool:
    return False


class Line:
    """Threads that wait for the one place, and the order in which they got it."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self.places, self.served, self.ends = Places(1, glance=0.01), list[str](), Event()
        self._threads = threads
        assert self.places.take(not_yet)

    def queue_up(self, name: str, *, ahead: bool = False) -> None:
        waits = Event()

        def has_to_wait() -> bool:
            waits.set()
            return self.ends.is_set()

        def wait() -> None:
            if self.places.take(has_to_wait, ahead=ahead):
                self.served.append(name)
                self.places.give_back()

        self._threads.submit(wait)
        assert waits.wait(LONG)


def test_who_waits_longest_is_next(threads: ThreadPoolExecutor) -> None:
    line = Line(threads)
    for name in "abcd":
        line.queue_up(name)
    line.places.give_back()
    threads.shutdown()
    assert line.served == ["a", "b", "c", "d"]


def test_what_is_urgent_goes_ahead_of_those_that_wait(threads: ThreadPoolExecutor) -> None:
    line = Line(threads)
    line.queue_up("bulk")
    line.queue_up("more bulk")
    line.queue_up("alert", ahead=True)
    line.queue_up("later alert", ahead=True)
    line.places.give_back()
    threads.shutdown()
    assert line.served == ["alert", "later alert", "bulk", "more bulk"]


def test_who_comes_while_another_waits_does_not_get_the_place_it_is_handed(threads: ThreadPoolExecutor) -> None:
    line = Line(threads)
    line.queue_up("bulk")
    line.places.give_back()
    assert line.places.take(not_yet)
    assert line.served == ["bulk"]


def test_a_place_is_not_lost_to_those_who_gave_up(threads: ThreadPoolExecutor) -> None:
    line = Line(threads)
    line.queue_up("impatient")
    line.ends.set()
    threads.shutdown()
    line.places.give_back()
    assert line.places.take(not_yet)
    assert line.served == []


def test_there_are_as_many_places_as_were_asked_for() -> None:
    places = Places(2, glance=0.01)
    assert [places.take(lambda: True) for _ in range(3)] == [True, True, False]


def test_every_place_is_free_again_when_all_are_done() -> None:
    places = Places(3, glance=0.001)

    def work(patience: int) -> bool:
        if not places.take(lambda: patience % 3 == 0, ahead=patience % 2 == 0):
            return False
        places.give_back()
        return True

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(2000)))
    assert [places.take(lambda: True) for _ in range(4)] == [True, True, True, False]
