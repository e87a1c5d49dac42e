"""Addresses of people, as a mail header and a relay take them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from email_validator import EmailNotValidError, validate_email

if TYPE_CHECKING:
    from alerts.relay import Sender

LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""`dot-atom-text` of RFC 5322, 3.2.3: no quoting, no comments."""
DOMAIN: Final = re.compile(r"(?!.*-(\.|$))[a-z0-9][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62})*", re.IGNORECASE)
LONGEST_LOCAL: Final = 64
LONGEST_ADDRESS: Final = 254
"""RFC 5321, 4.5.3.1, with the angle brackets of a path."""


def ascii_address(address: str) -> str:
    """Give the address with its domain in ASCII (`user@пример.рф` becomes `user@xn--e1afmkfd.xn--p1ai`).

    Raises:
        ValueError: when it is no plain address, or its local part needs SMTPUTF8 (RFC 6531); says which.
    """
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        raise ValueError(
            f"the part before the @ of {address!r} needs SMTPUTF8, which not every server on the way has; "
            "give one that is ASCII before the @"
        )
    plain = f"{local}@{ascii_domain(domain)}"
    if not LOCAL.fullmatch(local) or len(local) > LONGEST_LOCAL or len(plain) > LONGEST_ADDRESS:
        raise ValueError(f"{address!r} is no plain e-mail address; write it as name@example.org")
    return plain


def recipient_address(address: str) -> str:
    """Give the address as it goes to the relay: the domain in ASCII, a part before the @ that is not ASCII in NFC.

    Raises:
        ValueError: when it is no address; says why.
    """
    local, _, domain = address.rpartition("@")
    if local.isascii():
        return ascii_address(address)
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(f"{address!r} is no plain e-mail address: {error}") from error
    return f"{checked.local_part}@{ascii_domain(domain)}"


@lru_cache(maxsize=1024)
def ascii_domain(domain: str) -> str:
    """Give a domain name in ASCII (RFC 5891).

    Raises:
        ValueError: when it is no domain name.
    """
    plain = domain
    if not domain.isascii():
        try:
            plain = validate_email(f"x@{domain}", check_deliverability=False).ascii_domain
        except EmailNotValidError as error:
            raise ValueError(f"{domain!r} is no domain name: {error}") from error
    if not DOMAIN.fullmatch(plain):
        raise ValueError(f"{domain!r} is no domain name; write it like example.org")
    return plain


@lru_cache(maxsize=16)
def contact(sender: Sender) -> str:
    """Give the address of the person who answers readers."""
    return ascii_address(sender.owner or sender.reply_to or sender.address)


def mailto(address: str, subject: str) -> str:
    """Give the link that opens a message to `address` with that subject (RFC 6068)."""
    return f"mailto:{quote(address, safe='@+')}?subject={quote(subject, safe='')}"
