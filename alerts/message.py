"""The MIME message of a digest."""

from __future__ import annotations

from email.errors import MessageError
from typing import TYPE_CHECKING

from alerts.addresses import ascii_address
from alerts.errors import MessageRefused, RecipientRefused
from alerts.headers import POLICY, headers, message_id, opaque
from alerts.inspection import fault
from alerts.mail import Mail
from alerts.transfer import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from alerts.digest import Rendered
    from alerts.relay import Sender


class Composer:
    """Makes the messages of one sender, for digests of one moment.

    Mails of the same digest to many readers differ in few headers and links; header lines already folded are kept.
    """

    def __init__(self, sender: Sender, created: datetime) -> None:
        self._sender, self._created = sender, created
        self._folded: dict[tuple[str, str], str] = {}

    def compose(self, rendered: Rendered, recipient: str) -> Mail:
        """Make the message of a digest for one recipient; see `compose`."""
        try:
            to = ascii_address(recipient)
        except ValueError as error:
            raise RecipientRefused(recipient, str(error)) from error
        try:
            mail = self._mail(rendered, to)
        except (ValueError, MessageError) as error:
            raise MessageRefused(recipient, str(error)) from error
        if what := fault(mail, rendered):
            raise MessageRefused(recipient, what)
        return mail

    def _mail(self, rendered: Rendered, to: str) -> Mail:
        boundary = f"=_{opaque(rendered.digest, to, self._sender)}"  # "=_" is in neither encoding (RFC 2045, 6.7)
        head = "".join(self._head(rendered, to, boundary)).encode("ascii")
        parts = b"".join(
            b"--%b\r\n%b" % (boundary.encode(), _part(text, subtype))
            for text, subtype in ((rendered.text, "plain"), (rendered.html, "html"))
        )
        content = b"%b\r\n%b--%b--\r\n" % (head, parts, boundary.encode())
        identity = message_id(rendered.digest, to, self._sender)
        return Mail(to, ascii_address(self._sender.envelope), identity, content)

    def _head(self, rendered: Rendered, to: str, boundary: str) -> Iterator[str]:
        yield "MIME-Version: 1.0\r\n"
        yield f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n'
        for name, value in headers(rendered, to, self._sender, self._created):
            key = (name, str(value))
            line = self._folded.get(key)
            if line is None:
                line = POLICY.fold(*POLICY.header_store_parse(name, value))
                if name in {"From", "Subject", "Date", "Reply-To"}:
                    self._folded[key] = line
            yield line


def compose(rendered: Rendered, recipient: str, sender: Sender, created: datetime) -> Mail:
    """Make the message of a digest for one recipient. Equal input gives equal bytes, so that a retry is the same mail.

    `created` (aware) becomes the Date. The finished bytes are read again, and must hold exactly the headers and parts
    that belong there.

    Raises:
        RecipientRefused: when this recipient's address can't be mailed.
        MessageRefused: when an address of the sender's can't, or the message fails the check.
    """
    return Composer(sender, created).compose(rendered, recipient)


def _part(text: str, subtype: str) -> bytes:
    encoding, body = encoded(text)
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii") + body.replace(b"\n", b"\r\n") + b"\r\n"
