from __future__ import annotations

import re
import socket
from base64 import b64encode
from ipaddress import ip_address
from typing import TYPE_CHECKING

from alerts.mail import Attempt, Outcome, Trouble
from alerts.relay import Security
from alerts.sizes import REMEDY, Announced, Notices, announced
from alerts.verdict import answered, refused, too_large, unended
from alerts.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from alerts.mail import Mail
    from alerts.passage import Passage
    from alerts.relay import Relay

# RFC 5321, 4.3.2; RFC 3207, 4; RFC 4954, 4 and 6.
READY, DONE, LOGGED_IN, GO_ON, SEND_CONTENT = 220, 250, 235, 334, 354

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class Session:
    """One connection to the relay, spoken step by step, so that it is known where it broke.

    A broken connection is an OSError, and `passage.phase` tells how far things were; a reply that ends an attempt is an
    Attempt. Blocks, in one thread.
    """

    def __init__(self, relay: Relay, passage: Passage, notices: Notices | None = None) -> None:
        self.wire = Wire(relay)
        self.mails = 0
        """Messages that this connection was used for."""
        self.clean = True
        """The last transaction came to its end, and none is open."""
        self._relay = relay
        self._passage = passage
        self._notices = notices or Notices()

    def open(self) -> Attempt | None:
        """Connect, secure and log in; None when the relay is ready for mail."""
        if self._relay.security is Security.NONE and (exposed := _exposed_password(self._relay)):
            return exposed
        self._reach()
        for step in (self._greet, self._secure, self._log_in):
            if refusal := step():
                return refusal
        if nonsense := self._size.nonsense:
            self._notices.tell(f"the relay is not believed, and gets mails of any length: {nonsense}; {REMEDY}")
        return None

    def deliver(self, mail: Mail, before_end: Callable[[], None]) -> Attempt:
        """One message, one recipient, one transaction; `before_end` returns when its final dot may be sent."""
        attempt = self._deliver(mail, before_end)
        if self._size.nonsense and attempt.trouble is Trouble.TOO_LARGE:  # it would refuse any mail
            return refused(attempt.phase, f"{attempt.said} ({self._size.nonsense})", REMEDY)
        return attempt

    def _deliver(self, mail: Mail, before_end: Callable[[], None]) -> Attempt:
        self.mails += 1
        self.clean = False
        for step in (self._name_sender, self._name_recipient, self._announce_content):
            if refusal := step(mail):
                return refusal
        attempt = self._hand_over(mail.content, before_end)
        self.clean = attempt.outcome is Outcome.ACCEPTED
        return attempt

    @property
    def offers(self) -> dict[str, str]:
        """What the relay can do, by the names of its extensions, in lower case."""
        return dict(self.wire.esmtp_features)

    @property
    def _size(self) -> Announced:
        return announced(self.wire.esmtp_features.get("size"))

    def is_ready(self) -> bool:
        """Whether the relay takes another message; clears what an earlier one left (RSET)."""
        if self.clean:
            return True
        self._passage.enter("mail")
        try:
            return self.wire.rset()[0] == DONE
        except OSError:
            return False

    def _reach(self) -> None:
        self._passage.enter("connect")
        failed = OSError("the relay's name has no address")
        for family, kind, protocol, _, place in socket.getaddrinfo(
            self._relay.host, self._relay.port, type=socket.SOCK_STREAM
        ):
            self._passage.enter("connect")
            try:
                self.wire.dial((family, kind, protocol, place))
            except OSError as error:
                failed = error
                self.wire.close()
            else:
                return
        raise failed

    def _greet(self) -> Attempt | None:
        if self._relay.security is Security.TLS:
            self._passage.enter("tls")
            self.wire.encrypt()
        self._passage.enter("connect")
        code, reply = self.wire.getreply()
        return answered("connect", code, reply) if code != READY else self._introduce("connect")

    def _introduce(self, phase: str) -> Attempt | None:
        code, reply = self.wire.ehlo()
        return answered(phase, code, reply) if code != DONE else None

    def _secure(self) -> Attempt | None:
        if self._relay.security not in {Security.STARTTLS, Security.OPPORTUNISTIC}:
            return None
        offered = self.wire.has_extn("starttls")
        if not offered and self._relay.security is Security.OPPORTUNISTIC:
            return _exposed_password(self._relay)
        self._passage.enter("tls")
        if not offered:
            remedy = "name the port where it does, or where TLS is on from the first byte (security: tls)"
            return refused("tls", "the relay does not offer STARTTLS", remedy)
        code, reply = self.wire.docmd("STARTTLS")
        if code != READY:
            return answered("tls", code, reply)
        self.wire.encrypt()
        return self._introduce("tls")

    def _log_in(self) -> Attempt | None:
        if self._relay.username is None:
            return None
        self._passage.enter("auth")
        self.wire.private = True
        try:
            return self._name_ourselves()
        finally:
            self.wire.private = False

    def _name_ourselves(self) -> Attempt | None:
        assert self._relay.username is not None
        offered = self.wire.esmtp_features.get("auth", "").upper().split()
        username, password = self._relay.username, self._relay.password or ""
        if "PLAIN" in offered:
            code, reply = self.wire.docmd("AUTH", "PLAIN " + _base64(f"\0{username}\0{password}"))
        elif "LOGIN" in offered:
            code, reply = self._log_in_word_by_word(username, password)
        else:
            remedy = "remove username and password, or name the port where it takes a login"
            return refused("auth", "the relay offers no login by PLAIN or LOGIN", remedy)
        return answered("auth", code, reply) if code != LOGGED_IN else None

    def _log_in_word_by_word(self, username: str, password: str) -> tuple[int, bytes]:
        code, reply = self.wire.docmd("AUTH", "LOGIN")
        for word in (username, password):
            if code != GO_ON:
                break
            code, reply = self.wire.docmd(_base64(word))
        return code, reply

    def _name_sender(self, mail: Mail) -> Attempt | None:
        self._passage.enter("mail")
        plain = (mail.sender + mail.recipient).isascii()
        if not plain and not self.wire.has_extn("smtputf8"):
            text = "the address needs SMTPUTF8, which the relay does not offer"
            return Attempt(Outcome.REJECTED, "mail", None, text, remedy="use an address in ASCII, or another relay")
        if 0 < self._size.most < len(mail.content):
            self.clean = True  # nothing was said
            return too_large(len(mail.content), self._size.most)
        self.wire.command_encoding = "ascii" if plain else "utf-8"
        code, reply = self.wire.docmd("MAIL", f"FROM:<{mail.sender}>{self._parameters(mail, plain=plain)}")
        return answered("mail", code, reply) if code != DONE else None

    def _parameters(self, mail: Mail, *, plain: bool) -> str:
        """RFC 1870, 6152 and 6531, as far as the relay offers them."""
        words = []
        if self.wire.has_extn("size"):
            words.append(f" SIZE={len(mail.content)}")
        if not mail.content.isascii() and self.wire.has_extn("8bitmime"):
            words.append(" BODY=8BITMIME")
        if not plain:
            words.append(" SMTPUTF8")
        return "".join(words)

    def _name_recipient(self, mail: Mail) -> Attempt | None:
        self._passage.enter("rcpt")
        code, reply = self.wire.docmd("RCPT", f"TO:<{mail.recipient}>")
        return answered("rcpt", code, reply) if code not in {DONE, DONE + 1} else None  # 251: will forward

    def _announce_content(self, _mail: Mail) -> Attempt | None:
        self._passage.enter("data")
        code, reply = self.wire.docmd("DATA")
        return answered("data", code, reply) if code != SEND_CONTENT else None

    def _hand_over(self, content: bytes, before_end: Callable[[], None]) -> Attempt:
        self._passage.enter("content")
        patience = self._relay.content_timeout.total_seconds()
        self.wire.write(_framed(content), patience)
        try:
            before_end()
        except Exception as error:  # noqa: BLE001 - whatever kept it from being ended, it was not
            self._passage.leave()
            return unended(error)
        code, reply = self.wire.end(patience)
        return answered("content", code, reply)


def _framed(content: bytes) -> bytes:
    """The content with its leading dots doubled, but for the final dot (RFC 5321, 4.5.2)."""
    ended = content if content.endswith(b"\r\n") or not content else content + b"\r\n"
    return _LEADING_DOT.sub(b"..", ended)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


def _exposed_password(relay: Relay) -> Attempt | None:
    if not relay.password or _is_this_machine(relay.host):
        return None
    text = "the password would cross the network unprotected; it was not sent"
    return refused("connect", text, "set the relay's security to starttls or tls")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
