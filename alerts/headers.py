"""The headers of a digest: what they say, and which may be there at all."""

from __future__ import annotations

import base64
import hashlib
import re
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.policy import SMTP
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from alerts.addresses import ascii_address, ascii_domain, contact, mailto
from alerts.clean import clean_header
from alerts.subject import LONGEST_SUBJECT
from alerts.transfer import encoded_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from email.message import EmailMessage, Message
    from email.policy import EmailPolicy, Policy

    from alerts.digest import Digest, Rendered
    from alerts.relay import Sender

LONGEST_NAME: Final = 60
REQUIRED: Final = frozenset({
    "from", "to", "subject", "date", "message-id", "list-id", "list-help", "list-owner", "list-subscribe",
    "list-unsubscribe", "auto-submitted", "precedence", "x-auto-response-suppress", "feedback-id", "content-language",
    "mime-version", "content-type",
})  # fmt: skip
OPTIONAL: Final = frozenset({"reply-to"})


class _Verbatim(BaseHeader):
    """A header that is written as it stands: addresses in `<>` must not be folded into encoded words."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, object]) -> None:
        """Take the value as it is; the name and the arguments are those `HeaderRegistry` asks for."""
        kwds.update(decoded=value, parse_tree=value)

    def fold(self, *, policy: Policy[Message[str, str]]) -> str:
        """Put name and value on one line."""
        return f"{self.name}: {self}{policy.linesep}"


class _Words(_Verbatim):
    """A header of `encoded_words`, one on a line."""

    def fold(self, *, policy: Policy[Message[str, str]]) -> str:
        """Break the line between words; plain text has no `=?`, so that it stays whole."""
        return super().fold(policy=policy).replace("?= =?", f"?={policy.linesep} =?")


def _policy() -> EmailPolicy[EmailMessage]:
    headers = HeaderRegistry()
    lists = ("list-id", "list-help", "list-owner", "list-subscribe", "list-unsubscribe", "feedback-id")
    for name in ("to", "message-id", *lists):
        headers.map_to_type(name, _Verbatim)
    headers.map_to_type("subject", _Words)
    return SMTP.clone(header_factory=headers)


POLICY: Final = _policy()


def headers(
    rendered: Rendered, to: str, sender: Sender, created: datetime
) -> Iterator[tuple[str, str | Address | datetime]]:
    """Give names and values, but for those that describe the body.

    RFC 2919 (List-Id), 2369 (List-Help, -Owner, -Subscribe, -Unsubscribe), 3834 (Auto-Submitted); Precedence and
    X-Auto-Response-Suppress keep out-of-office answers away. Feedback-ID lets Gmail's postmaster tools count complaints
    by list. List-Unsubscribe-Post (RFC 8058) and List-Archive need an https address, which there is none of.

    Raises:
        ValueError: where an address of the sender's is none.
    """
    digest, owner = rendered.digest, contact(sender)
    yield "From", _author(sender)
    yield "To", to  # `recipient_address` let only plain ones through: nothing to quote, nothing to fold
    yield "Subject", encoded_words(clean_header(rendered.subject, LONGEST_SUBJECT))
    yield "Date", created
    yield "Message-ID", message_id(digest, to, sender)
    if sender.reply_to:
        yield "Reply-To", Address(addr_spec=ascii_address(sender.reply_to))
    yield "List-Id", _list_id(digest, sender)
    yield "List-Help", f"<{mailto(owner, f'help {digest.subscription}')}>"
    yield "List-Owner", f"<{mailto(owner, digest.subscription)}>"
    yield "List-Subscribe", f"<{mailto(owner, f'subscribe {digest.subscription}')}>"
    yield "List-Unsubscribe", f"<{mailto(owner, f'unsubscribe {digest.subscription}')}>"
    yield "Auto-Submitted", "auto-generated"
    yield "Precedence", "list"
    yield "X-Auto-Response-Suppress", "All"
    yield "Feedback-ID", f"{_label(digest)}:digest:treatywatch:{ascii_domain(sender.domain)}"
    yield "Content-Language", "en"


@lru_cache(maxsize=16)
def _author(sender: Sender) -> Address:
    return Address(clean_header(sender.name, LONGEST_NAME), addr_spec=ascii_address(sender.address))


def _list_id(digest: Digest, sender: Sender) -> str:
    name = clean_header(re.sub(r'["\\<>]', " ", digest.name), LONGEST_NAME)
    described = f'"{name}" ' if name.isascii() else ""  # RFC 2919 lets the description be left out
    return f"{described}<{_label(digest)}.digest.{ascii_domain(sender.domain)}>"


def _label(digest: Digest) -> str:
    """The subscription, as a label of a domain name."""
    plain = re.fullmatch(r"[A-Za-z0-9_-]{1,63}", digest.subscription)
    return digest.subscription if plain else hashlib.sha256(digest.subscription.encode()).hexdigest()[:16]


def message_id(digest: Digest, to: str, sender: Sender, edition: str = "") -> str:
    """Give the Message-ID that this slot's digest has for this recipient, however often it is made.

    Another edition of it, of other bytes, has another.
    """
    return identity(digest_to(digest, to) + (f"\0{edition}" if edition else ""), sender.domain)


def digest_to(digest: Digest, to: str) -> str:
    """Name the digest of a slot and its recipient, the same however often it is made."""
    slot = digest.slot
    return f"{digest.subscription}\0{slot.local_date.isoformat()}\0{slot.label}\0{to}"


def identity(what: str, domain: str) -> str:
    """Give the Message-ID of whatever `what` names, the same at any time."""
    return f"<{opaque(what, domain)}.d1@{ascii_domain(domain)}>"


def opaque(what: str, domain: str) -> str:
    """Name something in 22 characters that don't show it. Not a secret: the key is the domain."""
    key = hashlib.sha256(domain.encode()).digest()
    hashed = hashlib.blake2b(what.encode(errors="backslashreplace"), key=key).digest()
    return base64.b32encode(hashed[:15])[:22].decode("ascii").lower()
