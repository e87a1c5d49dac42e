"""What one subscription is told of a story in alerts and digests, when the story or its articles change between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from pipeline.model.change import Difference, Matter
from tests.treatywatch.digests.house import House, subscription

if TYPE_CHECKING:
    from pipeline.store.database import Database

MORNING = datetime(2026, 3, 3, 6, tzinfo=UTC)
"""07:00 in Berlin, the first slot."""
DAY = timedelta(days=1)
FIGURE = (Difference(Matter.NUMBER, "They have 500 warheads.", "They have 550 warheads."),)
DATE = (Difference(Matter.NUMBER, "It was said on 3 May.", "It was said on 4 May."),)


def alerted(store: Database) -> House:
    return House(store, subscription(alerts=("inf", "ctbt")))


def told(house: House) -> list[str]:
    """Labels of the digests and alerts that were mailed."""
    return [record.label for record in house.records() if record.state == "planned"]


def text(house: House, number: int = -1) -> str:
    message = message_from_bytes(house.mails()[number].content, policy=default)
    body = message.get_body(("plain",))
    assert body
    return " ".join(body.get_content().split())


def alert(house: House, article: int, *, title: str, changes: tuple[Difference, ...]) -> None:
    """An edit, later than the last alert blocks another one."""
    house.wait(minutes=40)
    house.edit(article, title, "inf", changes=changes)
    house.wait(minutes=6)


def test_a_correction_of_what_an_alert_told_is_alerted_once_and_the_digest_does_not_repeat_it(store: Database) -> None:
    house = alerted(store)
    article = house.publish("INF Treaty", "inf")
    house.wait(minutes=6)
    alert(house, article, title="INF Treaty ends", changes=FIGURE)
    assert told(house) == ["alert-1", "alert-2"]
    assert "CHANGED |" in text(house)
    house.plan_at(MORNING)
    house.plan_at(MORNING + DAY)
    assert told(house) == ["alert-1", "alert-2"]
    assert house.sections()[-2:] == [[("repeated", article)], []]


def test_a_digest_tells_of_two_corrections_the_one_that_no_alert_told(store: Database) -> None:
    house = alerted(store)
    article = house.publish("INF Treaty", "inf")
    house.wait(minutes=6)
    alert(house, article, title="INF Treaty ends", changes=FIGURE)
    house.edit(article, "INF Treaty ends today", "inf", changes=DATE)
    house.plan_at(MORNING)
    assert "CHANGED |" in text(house)
    assert "4 May" in text(house)
    assert "550" not in text(house)


def test_an_edit_before_the_alert_is_no_change_since_the_reader_was_told(store: Database) -> None:
    house = alerted(store)
    article = house.publish("INF Treaty", "inf")
    house.edit(article, "INF Treaty ends", "inf", changes=FIGURE)
    house.wait(minutes=6)
    house.edit(article, "INF Treaty ends today", "inf", changes=DATE)
    house.plan_at(MORNING)
    assert "4 May" in text(house)
    assert "550" not in text(house)


def test_a_digest_tells_a_correction_of_what_a_digest_told_once(store: Database) -> None:
    house = House(store, subscription())
    article = house.publish("INF Treaty", "inf")
    house.plan_at(MORNING)
    house.edit(article, "INF Treaty ends", "inf", changes=FIGURE)
    house.plan_at(MORNING + DAY)
    assert "550" in text(house)
    house.edit(article, "INF Treaty ends today", "inf", changes=DATE)
    house.plan_at(MORNING + 2 * DAY)
    assert "550" not in text(house)
    house.plan_at(MORNING + 3 * DAY)
    assert len(told(house)) == 3


def test_an_edit_without_a_material_difference_is_neither_alerted_nor_told(store: Database) -> None:
    house = alerted(store)
    article = house.publish("INF Treaty", "inf")
    house.wait(minutes=6)
    alert(house, article, title="INF treaty", changes=())
    house.plan_at(MORNING)
    assert told(house) == ["alert-1"]


def test_a_page_that_an_alert_told_to_be_withdrawn_is_not_withdrawn_again_in_the_digest(store: Database) -> None:
    house = alerted(store)
    article = house.publish("INF Treaty", "inf")
    house.wait(minutes=6)
    house.wait(minutes=40)
    house.withdraw(article)
    house.wait(minutes=6)
    assert "WITHDRAWN |" in text(house)
    house.edit(article, "INF Treaty is back", "inf", changes=DATE)
    house.plan_at(MORNING)
    assert "CHANGED |" in text(house)
    assert "4 May" in text(house)


def test_a_page_that_came_back_before_the_digest_is_not_said_to_be_gone(store: Database) -> None:
    house = House(store, subscription())
    told_before = house.publish("INF Treaty", "inf")
    house.plan_at(MORNING)
    new = house.publish("CTBT", "ctbt")
    for article in (told_before, new):
        house.withdraw(article)
        house.bring_back(article)
    house.plan_at(MORNING + DAY)
    assert house.sections()[-1] == [("listed", new), ("repeated", told_before)]
    assert "NEW |" in text(house)
    assert "can't be had" not in text(house)


def test_an_article_that_is_new_changed_and_withdrawn_in_one_range_is_one_story(store: Database) -> None:
    house = House(store, subscription())
    article = house.publish("INF Treaty", "inf")
    house.edit(article, "INF Treaty ends", "inf", changes=FIGURE)
    house.withdraw(article)
    house.plan_at(MORNING)
    assert house.sections() == [[("listed", article)]]
    assert "NEW |" in text(house)
    assert "Meanwhile: the page can't be had any more." in text(house)
    assert "550" not in text(house)


def test_a_story_that_was_merged_after_its_alert_is_not_alerted_again_by_a_further_outlet(store: Database) -> None:
    house = alerted(store)
    older = house.tell_story(house.publish("Talks"))
    younger = house.tell_story(house.publish("INF Treaty", "inf", outlet="gazeta"))
    house.wait(minutes=6)
    house.wait(minutes=40)
    house.merge(younger, into=older)
    house.join_story(older, house.publish("INF Treaty at last", "inf", outlet="herald"))
    house.wait(minutes=6)
    assert told(house) == ["alert-1"]
    house.plan_at(MORNING)
    assert "UPDATED |" in text(house)


def test_equal_digests_of_readers_who_are_alerted_to_different_rules_count_what_concerns_each(store: Database) -> None:
    one, two = subscription("one", alerts=("inf",)), subscription("two", alerts=("inf", "ctbt"))
    house = House(store, one, two)
    house.publish("INF Treaty", "inf")
    house.wait(minutes=6)
    house.publish("CTBT", "ctbt")
    house.publish("INF Treaty again", "inf")
    house.plan_at(MORNING)
    said = {
        mail.scope: "; 2 more stories on what you are alerted to" in text(house, place)
        for place, mail in enumerate(house.mails())
    }
    assert said == {"one": False, "two": True}
