from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING

import pytest

from alerts.errors import MessageRefused
from alerts.operators import notes, trial_note
from alerts.troubles import PATIENCE, Open, review
from pipeline.model.fault import Fault
from tests.alerts.builders import SENDER, hostile_titles

if TYPE_CHECKING:
    from email.message import EmailMessage

    from alerts.mail import Mail

SINCE = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
NOW = SINCE + timedelta(minutes=10)
FAULT = Fault(
    "source tass https://tass.example.com/rss", "failing", SINCE, "5 polls in a row have failed; the last: 503"
)
OVER = replace(FAULT, recovered_at=SINCE + timedelta(days=1, hours=2, minutes=5))
OPERATORS = ("ops@example.org", "desk@example.net")


def parsed(mail: Mail) -> EmailMessage:
    return message_from_bytes(mail.content, policy=SMTP)


def words(message: EmailMessage) -> str:
    return " ".join(message.get_content().split())


def test_each_operator_gets_a_note_with_what_since_when_and_what_to_do() -> None:
    first, second = notes(FAULT, OPERATORS, SENDER, NOW)
    assert (first.recipient, second.recipient) == OPERATORS
    message = parsed(first)
    assert message["Subject"] == "[treatywatch] Fault: source tass can't be read"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] is None
    text = words(message)
    assert "Since 2026-11-21 07:30 UTC." in text
    assert "5 polls in a row have failed; the last: 503." in text
    assert "`treatywatch outlets try tass` shows what it answers now." in text


def test_a_command_is_not_broken_over_lines() -> None:
    (note,) = notes(replace(FAULT, kind="silent"), OPERATORS[:1], SENDER, NOW)
    lines = parsed(note).get_content().splitlines()
    assert any("`treatywatch outlets try tass`" in line for line in lines)


def test_an_address_stands_alone_on_its_line_and_no_other_line_is_longer_than_72() -> None:
    address = f"https://tass.example.com/{'section/' * 12}rss"
    detail = f"the page moved ({address}), as it seems; {'it was asked again and again, ' * 4}"
    (note,) = notes(replace(FAULT, subject=f"source tass {address}", detail=detail), OPERATORS[:1], SENDER, NOW)
    lines = parsed(note).get_content().splitlines()
    assert lines.count(address) == 2
    assert all(len(line) <= 72 for line in lines if line != address)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("source a https://a.example.org", "silent", SINCE, "x"), "source a is silent longer than ever"),
        (Fault("source a https://a.example.org", "gone", SINCE, "x"), "source a is gone (410)"),
        (Fault("relay", "takes no mail", SINCE, "x"), "relay takes no mail"),
        (Fault("digests", "can't be made", SINCE, "x"), "digests can't be made"),
    ],
)
def test_a_fault_is_named_as_one_would_say_it(fault: Fault, said: str) -> None:
    assert parsed(notes(fault, OPERATORS[:1], SENDER, NOW)[0])["Subject"] == f"[treatywatch] Fault: {said}"


def test_a_note_that_it_is_over_answers_the_first_and_tells_how_long_it_lasted() -> None:
    (begun,), (over,) = (notes(fault, OPERATORS[:1], SENDER, NOW) for fault in (FAULT, OVER))
    message = parsed(over)
    assert message["In-Reply-To"] == message["References"] == begun.message_id != over.message_id
    assert "It lasted 1 d 2 h 5 min, from 2026-11-21 07:30 UTC to 2026-11-22 09:35 UTC" in words(message)


def test_the_same_fault_gives_the_same_message_id_however_its_words_change() -> None:
    (first,), (again,) = (notes(fault, OPERATORS[:1], SENDER, NOW) for fault in (FAULT, replace(FAULT, detail="other")))
    (next_time,) = notes(replace(FAULT, since=NOW), OPERATORS[:1], SENDER, NOW)
    assert first.message_id == again.message_id != next_time.message_id


@pytest.mark.parametrize("hostile", hostile_titles(), ids=range(len(hostile_titles())))
def test_what_a_server_said_can_not_add_a_header(hostile: str) -> None:
    (note,) = notes(replace(FAULT, subject=hostile or "x", kind=hostile, detail=hostile), OPERATORS[:1], SENDER, NOW)
    assert len(parsed(note).keys()) == 12


def test_an_operator_whose_address_is_none_is_named() -> None:
    with pytest.raises(MessageRefused, match="nobody"):
        notes(FAULT, ["nobody"], SENDER, NOW)


def test_a_test_message_says_that_it_is_one() -> None:
    message = parsed(trial_note("me@example.org", SENDER, NOW))
    assert message["Subject"] == "[treatywatch] Test"
    assert "doctor --send-test" in words(message)


RELAY = ("relay", "takes no mail")


def test_a_fault_is_told_once_it_has_lasted_and_only_once() -> None:
    found = review([], {RELAY: "refused"}, [], SINCE)
    assert found.news == ()
    early = review(found.open, {RELAY: "refused"}, [], SINCE + PATIENCE / 2)
    late = review(early.open, {}, [], SINCE + PATIENCE)
    again = review(late.open, {RELAY: "refused"}, [], SINCE + 2 * PATIENCE)
    assert [fault.subject for fault in late.news] == ["relay"]
    assert late.news[0].since == SINCE
    assert (early.news, again.news) == ((), ())


def test_what_was_over_before_it_was_told_is_not_told_at_all() -> None:
    begun = review([], {RELAY: "refused"}, [], SINCE)
    over = review(begun.open, {}, ["relay"], SINCE + PATIENCE / 2)
    assert (over.open, over.news) == ((), ())
    assert [fault.recovered_at for fault in over.over] == [SINCE + PATIENCE / 2]


def test_what_was_told_is_told_to_be_over() -> None:
    known = [Open(Fault(*RELAY, SINCE, "refused"), told=True), Open(FAULT, told=True)]
    over = review(known, {}, ["relay"], NOW)
    assert [(fault.subject, fault.recovered_at) for fault in over.news] == [("relay", NOW)]
    assert over.open == (known[1],)
