"""The MIME message of a digest."""

from __future__ import annotations

from email.errors import MessageError
from email.message import EmailMessage
from typing import TYPE_CHECKING

from alerts.addresses import ascii_address
from alerts.errors import MessageRefused, RecipientRefused
from alerts.headers import POLICY, headers, message_id, opaque
from alerts.inspection import fault
from alerts.mail import Mail
from alerts.transfer import shorter_encoding

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.digest import Rendered
    from alerts.relay import Sender


def compose(rendered: Rendered, recipient: str, sender: Sender, created: datetime) -> Mail:
    """Make the message of a digest for one recipient. Equal input gives equal bytes, so that a retry is the same mail.

    `created` (aware) becomes the Date. The finished bytes are parsed again, and must hold exactly the headers and
    parts that belong there.

    Raises:
        RecipientRefused: when this recipient's address can't be mailed.
        MessageRefused: when an address of the sender's can't, or the message fails the check.
    """
    try:
        to = ascii_address(recipient)
    except ValueError as error:
        raise RecipientRefused(recipient, str(error)) from error
    try:
        mail = _mail(rendered, to, sender, created)
    except (ValueError, MessageError) as error:
        raise MessageRefused(recipient, str(error)) from error
    if what := fault(mail, rendered):
        raise MessageRefused(recipient, what)
    return mail


def _mail(rendered: Rendered, to: str, sender: Sender, created: datetime) -> Mail:
    message = EmailMessage(policy=POLICY)
    _add_part(message, rendered.text, "plain")
    _add_part(message, rendered.html, "html")
    for name, value in headers(rendered, to, sender, created):  # first, a part would take Content-Language along
        message[name] = value
    message.set_boundary(f"=_{opaque(rendered.digest, to, sender)}")  # "=_" is in neither encoding (RFC 2045, 6.7)
    identity = message_id(rendered.digest, to, sender)
    return Mail(to, ascii_address(sender.envelope), identity, message.as_bytes())


def _add_part(message: EmailMessage, text: str, subtype: str) -> None:
    encoding, _ = shorter_encoding(text)
    if message.is_multipart():
        message.add_alternative(text, subtype=subtype, cte=encoding)
    else:
        message.set_content(text, subtype=subtype, cte=encoding)
        message.make_alternative()
