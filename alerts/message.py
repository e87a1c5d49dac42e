"""The MIME message of a digest."""

from __future__ import annotations

from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from functools import lru_cache
from typing import TYPE_CHECKING

from alerts.addresses import ascii_address, ascii_domain, recipient_address
from alerts.errors import MessageRefused, RecipientRefused
from alerts.headers import POLICY, digest_of, headers, identity, opaque
from alerts.inspection import fault
from alerts.mail import Mail
from alerts.transfer import shorter_encoding

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.digest import Rendered
    from alerts.relay import Sender

SHARED = 4
"""Digests whose message is kept while recipient after recipient gets it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The message of a digest, checked, and finished but for whom it goes to: most of the work is done once."""

    what: str
    """Names the digest: what Message-IDs are made from, with the recipient."""
    domain: str
    envelope: str
    rest: bytes
    """Everything but To and Message-ID."""

    def to(self, recipient: str) -> Mail:
        """The message for one recipient, whose address is in the form that goes to the relay."""
        message_id = identity(f"{self.what}\0{recipient}", self.domain)
        head = f"To: {recipient}\r\nMessage-ID: {message_id}\r\n"
        if head.splitlines(keepends=True) != [f"To: {recipient}\r\n", f"Message-ID: {message_id}\r\n"]:
            raise ValueError("its address holds a line end")
        return Mail(recipient, self.envelope, message_id, head.encode() + self.rest)


def compose(rendered: Rendered, recipient: str, sender: Sender, created: datetime) -> Mail:
    """Make the message of a digest for one recipient. Equal input gives equal bytes, so that a retry is the same mail.

    `created` (aware) becomes the Date. The finished bytes are parsed again, once for all recipients, and must hold
    exactly the headers and parts that belong there. A recipient whose local part is not ASCII gets a message that only
    a relay with SMTPUTF8 takes (RFC 6531, 6532).

    Raises:
        RecipientRefused: when this recipient's address can't be mailed.
        MessageRefused: when an address of the sender's can't, or the message fails the check.
    """
    try:
        to = recipient_address(recipient)
    except ValueError as error:
        raise RecipientRefused(recipient, str(error)) from error
    try:
        mail = _letter(_Same(rendered), sender, created).to(to)
    except (ValueError, MessageError) as error:
        raise MessageRefused(recipient, str(error)) from error
    return mail


class _Same:
    """Equal only to itself made from the very same digest: to compare their texts would take longer."""

    __slots__ = ("rendered",)

    def __init__(self, rendered: Rendered) -> None:
        self.rendered = rendered

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rendered is self.rendered

    def __hash__(self) -> int:
        return id(self.rendered)


@lru_cache(maxsize=SHARED)
def _letter(same: _Same, sender: Sender, created: datetime) -> Letter:
    rendered = same.rendered
    message = EmailMessage(policy=POLICY)
    _add_part(message, rendered.text, "plain")
    _add_part(message, rendered.html, "html")
    for name, value in headers(rendered, sender, created):  # first, a part would take Content-Language along
        message[name] = value
    what = digest_of(rendered.digest)
    message.set_boundary(f"=_{opaque(what, sender.domain)}")  # "=_" is in neither encoding (RFC 2045, 6.7)
    letter = Letter(what, sender.domain, ascii_address(sender.envelope), message.as_bytes())
    if wrong := fault(letter.to(f"anybody@{ascii_domain(sender.domain)}"), rendered):
        raise ValueError(wrong)
    return letter


def _add_part(message: EmailMessage, text: str, subtype: str) -> None:
    encoding, _ = shorter_encoding(text)
    if message.is_multipart():
        message.add_alternative(text, subtype=subtype, cte=encoding)
    else:
        message.set_content(text, subtype=subtype, cte=encoding)
        message.make_alternative()
