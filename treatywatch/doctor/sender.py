from __future__ import annotations

from typing import TYPE_CHECKING, Final

from treatywatch.doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.relay import Relay, Sender

OF_PROVIDERS: Final = frozenset({
    "aol.com", "gmail.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "mail.ru",
    "outlook.com", "proton.me", "web.de", "yahoo.com", "yandex.ru",
})  # fmt: skip
"""Domains of mailboxes whose owners tell receivers to refuse what does not come from their servers (RFC 7489)."""


def check_sender(sender: Sender, relay: Relay) -> Iterator[Finding]:
    """Whether receivers can believe that the sender's mails are its own; nothing where nothing speaks against it."""
    domain = sender.address.rpartition("@")[2].casefold()
    if domain in OF_PROVIDERS and not relay.host.casefold().endswith(domain):
        said = f"receivers refuse mails from {sender.address} that {domain} has not sent itself"
        yield Finding("mail", ok=False, said=said, remedy="write an address of a domain of yours at mail.from.address")
