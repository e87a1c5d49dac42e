"""The MIME message of a digest."""

from __future__ import annotations

from email.errors import MessageError
from typing import TYPE_CHECKING, Final

from alerts.addresses import ascii_address, recipient_address
from alerts.errors import MessageRefused, RecipientRefused
from alerts.headers import POLICY, digest_to, headers, message_id, opaque
from alerts.inspection import fault, fault_of_head
from alerts.mail import Mail
from alerts.parts import part
from alerts.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from alerts.digest import Digest, Rendered
    from alerts.relay import Sender
    from alerts.sheet import Sheet

FOLDED: Final = frozenset({"From", "Subject", "Date", "Reply-To"})
"""Headers that the standard library puts into lines; the others are one line as they stand."""


class Composer:
    """Makes the messages of one sender, for digests of one moment; header lines already folded are kept."""

    def __init__(self, sender: Sender, created: datetime) -> None:
        self.sender, self._created = sender, created
        self._lines: dict[tuple[str, str], str] = {}

    def compose(self, rendered: Rendered, recipient: str) -> Mail:
        """Make the message of a digest for one recipient; see `compose`."""
        mail = self.assembled(rendered, recipient, (part(rendered.text, "plain"), part(rendered.html, "html")))
        if what := fault(mail, rendered):
            raise MessageRefused(recipient, what)
        return mail

    def assembled(self, rendered: Rendered, recipient: str, parts: tuple[bytes, bytes]) -> Mail:
        """Put headers and parts together, unchecked.

        Raises:
            RecipientRefused: when this recipient's address can't be mailed.
            MessageRefused: when an address of the sender's can't.
        """
        try:
            to = recipient_address(recipient)
        except ValueError as error:
            raise RecipientRefused(recipient, str(error)) from error
        named = opaque(digest_to(rendered.digest, to), self.sender.domain)
        boundary = f"=_{named}"  # "=_" is in neither encoding (RFC 2045, 6.7)
        try:
            head = "".join(self._head(rendered, to, boundary)).encode()
            identity, envelope = message_id(rendered.digest, to, self.sender), ascii_address(self.sender.envelope)
        except (ValueError, MessageError) as error:
            raise MessageRefused(recipient, str(error)) from error
        line = b"--%b\r\n" % boundary.encode()
        content = b"".join((head, b"\r\n", line, parts[0], line, parts[1], line[:-2], b"--\r\n"))
        return Mail(to, envelope, identity, content)

    def _head(self, rendered: Rendered, to: str, boundary: str) -> Iterator[str]:
        yield "MIME-Version: 1.0\r\n"
        yield f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n'
        for name, value in headers(rendered, to, self.sender, self._created):
            yield self._line(name, value) if name in FOLDED else f"{name}: {value}\r\n"

    def _line(self, name: str, value: object) -> str:
        key = (name, str(value))
        if key not in self._lines:
            self._lines[key] = POLICY.fold(*POLICY.header_store_parse(name, value))
        return self._lines[key]


class Bulk:
    """Makes the messages of digests that share a sheet: what they share is encoded once, and checked once."""

    def __init__(self, composer: Composer, sheet: Sheet) -> None:
        self._composer, self._sheet = composer, sheet
        texts = sheet.filled(sheet.digest, composer.sender)
        plain, page = Pieces.of(sheet.text, texts.text, "plain"), Pieces.of(sheet.html, texts.html, "html")
        self._pieces = (plain, page) if plain and page else None
        self._checked = False

    def compose(self, digest: Digest, recipient: str) -> Mail:
        """Make the message of one of the digests for one recipient; see `compose`.

        The first is read again as a whole, the others as far as they differ from it.
        """
        if self._pieces is None or not self._checked:
            mail = self._composer.compose(self._sheet.filled(digest, self._composer.sender), recipient)
            self._checked = True
            return mail
        own = self._sheet.own(digest, self._composer.sender)
        parts = (self._pieces[0].filled(own), self._pieces[1].filled(own))
        mail = self._composer.assembled(self._sheet.headed(digest), recipient, parts)
        if what := fault_of_head(mail):
            raise MessageRefused(recipient, what)
        return mail


def compose(rendered: Rendered, recipient: str, sender: Sender, created: datetime) -> Mail:
    """Make the message of a digest for one recipient. Equal input gives equal bytes, so that a retry is the same mail.

    `created` (aware) becomes the Date. The finished bytes are read again, and must hold exactly the headers and parts
    that belong there.

    Raises:
        RecipientRefused: when this recipient's address can't be mailed.
        MessageRefused: when an address of the sender's can't, or the message fails the check.
    """
    return Composer(sender, created).compose(rendered, recipient)
