from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.treatywatch.settings.examples import faults_in, relay, service, write

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = "store, crawl, workers, mail, operators, digest, retention, ticks, shutdown, log"
PRODUCT = "user_agent: watch/1 (a@example.org)"

TABLE = [
    (service(store="{paht: x}"), ["3:9: store.paht: unknown key, did you mean 'path'?"]),
    (service(storre="{}"), ["3:1: storre: unknown key, did you mean 'store'?"]),
    (service(whatever="{}"), [f"3:1: whatever: unknown key; there are {SECTIONS}"]),
    (service(store="[1]"), ["3:8: store: must be a mapping: keys with values"]),
    (service(store="{path: 5}"), ["3:15: store.path: must be the path of a file"]),
    (service(store="{path: ''}"), ["3:15: store.path: must not be empty"]),
    (service(store='{path: "a\\nb"}'), ["3:15: store.path: must not contain control characters"]),
    (
        service(ticks="{plan: 15}"),
        ["3:15: ticks.plan: a number without a unit: write 15m for minutes, 15s for seconds"],
    ),
    (service(ticks="{plan: 15 min}"), ["3:15: ticks.plan: '15 min' is no duration, did you mean '15m'?"]),
    (
        service(ticks="{plan: soon}"),
        ["3:15: ticks.plan: 'soon' is no duration: write whole numbers of d, h, m and s, such as 15m or 1h30m"],
    ),
    (service(ticks="{plan: 0s}"), ["3:15: ticks.plan: must be between 1s and 36500d"]),
    (service(ticks="{plan: 99999d}"), ["3:15: ticks.plan: must be between 1s and 36500d"]),
    (service(ticks="{plan: [1m]}"), ["3:15: ticks.plan: must be written such as 15m"]),
    (
        service(digest="{items: 0, per_section: many, html_size: 80}"),
        [
            "3:17: digest.items: must be at least 1",
            "3:33: digest.per_section: must be a whole number",
            "3:50: digest.html_size: a number without a unit: write 80B for bytes, 80MiB for mebibytes",
        ],
    ),
    (service(digest="{items: 1.5}"), ["3:17: digest.items: must be a whole number"]),
    (service(digest="{items: true}"), ["3:17: digest.items: must be a whole number"]),
    (service(digest="{html_size: 80kb}"), ["3:21: digest.html_size: 'kb' is no unit of size, did you mean 'kB'?"]),
    (
        service(digest="{html_size: 80 mega}"),
        ["3:21: digest.html_size: 'mega' is no unit of size: write B, kB, KiB, MB, MiB, GB, GiB"],
    ),
    (service(digest="{html_size: 1kB}"), ["3:21: digest.html_size: must be at least 10kB"]),
    (
        service(workers="{memory: 10MiB, processes: 1000, feed_entries: 5}"),
        ["3:19: workers.memory: must be at least 256MiB", "3:37: workers.processes: must be at most 256"],
    ),
    (
        service(workers="{memory: big}"),
        ["3:19: workers.memory: 'big' is no size: write a whole number and a unit, such as 10MiB or 80kB"],
    ),
    (
        service(log="{level: infos, format: xml}"),
        [
            "3:14: log.level: unknown value 'infos', did you mean 'info'?",
            "3:29: log.format: unknown value 'xml': write auto, console or json",
        ],
    ),
    (service(crawl="{}"), ["1:8: crawl.user_agent: is missing"]),
    (service(crawl=""), ["1:1: crawl: is missing"]),
    (
        service(crawl="{user_agent: 'Mozilla/5.0 (a@example.org)'}"),
        [
            (
                "1:21: crawl.user_agent: names a browser: name the product and a contact, "
                "such as 'treatywatch/0.1 (+https://…)'"
            )
        ],
    ),
    (
        service(crawl="{user_agent: watch/1}"),
        ["1:21: crawl.user_agent: names no contact: add the address of a page or a mailbox in brackets"],
    ),
    (
        service(crawl="{user_agent: wätch a@example.org}"),
        ["1:21: crawl.user_agent: a user agent is written in ASCII"],
    ),
    (
        service(crawl=f"{{{PRODUCT}, ports: [0, 80, x, 65536], redirects: 21}}"),
        [
            "1:54: crawl.ports[0]: must be at least 1",
            "1:61: crawl.ports[2]: must be a whole number",
            "1:64: crawl.ports[3]: must be at most 65535",
            "1:83: crawl.redirects: must be at most 20",
        ],
    ),
    (
        service(crawl=f"{{{PRODUCT}, look_again: [2h, 1h]}}"),
        ["1:58: crawl.look_again: must ascend, from 10m on and by as much each; 1h does not"],
    ),
    (
        service(crawl=f"{{{PRODUCT}, look_again: [5m]}}"),
        ["1:58: crawl.look_again: must ascend, from 10m on and by as much each; 5m does not"],
    ),
    (service(crawl=f"{{{PRODUCT}, look_again: [1h, 31d]}}"), ["1:58: crawl.look_again: must end within 30d"]),
    (service(crawl=f"{{{PRODUCT}, ports: []}}"), ["1:53: crawl.ports: must not be empty"]),
    (service(crawl=f"{{{PRODUCT}, ports: 80}}"), ["1:53: crawl.ports: must be a list"]),
    (service(crawl=f"{{{PRODUCT}, robots: {{size: 1B}}}}"), ["1:61: crawl.robots.size: must be at least 1KiB"]),
    (service(crawl=f"{{{PRODUCT}, map_hosts: [a]}}"), ["1:57: crawl.map_hosts: must be a mapping: keys with values"]),
    (
        service(crawl=f"{{{PRODUCT}, map_hosts: {{'http://a': 'b:1', '*': 'b:99999', a: '[::1]:80', c: b}}}}"),
        [
            "1:70: crawl.map_hosts.http:…: write a host without scheme, port or path, or '*' for all",
            "1:82: crawl.map_hosts.*: 'b:99999' is no address and port: write it such as 127.0.0.1:8081",
            "1:111: crawl.map_hosts.c: 'b' is no address and port: write it such as 127.0.0.1:8081",
        ],
    ),
    (service(mail="{}"), ["2:7: mail.from: is missing"]),
    (
        service(mail="{from: {name: W, address: W <w@example.org>}}"),
        [
            (
                "2:33: mail.from.address: 'W <w@example.org>' is no mail address: a display name and angle brackets "
                "around the email address are not permitted here"
            )
        ],
    ),
    (
        service(mail='{from: {name: "${NAME}", address: w@example.org}}'),
        [
            (
                "2:21: mail.from.name: variables are filled in only in mail.relay: "
                "host, username, password, password_file, ca_file"
            )
        ],
    ),
    (
        service(mail='{from: {name: "a\\ab", address: w@example.org}}'),
        ["2:21: mail.from.name: must not contain control characters"],
    ),
    (
        service(mail='{from: {name: " ", address: w@example.org}, retry: {delays: []}}'),
        ["2:21: mail.from.name: must not be empty", "2:67: mail.retry.delays: must not be empty"],
    ),
    (
        service(mail="{from: {name: W, address: w@example.org}, retry: {lease: 10m}}"),
        [
            (
                "2:64: mail.retry.lease: must be longer than mail.relay.content_timeout (10m), else "
                "a mail under way is sent twice: raise this or lower that"
            )
        ],
    ),
    (
        service(mail="{from: {name: W, address: w@example.org}, relay: {content_timeout: 20m}}"),
        [
            (
                "2:74: mail.relay.content_timeout: must be shorter than mail.retry.lease (15m), else "
                "a mail under way is sent twice: lower this or raise that"
            )
        ],
    ),
    (relay("{security: startls}"), ["2:75: mail.relay.security: unknown value 'startls', did you mean 'starttls'?"]),
    (
        relay("{host: 'mail:25', port: 65536}"),
        [
            "2:71: mail.relay.host: must be the bare name or address of a host; the port has a key of its own",
            "2:88: mail.relay.port: must be at most 65535",
        ],
    ),
    (relay("{host: 5}"), ["2:71: mail.relay.host: must be text; put it in quotes"]),
    (relay("{username: u}"), ["2:75: mail.relay.username: needs a password: write password_file or password"]),
]


@pytest.mark.parametrize(("text", "lines"), TABLE, ids=[lines[0][:60] for _, lines in TABLE])
def test_a_wrong_service_file_is_refused_with_the_place_and_a_remedy(
    tmp_path: Path, text: str, lines: list[str]
) -> None:
    assert faults_in(write(tmp_path, {"service.yaml": text})) == [f"service.yaml:{line}" for line in lines]
