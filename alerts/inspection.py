"""The finished message, read as a receiver would: did anything get in that was not meant?"""

from __future__ import annotations

from email import message_from_bytes
from email.parser import HeaderParser
from email.policy import SMTP
from typing import TYPE_CHECKING, Final

from alerts.headers import OPTIONAL, REQUIRED

if TYPE_CHECKING:
    from collections.abc import Collection
    from email.message import Message

    from alerts.digest import Rendered
    from alerts.mail import Mail

LONGEST_LINE: Final = 998
"""RFC 5322, 2.1.1."""
_HEADS: Final = HeaderParser(policy=SMTP)
PARTS: Final = ("multipart/alternative", "text/plain", "text/html")


def fault(mail: Mail, rendered: Rendered) -> str:
    """Say what is wrong with a message, or "" where its bytes say what was meant and no more."""
    return wrong_head(mail) or _wrong_parts(message_from_bytes(mail.content), rendered) or wrong_lines(mail.content)


def wrong_head(mail: Mail, required: Collection[str] = REQUIRED, optional: Collection[str] = OPTIONAL) -> str:
    """Say what is wrong with a message's headers, or "" where they are those that are meant, to the one recipient."""
    head = mail.content.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
    parsed = _HEADS.parsestr(head, headersonly=True)
    names = [name.lower() for name in parsed.keys()]  # noqa: SIM118 - iterating a message gives no names
    if wrong := [name for name in names if names.count(name) > 1 or name not in {*required, *optional}]:
        return f"it has headers that are not meant: {', '.join(wrong)}"
    if missing := set(required).difference(names):
        return f"it lacks headers: {', '.join(sorted(missing))}"
    if [address.addr_spec for address in parsed["to"].addresses] != [mail.recipient]:
        return "its To header does not hold the one recipient"
    return ""


def _wrong_parts(parsed: Message, rendered: Rendered) -> str:
    parts = list(parsed.walk())
    if tuple(part.get_content_type() for part in parts) != PARTS or any(part.defects for part in parts):
        return "its parts are not one plain text and one HTML text"
    if [_text(part) for part in parts[1:]] != [rendered.text, rendered.html]:
        return "its texts do not survive their encoding"
    return ""


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(payload, bytes) else ""


def wrong_lines(content: bytes) -> str:
    """Say which rule on lines (RFC 5322, 2.1.1 and 2.3) a message breaks, or ""."""
    lines = content.split(b"\r\n")
    if any(len(line) > LONGEST_LINE or b"\r" in line or b"\n" in line for line in lines):
        return f"a line is longer than {LONGEST_LINE} bytes or ends in a bare CR or LF"
    return ""
