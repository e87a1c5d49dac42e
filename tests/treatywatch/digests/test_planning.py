from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, update
from structlog.testing import capture_logs

from alerts.quiet import Quiet
from alerts.store.tables import subscriptions
from alerts.subscription import Empty, Every
from crawlers.store.tables import sources
from tests.treatywatch.digests.house import START, House, daily, subscription

if TYPE_CHECKING:
    from pipeline.store.database import Database

MORNING = datetime(2026, 3, 3, 6, tzinfo=UTC)
"""07:00 in Berlin, the first slot."""
DAY = timedelta(days=1)


def text(house: House, number: int = -1) -> str:
    message = message_from_bytes(house.mails()[number].content, policy=default)
    body = message.get_body(("plain",))
    assert body
    return f"Subject: {message['Subject']}\n{body.get_content()}".replace("\r\n", "\n")


def test_what_is_new_is_told_in_the_next_digest_and_never_again(store: Database) -> None:
    house = House(store, subscription())
    article = house.publish("INF Treaty", "inf")
    house.plan_at(MORNING)
    house.plan_at(MORNING + DAY)
    assert house.sections() == [[("listed", article)], []]
    assert [record.state for record in house.records()] == ["planned", "skipped_empty"]


def test_an_article_that_was_told_is_not_told_again_for_an_edit_without_a_material_difference(store: Database) -> None:
    house = House(store, subscription())
    article = house.publish("Envoys meet", "inf")
    house.plan_at(MORNING)
    house.edit(article, "Envoys part", "inf")
    house.plan_at(MORNING + DAY)
    assert house.sections() == [[("listed", article)], [("repeated", article)]]


def test_an_article_edited_before_it_was_told_is_new(store: Database) -> None:
    house = House(store, subscription())
    house.edit(house.publish("Envoys meet", "inf"), "Envoys part", "inf")
    house.plan_at(MORNING)
    assert "NEW | " in text(house)
    assert "Envoys meet" not in text(house)


def test_a_body_that_arrives_late_is_news_when_it_matches(store: Database) -> None:
    house = House(store, subscription())
    article = house.publish("Envoys meet")
    house.plan_at(MORNING)
    house.edit(article, "Envoys meet", "inf")
    house.plan_at(MORNING + DAY)
    assert house.sections() == [[], [("listed", article)]]


def test_what_is_committed_after_planning_waits_for_the_next_digest(store: Database) -> None:
    house = House(store, subscription())
    first = house.publish("INF Treaty", "inf")
    house.plan_at(MORNING)
    second = house.publish("INF Treaty again", "inf")
    house.plan()
    house.plan_at(MORNING + DAY)
    assert house.sections() == [[("listed", first)], [("listed", second)]]


def test_after_downtime_one_digest_stands_for_all_and_says_so(store: Database) -> None:
    house = House(store, subscription())
    house.publish("INF Treaty", "inf")
    house.plan_at(MORNING + 3 * DAY)
    (record,) = house.records()
    assert record.missed == 3
    assert "stands for 3 earlier digests" in text(house)


def test_a_slot_has_one_digest_though_its_time_comes_twice(store: Database) -> None:
    house = House(store, subscription())
    house.plan_at(MORNING)
    house.wait(hours=-1)
    waiting = house.publish("INF Treaty", "inf")
    house.plan_at(MORNING + timedelta(minutes=1))
    assert len(house.records()) == 1
    house.plan_at(MORNING + DAY)
    assert house.sections() == [[], [("listed", waiting)]]


def test_a_clock_that_ran_a_year_ahead_stops_no_digest(store: Database) -> None:
    house = House(store, subscription())
    house.plan_at(MORNING + 365 * DAY)
    article = house.publish("INF Treaty", "inf")
    house.plan_at(MORNING)
    house.plan_at(MORNING + DAY)
    assert house.sections() == [[], [("listed", article)]]


@pytest.mark.parametrize(
    ("empty", "days", "states"),
    [
        (Empty.SKIP, 9, ["skipped_empty"] * 9),
        (Empty.SEND, 2, ["planned"] * 2),
        (Empty.HEARTBEAT, 15, [*["skipped_empty"] * 6, "planned"] * 2 + ["skipped_empty"]),
    ],
)
def test_an_empty_slot_is_on_record_mailed_or_not(store: Database, empty: Empty, days: int, states: list[str]) -> None:
    house = House(store, subscription(empty=empty))
    for day in range(days):
        house.plan_at(MORNING + day * DAY)
    assert [record.state for record in house.records()] == states
    assert len(house.mails()) == states.count("planned")


def test_a_subscription_that_rests_gets_nothing_of_that_time_and_the_record_says_so(store: Database) -> None:
    house = House(store, subscription())
    for each in ([subscription(paused=True)], []):
        house.configure(*each)
        house.publish("INF Treaty", "inf")
        assert house.wait(days=2) == 0
    house.configure(subscription())
    later = house.publish("INF Treaty again", "inf")
    house.wait(days=1)
    assert [record.state for record in house.records()] == ["passed_over", "planned"]
    assert house.sections() == [[], [("listed", later)]]


def test_a_subscription_that_moved_on_while_its_digest_was_made_gets_no_second_one(store: Database) -> None:
    house = House(store, subscription())
    house.publish("INF Treaty", "inf")
    store.write_now(lambda conn: conn.execute(update(subscriptions).values(last_seq=1)))
    house.plan_at(MORNING)
    assert house.sections() == [[]]


def test_one_recipient_who_cannot_be_mailed_keeps_nobody_from_the_digest(store: Database) -> None:
    house = House(store, subscription(recipients=("no address", "reader@example.org")))
    house.publish("INF Treaty", "inf")
    assert house.plan_at(MORNING) == 1


def test_a_digest_that_cannot_be_made_keeps_none_of_the_others(store: Database) -> None:
    house = House(store, subscription("broken", rules=("inf",), name=None), subscription())
    house.publish("INF Treaty", "inf")
    assert house.plan_at(MORNING) == 1
    assert (len(house.records()), len(house.records("broken"))) == (1, 0)
    assert house.wait(minutes=1) == 0


def test_stories_are_set_against_what_is_usual_once_four_windows_are_known(store: Database) -> None:
    house = House(store, subscription())
    for day in range(5):
        for number in range(3 if day < 4 else 9):
            house.publish(f"INF Treaty {day} {number}", "inf")
        house.plan_at(MORNING + day * DAY)
    assert "== INF Treaty: 3 ==" in text(house, 3)
    assert "== INF Treaty: 9 (usual 3) ==" in text(house, 4)


def test_a_rule_that_falls_silent_is_missed(store: Database) -> None:
    house = House(store, subscription())
    for day in range(5):
        for number in range(3):
            house.publish(f"Treaty {day} {number}", "inf" if day < 4 else "ctbt")
        house.plan_at(MORNING + day * DAY)
    assert "Nothing on INF Treaty (usual 3)." in text(house)


def test_an_hourly_digest_waits_for_the_end_of_quiet_hours(store: Database) -> None:
    schedule = daily("00:00", "UTC", every=Every.HOURLY, quiet=Quiet(time(22), time(6)))
    house = House(store, subscription(schedule=schedule))
    house.plan_at(datetime(2026, 3, 2, 21, 30, tzinfo=UTC))
    article = house.publish("INF Treaty", "inf")
    for hour in range(9):
        house.plan_at(datetime(2026, 3, 2, 22, tzinfo=UTC) + timedelta(hours=hour))
    told = [record.label for record in house.records() if record.state == "planned"]
    assert told == ["hourly@06:00"]
    assert [("listed", article)] in house.sections()


def test_a_source_that_fails_is_named_in_the_digest(store: Database) -> None:
    house = House(store, subscription())
    row = {
        "outlet": "wire", "url": "https://wire.example.org/feed", "host": "wire.example.org", "active": True,
        "added_at": START, "next_due": START, "failures": 2, "message": "timed out",
    }  # fmt: skip
    store.write_now(lambda conn: conn.execute(insert(sources).values(row)))
    house.publish("INF Treaty", "inf")
    house.plan_at(MORNING)
    assert "1 of 1 source could not be read: Example Wire." in text(house)


def alerted(store: Database, **said: Any) -> House:  # noqa: ANN401 - any of Subscription's fields
    return House(store, subscription(alerts=("inf", "ctbt"), **said))


def labels(house: House) -> list[str]:
    return [record.label for record in house.records()]


def test_an_alert_tells_after_five_minutes_what_the_digest_then_leaves_out(store: Database) -> None:
    house = alerted(store)
    first = house.publish("INF Treaty", "inf")
    assert house.wait(minutes=4) == 0
    second = house.publish("INF Treaty again", "inf")
    other = house.publish("New START", "new_start")
    assert house.wait(minutes=1) == 1
    assert "Subject: [Alert] INF Treaty: INF Treaty again (+1)\n" in text(house)
    assert "\nAlert: The desk\n===============\n" in text(house)
    house.plan_at(MORNING)
    assert house.sections() == [
        [("listed", second), ("listed", first)],
        [("listed", other), ("repeated", first), ("repeated", second)],
    ]
    assert labels(house) == ["alert-1", "daily@07:00"]


def test_what_comes_soon_after_an_alert_rolls_into_the_digest(store: Database) -> None:
    house = alerted(store)
    house.publish("INF Treaty", "inf")
    house.wait(minutes=5)
    rolled = house.publish("INF Treaty again", "inf")
    for _ in range(20):
        house.wait(minutes=2)
    assert labels(house) == ["alert-1"]
    house.plan_at(MORNING)
    assert ("listed", rolled) in house.sections()[-1]
    assert "1 alert went before this digest at " in text(house)
    assert "1 more story on what you are alerted to is here." in text(house).replace("\n", " ")


def test_a_day_has_six_alerts_at_most(store: Database) -> None:
    house = alerted(store, schedule=daily("23:00", "UTC"))
    published: list[int] = []
    for _ in range(9):
        published.append(house.publish(f"INF Treaty {len(published)}", "inf"))
        house.wait(minutes=35)
    assert labels(house) == [f"alert-{number}" for number in range(1, 7)]
    house.plan_at(datetime(2026, 3, 2, 23, tzinfo=UTC))
    assert {article for part, article in house.sections()[-1] if part == "listed"} == set(published[6:])


def test_quiet_hours_hold_alerts_and_one_mail_follows(store: Database) -> None:
    house = alerted(store, schedule=daily("12:00", "UTC", quiet=Quiet(time(22), time(7))))
    house.plan_at(datetime(2026, 3, 2, 23, tzinfo=UTC))
    night = [house.publish("INF Treaty", "inf"), house.publish("CTBT", "ctbt")]
    for hour in range(1, 8):
        house.wait(hours=1)
        assert len(labels(house)) == hour // 8
    house.plan_at(datetime(2026, 3, 3, 7, tzinfo=UTC))
    assert labels(house) == ["alert-1"]
    assert {article for _, article in house.sections()[0]} == set(night)


def test_an_alert_that_breaks_quiet_hours_leaves_the_others_held(store: Database) -> None:
    schedule = daily("12:00", "UTC", quiet=Quiet(time(22), time(7)))
    house = alerted(store, schedule=schedule, through_quiet=frozenset({"ctbt"}))
    house.plan_at(datetime(2026, 3, 2, 23, tzinfo=UTC))
    held, urgent = house.publish("INF Treaty", "inf"), house.publish("CTBT", "ctbt")
    house.wait(minutes=10)
    assert house.sections() == [[("listed", urgent)]]
    house.plan_at(datetime(2026, 3, 3, 7, tzinfo=UTC))
    assert house.sections() == [[("listed", urgent)], [("listed", held)]]


def test_an_alert_that_cannot_be_made_is_left_to_the_digest_and_not_tried_on_every_pass(store: Database) -> None:
    house = alerted(store, name=None)
    article = house.publish("INF Treaty", "inf")
    with capture_logs() as logged:
        for _ in range(5):
            house.wait(minutes=6)
    assert [each["event"] for each in logged].count("a subscription could not be planned") == 1
    house.configure(subscription(alerts=("inf", "ctbt")))
    house.plan_at(MORNING)
    assert house.sections() == [[("listed", article)]]


def test_planning_again_finds_nothing_to_do(store: Database) -> None:
    house = alerted(store)
    house.publish("INF Treaty", "inf")
    assert house.wait(minutes=6) == 1
    assert house.plan() == 0
    assert house.plan_at(MORNING) == 0
    assert house.plan() == 0
