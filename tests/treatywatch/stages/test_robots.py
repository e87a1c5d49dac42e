from __future__ import annotations

import pytest

from crawlers.robots_store import StoredRobots
from crawlers.web import FetchFailed, Reason, Response
from tests.builders import NOON
from treatywatch.stages.robots import RobotsSeen, verdicts

URL = "https://herald.example.org/a"
ALLOWED = Response(URL, 200, b"")


@pytest.mark.parametrize(
    ("stored", "answer", "said"),
    [
        (StoredRobots(NOON, 200), ALLOWED, "allows it"),
        (StoredRobots(NOON, 404), ALLOWED, "there is none (404), so all is allowed"),
        (StoredRobots(NOON, 200), FetchFailed(URL, Reason.ROBOTS, "forbidden"), "forbids it"),
        (StoredRobots(NOON, 200), FetchFailed(URL, Reason.STATUS, "gone", 410), "allows it"),
        (
            StoredRobots(NOON, 503, error="answered 503"),
            FetchFailed(URL, Reason.ROBOTS, "closed"),
            "can't be read (answered 503), so nothing is fetched",
        ),
    ],
)
async def test_a_robots_txt_is_told_with_what_it_means(
    stored: StoredRobots, answer: Response | FetchFailed, said: str
) -> None:
    seen = RobotsSeen()
    assert await seen.get("https://herald.example.org:443") is None
    await seen.put("https://herald.example.org:443", stored)
    assert await seen.get("https://herald.example.org:443") == stored
    assert verdicts(seen.found, answer) == (f"herald.example.org: {said}",)


def test_a_host_on_the_way_that_allows_it_is_told_apart_from_the_one_that_forbids() -> None:
    found = {"https://a.example.org:443": StoredRobots(NOON, 200), "https://b.example.org:443": StoredRobots(NOON, 200)}
    forbidden = FetchFailed("https://b.example.org/x", Reason.ROBOTS, "forbidden")
    assert verdicts(found, forbidden) == ("a.example.org: allows it", "b.example.org: forbids it")
