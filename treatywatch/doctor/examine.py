from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.errors import MessageRefused
from alerts.operators import trial_note
from alerts.probe import probe
from treatywatch.doctor.clock import check_clock
from treatywatch.doctor.finding import Finding
from treatywatch.doctor.relay import check_relay, check_sent
from treatywatch.doctor.sender import check_sender
from treatywatch.doctor.store import check_disk, check_faults, check_outbox, check_store, newest_event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from treatywatch.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What an examination came to."""

    findings: tuple[Finding, ...]
    dialogue: tuple[str, ...] = ()
    """What was said to the relay and by it, where a test message was sent."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.ok for finding in self.findings)


def examine(
    settings: Settings, recipient: str | None, wall: Callable[[], datetime], monotonic: Callable[[], float]
) -> Diagnosis:
    """Look at everything that the service needs; send a test message to `recipient` where there is one."""
    began, at = wall(), monotonic()
    findings = [_configuration(settings), *check_store(settings.store), check_disk(settings.store.path)]
    findings += [*check_faults(settings.store), *check_outbox(settings.store)]
    findings += [*check_sender(settings.sender, settings.relay)]
    mail = None
    if recipient is not None:
        try:
            mail = trial_note(recipient, settings.sender, began)
        except MessageRefused as error:
            findings.append(Finding("mail", ok=False, said=error.what, remedy="write an address as name@example.org"))
    found = probe(settings.relay, mail)
    findings += check_relay(settings.relay, found)
    if recipient is not None and found.sent:
        findings.append(check_sent(recipient, found.sent))
    strayed = wall() - began - timedelta(seconds=monotonic() - at)
    findings.append(check_clock(wall(), newest_event(settings.store), strayed))
    return Diagnosis(tuple(findings), found.dialogue if recipient is not None else ())


def _configuration(settings: Settings) -> Finding:
    if settings.warnings:
        said = "; ".join(map(str, settings.warnings))
        return Finding("configuration", ok=True, said=f"valid, but: {said}")
    return Finding("configuration", ok=True, said=f"{settings.directory} is valid")
