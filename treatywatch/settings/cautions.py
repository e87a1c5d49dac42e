"""What is valid but hardly meant: the warnings of `config check`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from alerts.quiet import Quiet
from alerts.relay import Security
from pipeline.model.outlet import TermsStatus, Use
from treatywatch.settings.clockchange import touched_by_clock_change
from treatywatch.settings.fields import format_time
from treatywatch.settings.locate import NAMES
from treatywatch.settings.mail import is_loopback
from treatywatch.settings.subscriptions import Every

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treatywatch.settings.document import Document
    from treatywatch.settings.faults import Fault
    from treatywatch.settings.files import Files

SHORTEST_ACRONYM = 2
EXAMPLE = "example.org"


def cautions(files: Files) -> Iterator[Fault]:
    """Warnings about all files."""
    service, outlets, _, subscriptions = (files.documents[name] for name in NAMES)
    yield from _crawl(files, service)
    yield from _relay(files, service)
    yield from _outlets(files, outlets)
    for topics in files.topic_documents:
        yield from _names(topics)
    yield from _schedules(files, subscriptions)


def _crawl(files: Files, document: Document) -> Iterator[Fault]:
    crawl = files.service.crawl
    if EXAMPLE in crawl.user_agent:
        what = "still names the example's contact: name a page and a mailbox of yours, outlets look there first"
        yield document.fault(("crawl", "user_agent"), what)
    if crawl.map_hosts:
        targets = ", ".join(f"{host} to {target}" for host, target in crawl.map_hosts.items())
        what = f"REHEARSAL: fetches are led away ({targets}); what is stored and mailed is not what outlets publish"
        yield document.fault(("crawl", "map_hosts"), what)


def _relay(files: Files, document: Document) -> Iterator[Fault]:
    relay = files.service.mail.relay
    if relay.security in {Security.NONE, Security.OPPORTUNISTIC} and not is_loopback(relay.host):
        how = "travel" if relay.security is Security.NONE else "may travel"
        yield document.fault(("mail", "relay", "security"), f"mails {how} to {relay.host} unprotected")
    if relay.password_file and relay.password_file.open_to_others:
        what = f"others can open the file (mode {relay.password_file.mode:04o}): chmod 600 {relay.password_file.path}"
        yield document.fault(("mail", "relay", "password_file"), what)


def _outlets(files: Files, document: Document) -> Iterator[Fault]:
    for index, outlet in enumerate(files.outlets.outlets):
        forbids = outlet.terms.status is TermsStatus.FORBIDS and not outlet.terms.permission
        if outlet.enabled and forbids and outlet.use is Use.FULLTEXT:
            what = "the terms forbid it: held to match, and no text is kept; a 'permission' under terms lifts that"
            yield document.fault(("outlets", index, "use"), what)
    if not any(outlet.enabled for outlet in files.outlets.outlets):
        yield document.fault(("outlets",), "no outlet is enabled: nothing will be watched")


def _names(document: Document) -> Iterator[Fault]:
    for where, name in document.texts("topics", "*", "names", "*"):
        if len(name) >= SHORTEST_ACRONYM and name.isupper() and name.isalpha():
            what = f"matches in small letters too: write {{text: {name}, acronym: true}} if it is an acronym"
            yield document.fault(where, what)


def _schedules(files: Files, document: Document) -> Iterator[Fault]:
    touched = cache(touched_by_clock_change)
    for index, entry in enumerate(files.subscriptions.subscriptions):
        schedule = entry.schedule
        if schedule.at is None or schedule.every is Every.HOURLY:
            continue
        if touched(schedule.at, schedule.zone):
            what = (
                f"{format_time(schedule.at)} is skipped or comes twice when clocks change in {schedule.zone}: "
                "choose another time"
            )
            yield document.fault(("subscriptions", index, "schedule", "at"), what)
        if schedule.quiet and Quiet(schedule.quiet.from_, schedule.quiet.to).covers(schedule.at):
            what = "lies in the quiet hours, which hold alerts and hourly digests only"
            yield document.fault(("subscriptions", index, "schedule", "at"), what)
    if not files.subscriptions.subscriptions:
        yield document.fault(("subscriptions",), "nobody subscribes: no digest will be sent")
