from __future__ import annotations

from typing import TYPE_CHECKING, Final

from alerts.mail import Outcome
from alerts.relay import Security
from alerts.sizes import REMEDY, announced
from treatywatch.doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.mail import Attempt
    from alerts.probe import Probe
    from alerts.relay import Relay

LARGEST: Final = 256 * 1024
"""Bytes that a mail may come to: HTML of 80 kB and as much text, in base64, with room to spare."""
_SECURED: Final = {
    Security.STARTTLS: "STARTTLS, verified",
    Security.OPPORTUNISTIC: "STARTTLS where it is offered, verified",
    Security.TLS: "TLS, verified",
    Security.NONE: "not encrypted",
}


def check_relay(relay: Relay, found: Probe) -> Iterator[Finding]:
    """What a look at the relay came to."""
    where = f"{relay.host}:{relay.port}"
    if found.refusal:
        refusal = found.refusal
        yield Finding(
            "relay", ok=False, said=f"{where} failed at {refusal.phase}: {_said(refusal)}", remedy=refusal.remedy
        )
        return
    login = f", logged in as {relay.username}" if relay.username else ""
    yield Finding("relay", ok=True, said=f"{where} takes mail; {_SECURED[relay.security]}{login}")
    yield _size(found)
    if "smtputf8" not in found.offers:
        yield Finding("relay", ok=True, said="no SMTPUTF8: addresses that are not ASCII before the @ can't be mailed")


def check_sent(recipient: str, sent: Attempt) -> Finding:
    """What came of the test message."""
    if sent.outcome is Outcome.ACCEPTED:
        return Finding("mail", ok=True, said=f"the relay took a test message to {recipient}: {_said(sent)}")
    said = f"the test message to {recipient} was {sent.outcome} at {sent.phase}: {_said(sent)}"
    return Finding("mail", ok=False, said=said, remedy=sent.remedy or "ask the relay's operator what this answer means")


def _size(found: Probe) -> Finding:
    size = announced(found.offers.get("size"))
    if size.nonsense:
        return Finding("relay", ok=False, said=f"{size.nonsense}; it is not believed", remedy=REMEDY)
    if 0 < size.most < LARGEST:
        remedy = f"raise the relay's limit to {LARGEST} bytes, or lower digest.html_size and digest.items"
        return Finding("relay", ok=False, said=f"it takes mails of at most {size.most} bytes", remedy=remedy)
    said = f"it takes mails of {size.most} bytes" if size.most else "it names no limit of size"
    return Finding("relay", ok=True, said=said)


def _said(attempt: Attempt) -> str:
    return f"{attempt.code} {attempt.text}" if attempt.code else attempt.text
