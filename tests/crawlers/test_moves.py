from __future__ import annotations

from datetime import timedelta

import pytest

from crawlers.moves import Followed, Move, follow
from crawlers.web import Hop, Response
from tests.builders import NOON

ASKED = "http://herald.example.org/feed?of=all"
SECURED = "https://herald.example.org/feed?of=all"
THERE = "https://feeds.example.net/herald"
DAY = timedelta(days=1)


def answer(*hops: tuple[int, str]) -> Response:
    return Response(hops[-1][1] if hops else ASKED, 200, b"", hops=tuple(Hop(*hop) for hop in hops))


def test_an_answer_without_a_redirect_stays_where_it_is_and_forgets_a_move() -> None:
    assert follow(ASKED, Move(THERE, NOON), answer(), NOON) == Followed(ASKED)


@pytest.mark.parametrize("status", [301, 308])
def test_the_same_address_over_https_is_adopted_at_once(status: int) -> None:
    assert follow(ASKED, None, answer((status, SECURED)), NOON) == Followed(SECURED, adopted=True)


def test_https_is_not_given_up_for_http() -> None:
    followed = follow(SECURED, None, answer((301, ASKED)), NOON)
    assert (followed.address, followed.adopted) == (SECURED, False)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_passing_redirect_is_never_adopted(status: int) -> None:
    assert follow(ASKED, Move(THERE, NOON - 8 * DAY, 9), answer((301, SECURED), (status, THERE)), NOON) == Followed(
        ASKED
    )


def test_a_permanent_redirect_is_noted_first() -> None:
    assert follow(ASKED, None, answer((301, THERE)), NOON) == Followed(ASKED, Move(THERE, NOON))


@pytest.mark.parametrize(
    ("days", "sightings", "adopted"), [(7, 2, True), (8, 50, True), (6.9, 50, False), (30, 1, False)]
)
def test_a_permanent_redirect_is_adopted_after_a_week_of_the_same(
    days: float,
    sightings: int,
    adopted: bool,  # noqa: FBT001 - a table
) -> None:
    followed = follow(ASKED, Move(THERE, NOON - days * DAY, sightings), answer((301, THERE)), NOON)
    assert (followed.address == THERE, followed.adopted) == (adopted, adopted)


def test_a_redirect_that_leads_elsewhere_starts_the_week_anew() -> None:
    other = "https://elsewhere.example.com/feed"
    followed = follow(ASKED, Move(THERE, NOON - 30 * DAY, 99), answer((301, other)), NOON)
    assert followed == Followed(ASKED, Move(other, NOON))
