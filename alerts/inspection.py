"""The finished message, read as a receiver would: did anything get in that was not meant?"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import compat32
from typing import TYPE_CHECKING, Final, cast

from alerts.headers import OPTIONAL, REQUIRED

if TYPE_CHECKING:
    from email.message import Message

    from alerts.digest import Rendered
    from alerts.mail import Mail

LONGEST_LINE: Final = 998
"""RFC 5322, 2.1.1."""
WRONG_LINE: Final = re.compile(rb"[^\r\n]{999}|\r(?!\n)|(?<!\r)\n")
PARTS: Final = ("multipart/alternative", "text/plain", "text/html")


def fault(mail: Mail, rendered: Rendered) -> str:
    """Say what is wrong with a message, or "" where its bytes say what was meant and no more."""
    parsed = message_from_bytes(mail.content, policy=compat32)
    return _wrong_headers(parsed, mail.recipient) or _wrong_parts(parsed, rendered) or _wrong_lines(mail.content)


def _wrong_headers(parsed: Message, recipient: str) -> str:
    names = [name.lower() for name in parsed.keys()]  # noqa: SIM118 - iterating a message gives no names
    if wrong := [name for name in names if names.count(name) > 1 or name not in REQUIRED | OPTIONAL]:
        return f"it has headers that are not meant: {', '.join(wrong)}"
    if missing := REQUIRED.difference(names):
        return f"it lacks headers: {', '.join(sorted(missing))}"
    if parsed["to"] != recipient:
        return "its To header does not hold the one recipient"
    return ""


def _wrong_parts(parsed: Message, rendered: Rendered) -> str:
    parts = list(parsed.walk())
    if tuple(part.get_content_type() for part in parts) != PARTS or any(part.defects for part in parts):
        return "its parts are not one plain text and one HTML text"
    read = [cast("bytes", part.get_payload(decode=True)).replace(b"\r\n", b"\n") for part in parts[1:]]
    if read != [rendered.text.encode(), rendered.html.encode()]:
        return "its texts do not survive their encoding"
    return ""


def _wrong_lines(content: bytes) -> str:
    if WRONG_LINE.search(content):
        return f"a line is longer than {LONGEST_LINE} bytes or ends in a bare CR or LF"
    return ""
