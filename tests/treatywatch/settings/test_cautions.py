from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from tests.treatywatch.settings.examples import OUTLETS, SUBSCRIPTIONS, relay, service, warnings_in, write
from treatywatch.settings.clockchange import touched_by_clock_change

if TYPE_CHECKING:
    from pathlib import Path

FORBIDS = OUTLETS + "    terms: {status: forbids}\n"
HELD = "the terms forbid it: held to match, and no text is kept; a 'permission' under terms lifts that"
NIGHT = "02:30 is skipped or comes twice when clocks change in Europe/Berlin: choose another time"

TABLE = [
    ("outlets.yaml", FORBIDS, f"2:5: outlets[0]: {HELD}"),
    ("outlets.yaml", FORBIDS + "    use: fulltext\n", f"7:10: outlets[0].use: {HELD}"),
    (
        "outlets.yaml",
        OUTLETS + "    enabled: false\n",
        "2:3: outlets: no outlet is enabled: nothing will be watched",
    ),
    (
        "service.yaml",
        service(crawl="{user_agent: 'watch/1 (+https://example.org/watch)'}"),
        (
            "1:21: crawl.user_agent: still names the example's contact: "
            "name a page and a mailbox of yours, outlets look there first"
        ),
    ),
    (
        "service.yaml",
        service(
            crawl="{user_agent: watch/1 a@example.net, map_hosts: {'*': '127.0.0.1:81', a.example: '127.0.0.2:82'}}"
        ),
        (
            "1:55: crawl.map_hosts: REHEARSAL: fetches are led away (* to 127.0.0.1:81, a.example to 127.0.0.2:82); "
            "what is stored and mailed is not what outlets publish"
        ),
    ),
    (
        "service.yaml",
        relay("{host: mail.example.org, security: none}"),
        "2:99: mail.relay.security: mails travel to mail.example.org unprotected",
    ),
    (
        "topics.yaml",
        "topics:\n  - {id: inf, label: INF, names: [INF, {text: РСМД}, NEW START]}\n",
        (
            "2:35: topics[0].names[0]: matches in small letters too: "
            "write {text: INF, acronym: true} if it is an acronym"
        ),
    ),
    (
        "subscriptions.yaml",
        SUBSCRIPTIONS.replace("Berlin}", "Berlin, quiet: {from: 22:00, to: 07:30}}"),
        "6:34: subscriptions[0].schedule.at: lies in the quiet hours, which hold alerts and hourly digests only",
    ),
    ("subscriptions.yaml", SUBSCRIPTIONS.replace("07:00", "02:30"), f"6:34: subscriptions[0].schedule.at: {NIGHT}"),
    ("subscriptions.yaml", "subscriptions: []\n", "1:16: subscriptions: nobody subscribes: no digest will be sent"),
]


@pytest.mark.parametrize(("file", "text", "line"), TABLE, ids=[line[:50] for _, _, line in TABLE])
def test_what_is_hardly_meant_is_a_warning_with_its_place(tmp_path: Path, file: str, text: str, line: str) -> None:
    assert warnings_in(write(tmp_path, {file: text})) == [f"{file}:{line}"]


QUIET = [
    ("outlets.yaml", FORBIDS + "    use: match\n"),
    ("outlets.yaml", FORBIDS.replace("forbids", "forbids, permission: by letter")),
    ("topics.yaml", "topics:\n  - {id: inf, label: INF, names: [X, INF Treaty, {text: INF, acronym: true}]}\n"),
    ("subscriptions.yaml", SUBSCRIPTIONS.replace("at: 07:00, zone: Europe/Berlin", "at: 02:30, zone: Asia/Tokyo")),
]


@pytest.mark.parametrize(("file", "text"), QUIET)
def test_what_is_meant_so_is_no_warning(tmp_path: Path, file: str, text: str) -> None:
    assert warnings_in(write(tmp_path, {file: text})) == []


@pytest.mark.parametrize(
    ("at", "zone", "touched"),
    [
        (time(2, 0), "Europe/Berlin", True),
        (time(2, 59, 59), "Europe/Berlin", True),
        (time(3, 0), "Europe/Berlin", False),
        (time(1, 30), "Europe/Berlin", False),
        (time(1, 30), "Europe/London", True),
        (time(1, 30), "America/New_York", True),
        (time(2, 30), "America/New_York", True),
        (time(0, 30), "America/Havana", True),
        (time(2, 30), "Europe/Moscow", False),
        (time(2, 30), "UTC", False),
    ],
)
def test_a_clock_change_touches_what_the_zone_skips_or_repeats(at: time, zone: str, *, touched: bool) -> None:
    assert touched_by_clock_change(at, zone) is touched
