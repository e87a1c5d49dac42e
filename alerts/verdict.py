"""Pure: what a relay's reply, or its silence, means for a message and for those behind it."""

from __future__ import annotations

import re
import ssl
from typing import TYPE_CHECKING

from alerts.clean import clean_text
from alerts.mail import Attempt, Outcome, Trouble

if TYPE_CHECKING:
    from alerts.mail import Mail

TEXT_LIMIT = 500

_ENHANCED = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?!\S)")
_ADDRESS = re.compile(r"[^\s<>@\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
_BARE_LINE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)")

_BEFORE_MAIL = frozenset({"connect", "tls", "auth"})
_PERMANENT = 500
_CLOSING = 421
"""RFC 5321, 3.8: the relay closes the connection, whatever we said."""
_NO_ROOM = 552
"""To RCPT a full mailbox (RFC 5321, 4.2.3), elsewhere a message that is too large (RFC 1870, 6)."""
_LOGIN = frozenset({454, 530, 534, 535, 538})
"""RFC 4954, 6: the relay wants a login, another one, or can't check it now."""
_OUR_COMMANDS = frozenset({500, 502, 503, 504})
"""RFC 5321, 4.2.2: it does not understand us, whoever the recipient is."""
_TOO_LARGE = frozenset({"5.3.4", "5.2.3"})
_MAILBOX_FULL = frozenset({"5.2.2", "4.2.2"})
_DEAD = frozenset({"5.1.1", "5.1.2", "5.1.10", "5.4.4"})
"""RFC 3463, 3.2 and 3.5, RFC 7505: no such mailbox, no such domain, a domain without mail, no way there."""
_BAD_SENDER = frozenset({"5.1.7", "5.1.8"})
"""RFC 3463, 3.2: about the sender, although often said after RCPT."""

_NOT_FOR_GOOD = frozenset({Trouble.MAILBOX_FULL, Trouble.POLICY})
"""Refusals with 5xx that say nothing against the address."""

_LATER = "nothing to do: it is tried again by itself"
_REACHABLE = "check the relay's host, port and security, and that it runs"
_CREDENTIALS = "check the relay's username and password"
_POLICY = (
    "ask the relay's operator whether it may send for this machine and sender, and check SPF and DKIM of the domain"
)
_SHORTER = "the message is too large: lower the limits on a digest's length, or raise the relay's size limit"
_NOT_SMTP = "check that an SMTP relay answers at this host and port"


def tidy(reply: bytes) -> str:
    """A reply as one line of printable text, at most 500 characters."""
    return clean_text(reply.decode("utf-8", errors="replace"), TEXT_LIMIT)


def answered(phase: str, code: int, reply: bytes) -> Attempt:
    """What a reply means that ends an attempt: the one to the content, or a refusal before it.

    Sorted by the enhanced status code (RFC 3463) where there is one. What is the relay's fault or ours never drops a
    recipient. A reply that is no reply after the content leaves open whether the relay took it.
    """
    text = tidy(reply)
    kind = code // 100  # RFC 5321, 4.2.1: the first digit decides
    if phase == "content" and kind == 2:  # noqa: PLR2004 - positive completion
        return Attempt(Outcome.ACCEPTED, "done", code, text)
    if kind not in {4, 5}:
        outcome = Outcome.UNCERTAIN if phase == "content" else Outcome.DEFERRED
        return Attempt(outcome, phase, max(code, 0) or None, text, outcome is Outcome.DEFERRED, _NOT_SMTP)
    status = _status(code, text)
    trouble = _trouble(phase, code, status)
    if remedy := _common_fault(phase, code, status):
        return Attempt(Outcome.DEFERRED, phase, code, text, relay_wide=True, remedy=remedy, trouble=trouble)
    if _is_too_large(phase, code, status):
        return Attempt(Outcome.REJECTED, phase, code, text, remedy=_SHORTER, trouble=Trouble.TOO_LARGE)
    if code < _PERMANENT or trouble in _NOT_FOR_GOOD:
        remedy = _POLICY if trouble is Trouble.POLICY else ""
        return Attempt(Outcome.DEFERRED, phase, code, text, remedy=remedy, trouble=trouble)
    return Attempt(Outcome.REJECTED, phase, code, text, remedy="check the recipient's address", trouble=trouble)


def broken(phase: str, error: Exception) -> Attempt:
    """What a lost connection or a time-out in `phase` means.

    Once the content is under way the relay may have taken the message, whatever part of it we believe to have sent
    (RFC 1047); before that it can't have. A relay that is silent about a recipient waits for the recipient's server.
    """
    text = tidy((str(error) or type(error).__name__).encode(errors="replace"))
    if phase == "content":
        return Attempt(Outcome.UNCERTAIN, phase, None, text)
    if isinstance(error, ssl.SSLCertVerificationError):
        remedy = "the relay's certificate is not trusted: name its issuer in ca_file, or the host as it is certified"
    elif phase == "tls":
        remedy = "check the relay's security (tls or starttls) against its port, and ca_file"
    else:
        remedy = _REACHABLE
    asks_its_server = phase == "rcpt" and isinstance(error, TimeoutError)
    trouble = Trouble.SLOW_DOWN if asks_its_server else Trouble.NONE
    return Attempt(Outcome.DEFERRED, phase, None, text, phase in _BEFORE_MAIL, remedy, trouble)


def unended(error: Exception) -> Attempt:
    """We broke off before the final dot: without it, no relay may take a message (RFC 5321, 4.1.1.4)."""
    return Attempt(Outcome.DEFERRED, "data", None, tidy((str(error) or type(error).__name__).encode(errors="replace")))


def refused(phase: str, text: str, remedy: str) -> Attempt:
    """An attempt that we end ourselves because no message can go this way."""
    return Attempt(Outcome.DEFERRED, phase, None, text, relay_wide=True, remedy=remedy)


def too_large(size: int, limit: int) -> Attempt:
    """A message that the relay has said it won't take (RFC 1870, 6.1): it is not offered."""
    text = f"the message has {size} bytes, and the relay takes {limit} at most"
    return Attempt(Outcome.REJECTED, "mail", None, text, remedy=_SHORTER, trouble=Trouble.TOO_LARGE)


def unsendable(mail: Mail) -> Attempt | None:
    """Why a message can't be spoken in SMTP at all, None if it can.

    A bare CR or LF is where smuggled messages begin (CVE-2023-51764), so it never leaves.
    """
    if not _ADDRESS.fullmatch(mail.sender):
        return refused(
            "mail", f"no usable envelope sender: {mail.sender!a:.80}", "correct the sender in the delivery file"
        )
    if not _ADDRESS.fullmatch(mail.recipient):
        text = f"no usable address: {mail.recipient!a:.80}"
        return Attempt(Outcome.REJECTED, "rcpt", None, text, remedy="correct the address in the subscriptions file")
    if _BARE_LINE_END.search(mail.content):
        return Attempt(Outcome.REJECTED, "content", None, "the message holds a bare line feed or carriage return")
    return None


def _status(code: int, text: str) -> str | None:
    found = _ENHANCED.match(text)
    return found.group() if found and int(found[1]) == code // 100 else None


def _is_of(status: str | None, *subjects: str) -> bool:
    return status is not None and status.rpartition(".")[0] in subjects


def _trouble(phase: str, code: int, status: str | None) -> Trouble:
    if code == _CLOSING or _is_of(status, "4.7"):
        return Trouble.SLOW_DOWN
    if _is_full_mailbox(phase, code, status):
        return Trouble.MAILBOX_FULL
    if status in _DEAD:
        return Trouble.DEAD
    if _is_of(status, "5.3", "5.7") and not _is_too_large(phase, code, status):
        return Trouble.POLICY
    return Trouble.NONE


def _common_fault(phase: str, code: int, status: str | None) -> str | None:
    """What to do about a fault that any message would meet; None where it may be about this recipient alone."""
    if phase in {"connect", "tls"}:
        return _LATER if code == _CLOSING else _REACHABLE
    if phase == "auth" or code in _LOGIN:
        return _CREDENTIALS
    if phase == "mail" and code == _CLOSING:
        return _LATER
    if code < _PERMANENT or _is_too_large(phase, code, status):
        return None
    if phase == "mail" or status in _BAD_SENDER:
        return _POLICY
    return _NOT_SMTP if code in _OUR_COMMANDS and not _is_of(status, "5.1", "5.7") else None


def _is_too_large(phase: str, code: int, status: str | None) -> bool:
    if status is None:
        return code == _NO_ROOM and phase != "rcpt"
    return status in _TOO_LARGE or (code == _NO_ROOM and _is_of(status, "5.3", "5.0", "5.5"))


def _is_full_mailbox(phase: str, code: int, status: str | None) -> bool:
    return status in _MAILBOX_FULL or (status is None and code == _NO_ROOM and phase == "rcpt")
