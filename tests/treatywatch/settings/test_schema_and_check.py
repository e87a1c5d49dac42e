from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.treatywatch.settings.examples import faults_in, relay, service, write
from tests.treatywatch.settings.schemas import refusals

if TYPE_CHECKING:
    from pathlib import Path


def outlets(line: str) -> str:
    return f'outlets:\n  - id: a\n    name: A\n    sources: [{{url: "https://a.example.com/f"}}]\n    {line}\n'


def source(text: str) -> str:
    return f"outlets:\n  - id: a\n    name: A\n    sources: [{text}]\n"


def topics(names: str) -> str:
    return f"topics:\n  - id: inf\n    label: INF\n    names: {names}\n"


def subscription(
    schedule: str = "{every: daily, at: 07:00, zone: UTC}",
    recipients: str = "[a@example.org]",
    wants: str = "concepts: [inf]",
) -> str:
    head = f"subscriptions:\n  - id: brief\n    name: Brief\n    recipients: {recipients}\n    {wants}\n"
    return f"{head}    schedule: {schedule}\n"


AGENT = "user_agent: watch/1 (a@example.org)"
WRONG = [
    ("service", service(store="{paht: x}"), "store"),
    ("service", service(storre="{}"), ""),
    ("service", service(store="[1]"), "store"),
    ("service", service(store="{path: 5}"), "store.path"),
    ("service", service(store="{path: ''}"), "store.path"),
    ("service", service(ticks="{plan: 15}"), "ticks.plan"),
    ("service", service(ticks="{plan: 15 min}"), "ticks.plan"),
    ("service", service(ticks="{plan: 0s}"), "ticks.plan"),
    ("service", service(ticks="{plan: 30m1h}"), "ticks.plan"),
    ("service", service(digest="{items: 0}"), "digest.items"),
    ("service", service(digest="{items: many}"), "digest.items"),
    ("service", service(digest="{items: true}"), "digest.items"),
    ("service", service(digest="{html_size: 80kb}"), "digest.html_size"),
    ("service", service(digest="{html_size: 80000}"), "digest.html_size"),
    ("service", service(workers="{processes: 1000}"), "workers.processes"),
    ("service", service(log="{level: infos}"), "log.level"),
    ("service", service(crawl=""), "crawl"),
    ("service", service(crawl="{}"), "crawl"),
    ("service", service(crawl="{user_agent: 'Mozilla/5.0 (a@example.org)'}"), "crawl.user_agent"),
    ("service", service(crawl="{user_agent: watch/1}"), "crawl.user_agent"),
    ("service", service(crawl="{user_agent: wätch a@example.org}"), "crawl.user_agent"),
    ("service", service(crawl=f"{{{AGENT}, ports: [80, 65536]}}"), "crawl.ports[1]"),
    ("service", service(crawl=f"{{{AGENT}, ports: []}}"), "crawl.ports"),
    ("service", service(crawl=f"{{{AGENT}, redirects: 21}}"), "crawl.redirects"),
    ("service", service(crawl=f"{{{AGENT}, map_hosts: {{a: b}}}}"), "crawl.map_hosts.a"),
    ("service", service(crawl=f"{{{AGENT}, map_hosts: {{'http://a': 'b:1'}}}}"), "crawl.map_hosts"),
    ("service", service(mail="{}"), "mail"),
    ("service", service(mail="{from: {name: W, address: W <w@example.org>}}"), "mail.from.address"),
    ("service", service(mail='{from: {name: "${NAME}", address: w@example.org}}'), "mail.from.name"),
    ("service", relay("{security: startls}"), "mail.relay.security"),
    ("service", relay("{host: 'mail:25'}"), "mail.relay.host"),
    ("service", relay("{username: ''}"), "mail.relay.username"),
    ("outlets", "outlets: 5\n", "outlets"),
    ("outlets", "outlets:\n", "outlets"),
    ("outlets", "outlets: [gazette]\n", "outlets[0]"),
    ("outlets", "outlets:\n  - {id: a, name: A, sources: []}\n", "outlets[0].sources"),
    ("outlets", "outlets:\n  - {id: The A, name: A, sources: [{url: 'http://a.example.com'}]}\n", "outlets[0].id"),
    ("outlets", source("{url: a.example.com/feed}"), "outlets[0].sources[0].url"),
    ("outlets", source("{url: 'https://u:p@a.example.com/'}"), "outlets[0].sources[0].url"),
    ("outlets", source("{url: 'https:///feed'}"), "outlets[0].sources[0].url"),
    ("outlets", source("{interval: 5m}"), "outlets[0].sources[0]"),
    ("outlets", outlets("country: nl"), "outlets[0].country"),
    ("outlets", outlets("languages: [en, eng]"), "outlets[0].languages[1]"),
    ("outlets", outlets("languages: en"), "outlets[0].languages"),
    ("outlets", outlets("ownership: sate"), "outlets[0].ownership"),
    ("outlets", outlets("kind: agencies"), "outlets[0].kind"),
    ("outlets", outlets("zone: ../etc/passwd"), "outlets[0].zone"),
    ("outlets", outlets("headers: {User-Agent: Mozilla/5.0}"), "outlets[0].headers"),
    ("outlets", outlets("headers: {Accept: ж}"), "outlets[0].headers.Accept"),
    ("outlets", outlets("headers: {Accept: 5}"), "outlets[0].headers.Accept"),
    ("outlets", outlets("encoding: ''"), "outlets[0].encoding"),
    ("outlets", outlets("enabled: yes"), "outlets[0].enabled"),
    ("outlets", outlets("use: full"), "outlets[0].use"),
    ("outlets", outlets("terms: forbids"), "outlets[0].terms"),
    ("outlets", outlets("terms: {status: forbid}"), "outlets[0].terms.status"),
    ("outlets", outlets("terms: {checked: 2026}"), "outlets[0].terms.checked"),
    ("topics", topics("[]"), "topics[0].names"),
    ("topics", topics("INF"), "topics[0].names"),
    ("topics", topics("['--']"), "topics[0].names[0]"),
    ("topics", topics("[1550]"), "topics[0].names[0]"),
    ("topics", topics("[{text: INF, acronm: true}]"), "topics[0].names[0]"),
    ("topics", topics("[{acronym: true}]"), "topics[0].names[0]"),
    ("topics", topics("[{text: INF, acronym: yes}]"), "topics[0].names[0]"),
    ("subscriptions", subscription("{every: dayly, at: 07:00, zone: UTC}"), "subscriptions[0].schedule.every"),
    ("subscriptions", subscription("{every: daily, at: 7, zone: UTC}"), "subscriptions[0].schedule.at"),
    ("subscriptions", subscription("{every: daily, at: 25:00, zone: UTC}"), "subscriptions[0].schedule.at"),
    ("subscriptions", subscription("{every: daily, at: 07:00}"), "subscriptions[0].schedule"),
    ("subscriptions", subscription("{every: weekly, at: 07:00, zone: UTC}"), "subscriptions[0].schedule"),
    ("subscriptions", subscription("{every: weekly, on: , at: 07:00, zone: UTC}"), "subscriptions[0].schedule.on"),
    ("subscriptions", subscription("{every: daily, on: mon, at: 07:00, zone: UTC}"), "subscriptions[0].schedule.on"),
    ("subscriptions", subscription("{every: weekly, on: mn, at: 07:00, zone: UTC}"), "subscriptions[0].schedule.on"),
    ("subscriptions", subscription(recipients="[]"), "subscriptions[0].recipients"),
    ("subscriptions", subscription(recipients="a@example.org"), "subscriptions[0].recipients"),
    ("subscriptions", subscription(recipients="[nobody]"), "subscriptions[0].recipients[0]"),
    ("subscriptions", subscription(recipients="[a b@example.org]"), "subscriptions[0].recipients[0]"),
    ("subscriptions", subscription(wants="concepts: [inf, inf]"), "subscriptions[0].concepts"),
    ("subscriptions", subscription(wants="keywords: ['!']"), "subscriptions[0].keywords[0]"),
    ("subscriptions", subscription(wants="keywords:"), "subscriptions[0]"),
]


@pytest.mark.parametrize(("name", "text", "where"), WRONG)
def test_what_the_check_refuses_an_editor_underlines(tmp_path: Path, name: str, text: str, where: str) -> None:
    directory = write(tmp_path, {f"{name}.yaml": text})
    assert faults_in(directory)
    assert where in refusals(directory / f"{name}.yaml")


RIGHT = [
    ("service", service(store="", log="{level: , format: json}")),
    ("service", service(crawl="{user_agent: watch/1 (a@example.org), ports: , robots: , map_hosts: }")),
    (
        "service",
        service(crawl=f"{{{AGENT}, map_hosts: {{'*': '127.0.0.1:1', '[::1]': '[::1]:80', ü.example: '127.0.0.1:1'}}}}"),
    ),
    ("service", "crawl:\n  user_agent: >\n    watch/1\n    (a@example.org)\n" + service(crawl="{}").partition("\n")[2]),
    ("service", service(digest="{html_size: 80 kB}", ticks="{plan: 1d2h3m4s}")),
    ("service", service(mail="{from: {name: В эфире, address: w@почта.example}, envelope: }")),
    (
        "service",
        relay("{host: '${RELAY:-mail.example.net}', username: '${U:-u}', password: '${P:-p w}', security: tls}"),
    ),
    ("service", relay("{host: '::1', security: none}")),
    ("service", relay("{host: '${RELAY:?which relay, please}'}")),
    ("outlets", source("{url: 'https://münchen.example.com/f?a=b#c', interval: }")),
    ("outlets", source("{url: 'http://[2001:db8::1]', interval: 1h30m}")),
    ("outlets", source("{url: 'HTTPS://a.example.com/@b/c:d'}")),
    (
        "outlets",
        outlets("terms: {status: forbids, url: 'https://a.example.com', checked: 2026-11-21, permission: Yes.}"),
    ),
    ("outlets", outlets("zone: America/Port-au-Prince")),
    ("outlets", outlets("headers: {accept-LANGUAGE: 'en, ru;q=0.5'}")),
    ("outlets", outlets("encoding: ISO-8859-1")),
    ("outlets", source("{url: 'https://a.example.com', language: ru, zone: UTC, encoding: koi8-r, headers: }")),
    ("outlets", "outlets: []\n"),
    ("topics", topics("[INF Treaty, {text: INF, acronym: true, language: en}, {text: РСМД, acronym: }, on, '核']")),
    ("subscriptions", subscription("{every: weekly, on: monday, at: 7:05, zone: UTC}")),
    ("subscriptions", subscription("{every: weekly, on: [mon, thu], at: '23:59:59', zone: Etc/GMT+5}")),
    ("subscriptions", subscription("{every: weekdays, on: , at: 07:00, zone: UTC}")),
    ("subscriptions", subscription(recipients="[a@example.org, b+c@münchen.example]")),
    ("subscriptions", subscription(wants="concepts:\n    keywords: [missile defense, INF]")),
]


@pytest.mark.parametrize(("name", "text"), RIGHT)
def test_what_the_check_takes_an_editor_leaves_in_peace(tmp_path: Path, name: str, text: str) -> None:
    directory = write(tmp_path, {f"{name}.yaml": text})
    assert faults_in(directory, {"RELAY": "mail.example.net"}) == []
    assert refusals(directory / f"{name}.yaml") == []
