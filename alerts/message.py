"""The MIME message of a digest."""

from __future__ import annotations

from email.errors import MessageError
from typing import TYPE_CHECKING, Final

from alerts.addresses import ascii_address, recipient_address
from alerts.errors import MessageRefused, RecipientRefused
from alerts.headers import POLICY, digest_to, headers, message_id, opaque
from alerts.inspection import fault, fault_of_address, fault_of_head
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

    def __init__(self, sender: Sender, created: datetime, edition: str = "") -> None:
        self.sender, self.edition, self._created = sender, edition, created
        self._lines: dict[tuple[str, str], str] = {}

    def compose(self, rendered: Rendered, recipient: str) -> Mail:
        """Make the message of a digest for one recipient; see `compose`."""
        form = Form(self, rendered, (part(rendered.text, "plain"), part(rendered.html, "html")))
        mail = form.to(recipient)
        if what := fault(mail, rendered):
            raise MessageRefused(recipient, what)
        return mail

    def lines(self, rendered: Rendered) -> Iterator[tuple[str, str]]:
        """Names of the headers and their lines, as they are for no recipient yet.

        Raises:
            ValueError, MessageError: when an address of the sender's can't be mailed.
        """
        for name, value in headers(rendered, "", self.sender, self._created):
            yield name, self._line(name, value) if name in FOLDED else f"{name}: {value}\r\n"

    def _line(self, name: str, value: object) -> str:
        key = (name, str(value))
        if key not in self._lines:
            self._lines[key] = POLICY.fold(*POLICY.header_store_parse(name, value))
        return self._lines[key]


class Form:
    """The message of one digest, but for whom it is to; unchecked."""

    def __init__(self, composer: Composer, rendered: Rendered, parts: tuple[bytes, bytes]) -> None:
        self._composer, self._rendered = composer, rendered
        boundary = f"=_{opaque(digest_to(rendered.digest, ''), composer.sender.domain)}"
        # "=_" is in neither encoding (RFC 2045, 6.7)
        self._type = f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n'
        line = b"--%b\r\n" % boundary.encode()
        self._shared = b"".join((line, parts[0], line, parts[1], line[:-2], b"--\r\n"))
        self._lines: dict[str, str] | None = None

    def to(self, recipient: str) -> Mail:
        """Put headers and parts together for one recipient.

        Raises:
            RecipientRefused: when this recipient's address can't be mailed.
            MessageRefused: when an address of the sender's can't.
        """
        sender = self._composer.sender
        try:
            to = recipient_address(recipient)
        except ValueError as error:
            raise RecipientRefused(recipient, str(error)) from error
        try:
            identity, envelope = (
                message_id(self._rendered.digest, to, sender, self._composer.edition),
                ascii_address(sender.envelope),
            )
            head = self._head(to, identity).encode()
        except (ValueError, MessageError) as error:
            raise MessageRefused(recipient, str(error)) from error
        return Mail(to, envelope, identity, head, self._shared)

    def _head(self, to: str, identity: str) -> str:
        if self._lines is None:
            self._lines = dict(self._composer.lines(self._rendered))
        own = self._lines | {"To": f"To: {to}\r\n", "Message-ID": f"Message-ID: {identity}\r\n"}
        return "".join(("MIME-Version: 1.0\r\n", self._type, *own.values(), "\r\n"))


class Bulk:
    """Makes the messages of digests that share a sheet: what they share is encoded once, and checked once."""

    def __init__(self, composer: Composer, sheet: Sheet) -> None:
        self._composer, self._sheet = composer, sheet
        texts = sheet.filled(sheet.digest, composer.sender)
        plain, page = Pieces.of(sheet.text, texts.text, "plain"), Pieces.of(sheet.html, texts.html, "html")
        self._pieces = (plain, page) if plain and page else None
        self._digest: Digest | None = None
        self._form: Form | None = None
        self._read: Mail | None = None
        """A message of this digest that was read."""
        self._checked = False

    def compose(self, digest: Digest, recipient: str) -> Mail:
        """Make the message of one of the digests for one recipient; see `compose`.

        The first is read again as a whole, the others as far as they differ from it.
        """
        if self._form is None or self._digest is not digest:
            self._digest, self._form, self._read = digest, self._form_of(digest), None
        mail = self._form.to(recipient)
        if what := self._fault(mail, digest):
            raise MessageRefused(recipient, what)
        self._read, self._checked = self._read or mail, True
        return mail

    def _fault(self, mail: Mail, digest: Digest) -> str:
        if self._read:
            return fault_of_address(mail, self._read)
        if self._checked:
            return fault_of_head(mail)
        return fault(mail, self._sheet.filled(digest, self._composer.sender))

    def _form_of(self, digest: Digest) -> Form:
        if self._pieces is None:
            rendered = self._sheet.filled(digest, self._composer.sender)
            self._checked = False  # groups of base64 go across what differs
            return Form(self._composer, rendered, (part(rendered.text, "plain"), part(rendered.html, "html")))
        own = self._sheet.own(digest, self._composer.sender)
        parts = (self._pieces[0].filled(own), self._pieces[1].filled(own))
        return Form(self._composer, self._sheet.headed(digest), parts)


def compose(rendered: Rendered, recipient: str, sender: Sender, created: datetime) -> Mail:
    """Make the message of a digest for one recipient. Equal input gives equal bytes, so that a retry is the same mail.

    `created` (aware) becomes the Date. The finished bytes are read again, and must hold exactly the headers and parts
    that belong there.

    Raises:
        RecipientRefused: when this recipient's address can't be mailed.
        MessageRefused: when an address of the sender's can't, or the message fails the check.
    """
    return Composer(sender, created).compose(rendered, recipient)
