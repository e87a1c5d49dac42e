from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.treatywatch.settings.examples import faults_in, write

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "subscriptions:\n  - id: brief\n    name: Brief\n"
READERS = "    recipients: [a@example.org]\n    concepts: [inf]\n"
DAILY = "    schedule: {every: daily, at: 07:00, zone: UTC}\n"

SCHEDULES = [
    ("{every: dayly, at: 07:00, zone: UTC}", ["23: every: unknown value 'dayly', did you mean 'daily'?"]),
    (
        "{every: daily, at: 7, zone: UTC}",
        ['34: at: \'7\' is no time of day: write it such as "07:00" or "07:00:30"'],
    ),
    ("{every: daily, at: 25:00, zone: UTC}", ["34: at: there is no 25:00 on the clock: 00:00 to 23:59"]),
    ("{every: daily, at: true, zone: UTC}", ['34: at: must be written such as "07:00"']),
    ("{every: daily, at: 07:00}", ["15: zone: is missing"]),
    (
        "{every: daily, at: 07:00, zone: berlin}",
        ["47: zone: unknown time zone 'berlin', did you mean 'Europe/Berlin'?"],
    ),
    (
        "{every: weekly, at: 07:00, zone: UTC}",
        ["23: every: weekly needs to know the day: add 'on: monday' or 'on: [mon, thu]'"],
    ),
    (
        "{every: daily, on: mon, at: 07:00, zone: UTC}",
        ["34: on: has no meaning with 'every: daily': write 'every: weekly' or leave it out"],
    ),
    ("{every: weekly, on: mn, at: 07:00, zone: UTC}", ["35: on: unknown weekday 'mn', did you mean 'mon'?"]),
    (
        "{every: weekly, on: [tue, mondya, x], at: 07:00, zone: UTC}",
        [
            "41: on[1]: unknown weekday 'mondya', did you mean 'monday'?",
            "49: on[2]: unknown weekday 'x': write mon, tue … sun",
        ],
    ),
    ("{every: weekly, on: [mon, Monday], at: 07:00, zone: UTC}", ["41: on[1]: stands twice, first in line 6"]),
    ("{every: hourly, at: 7, zone: UTC}", ['35: at: \'7\' is no time of day: write it such as "07:00" or "07:00:30"']),
    (
        "{every: hourly, zone: UTC, quiet: {from: 22:00, to: 22:00}}",
        ["67: quiet.to: is when it begins: quiet hours must end at another time"],
    ),
]


@pytest.mark.parametrize(("schedule", "lines"), SCHEDULES)
def test_a_schedule_that_names_no_moment_is_refused(tmp_path: Path, schedule: str, lines: list[str]) -> None:
    text = f"{HEAD}{READERS}    schedule: {schedule}\n"
    expected = [f"subscriptions.yaml:6:{line}".replace(": ", ": subscriptions[0].schedule.", 1) for line in lines]
    assert faults_in(write(tmp_path, {"subscriptions.yaml": text})) == expected


@pytest.mark.parametrize("every", ["daily", "weekdays", "instant"])
def test_a_digest_needs_a_time_unless_it_is_hourly(tmp_path: Path, every: str) -> None:
    text = f"{HEAD}{READERS}    schedule: {{every: {every}, zone: UTC}}\n"
    (fault,) = faults_in(write(tmp_path, {"subscriptions.yaml": text}))
    assert fault.endswith(f"subscriptions[0].schedule: {every} needs to know the time: add 'at: \"07:00\"'")
    assert faults_in(write(tmp_path, {"subscriptions.yaml": text.replace(every, "hourly")})) == []


ALERTS = [
    ("    alerts: [inf, inf]\n", "8:19: subscriptions[0].alerts[1]: stands twice, first in line 8"),
    (
        "    alerts: [infs]\n",
        "8:14: subscriptions[0].alerts[0]: 'infs' is not among its concepts, keywords and queries, did you mean 'inf'?",
    ),
    ("    break_quiet: [inf]\n", "8:19: subscriptions[0].break_quiet[0]: 'inf' is not among its alerts"),
    ("    empty: never\n", "8:12: subscriptions[0].empty: unknown value 'never': write skip, send or weekly-heartbeat"),
]


@pytest.mark.parametrize(("line", "fault"), ALERTS)
def test_alerts_are_of_what_the_subscription_asks_for(tmp_path: Path, line: str, fault: str) -> None:
    text = f"{HEAD}{READERS}    keywords: [missile defense]\n{DAILY}{line}"
    found = faults_in(write(tmp_path, {"subscriptions.yaml": text}))
    assert [each.replace("subscriptions.yaml:8:", "8:").replace("subscriptions.yaml:7:", "8:") for each in found] == [
        fault
    ]


def test_whatever_an_instant_subscription_asks_for_may_break_quiet(tmp_path: Path) -> None:
    instant = DAILY.replace("daily", "instant")
    text = f"{HEAD}{READERS}    keywords: [missile defense]\n{instant}    break_quiet: [inf, missile defense]\n"
    assert faults_in(write(tmp_path, {"subscriptions.yaml": text})) == []


WANTS = [
    (
        "    recipients: [a@example.org, A@EXAMPLE.org, nobody, a b@example.org, ü@example.org]\n    concepts: [inf]\n",
        [
            "4:33: recipients[1]: stands twice, first in line 4",
            "4:48: recipients[2]: 'nobody' is no mail address: an email address must have an @-sign",
            (
                "4:56: recipients[3]: 'a b@example.org' is no mail address: the email address contains invalid "
                "characters before the @-sign: SPACE"
            ),
        ],
    ),
    ("    recipients: []\n    concepts: [inf]\n", ["4:17: recipients: must not be empty"]),
    ("    recipients: a@example.org\n    concepts: [inf]\n", ["4:17: recipients: must be a list"]),
    (
        "    recipients: [a@example.org]\n    concepts: [ing, zzz, inf, inf]\n",
        [
            "5:16: concepts[0]: no topic has the id 'ing', did you mean 'inf'?",
            "5:21: concepts[1]: no topic has the id 'zzz'; a word that is no topic goes under keywords",
            "5:31: concepts[3]: stands twice, first in line 5",
        ],
    ),
    (
        "    recipients: [a@example.org]\n    keywords: [arms race, Arms  Race, '!', '']\n",
        [
            "5:27: keywords[1]: stands twice, first in line 5",
            "5:39: keywords[2]: has no letter or digit, so that it can't match anything",
            "5:44: keywords[3]: must not be empty",
        ],
    ),
]


@pytest.mark.parametrize(("wants", "lines"), WANTS)
def test_recipients_concepts_and_keywords_are_checked_one_by_one(tmp_path: Path, wants: str, lines: list[str]) -> None:
    expected = [f"subscriptions.yaml:{line}".replace(": ", ": subscriptions[0].", 1) for line in lines]
    assert faults_in(write(tmp_path, {"subscriptions.yaml": HEAD + wants + DAILY})) == expected


def test_a_subscription_that_asks_for_nothing_is_refused(tmp_path: Path) -> None:
    text = f"{HEAD}    recipients: [a@example.org]\n    keywords:\n{DAILY}"
    assert faults_in(write(tmp_path, {"subscriptions.yaml": text})) == [
        "subscriptions.yaml:2:5: subscriptions[0]: asks for nothing: add 'concepts', 'keywords' or 'queries'",
    ]


def test_two_subscriptions_may_share_a_recipient_but_not_an_id(tmp_path: Path) -> None:
    one = (HEAD + READERS + DAILY).removeprefix("subscriptions:\n")
    assert faults_in(write(tmp_path, {"subscriptions.yaml": f"subscriptions:\n{one}{one}"})) == [
        "subscriptions.yaml:7:9: subscriptions[1].id: stands twice, first in line 2",
    ]
