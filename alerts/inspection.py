"""The finished message, read as a receiver would: did anything get in that was not meant?"""

from __future__ import annotations

import base64
import quopri
import re
from email.parser import HeaderParser
from email.policy import compat32
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from alerts.headers import OPTIONAL, REQUIRED

if TYPE_CHECKING:
    from collections.abc import Collection
    from email.message import Message

    from alerts.digest import Rendered
    from alerts.mail import Mail

LONGEST_LINE: Final = 998
"""RFC 5322, 2.1.1."""
CONTENT_TYPE: Final = re.compile(r'multipart/alternative;\s+boundary="(=_[a-z2-7]+)"')
PART: Final = re.compile(
    rb'\r\nContent-Type: text/(plain|html); charset="utf-8"\r\n'
    rb"Content-Transfer-Encoding: (quoted-printable|base64)\r\n\r\n(.*)\r\n",
    re.DOTALL,
)
HEADERS: Final = HeaderParser(policy=compat32)
DECODE: Final = {b"quoted-printable": quopri.decodestring, b"base64": base64.decodebytes}


def fault(mail: Mail, rendered: Rendered) -> str:
    """Say what is wrong with a message, or "" where its bytes say what was meant and no more.

    The headers are read by the standard library's parser. The parts are read more strictly than any parser would:
    what is not exactly two texts is a fault.
    """
    head, _, body = mail.content.partition(b"\r\n\r\n")
    wrong, boundary = _wrong_headers(head, mail.recipient)
    return wrong or _wrong_parts(body, boundary, rendered) or wrong_lines(mail.content)


def fault_of_head(mail: Mail) -> str:
    """Likewise of the headers alone, where the parts are those of a message that was read."""
    head = mail.own.partition(b"\r\n\r\n")[0]
    return _wrong_headers(head, mail.recipient)[0] or wrong_lines(head)


def fault_of_address(mail: Mail, read: Mail) -> str:
    """Likewise of recipient and Message-ID alone, where all else is to be that of `read`, which has no fault."""
    lines, as_read = mail.own.split(b"\r\n"), read.own.split(b"\r\n")
    other = [line for line, expected in zip_longest(lines, as_read) if line != expected]
    if mail.shared != read.shared or set(other) - {b"To: %b" % mail.recipient.encode(), _own_id(mail)}:
        return "it differs from the others of its digest in more than recipient and Message-ID"
    return wrong_lines(b"\r\n".join(other))


def _own_id(mail: Mail) -> bytes:
    return b"Message-ID: %b" % mail.message_id.encode()


def wrong_head(mail: Mail, required: Collection[str], optional: Collection[str]) -> str:
    """Say what is wrong with a message's headers, or "" where they are those that are meant, to the one recipient."""
    return _misnamed(_parsed(mail.content.partition(b"\r\n\r\n")[0]), mail.recipient, required, optional)


def _wrong_headers(head: bytes, recipient: str) -> tuple[str, str]:
    """What is wrong with the headers, and the boundary that they announce."""
    parsed = _parsed(head)
    if wrong := _misnamed(parsed, recipient, REQUIRED, OPTIONAL):
        return wrong, ""
    announced = CONTENT_TYPE.fullmatch(parsed["content-type"])
    if announced is None or parsed.get_payload():
        return "its parts are not one plain text and one HTML text", ""
    return "", announced[1]


def _parsed(head: bytes) -> Message:
    return HEADERS.parsestr(head.decode("utf-8", "replace"))


def _misnamed(parsed: Message, recipient: str, required: Collection[str], optional: Collection[str]) -> str:
    names = [name.lower() for name in parsed.keys()]  # noqa: SIM118 - iterating a message gives no names
    if wrong := [name for name in names if names.count(name) > 1 or name not in {*required, *optional}]:
        return f"it has headers that are not meant: {', '.join(wrong)}"
    if missing := set(required).difference(names):
        return f"it lacks headers: {', '.join(sorted(missing))}"
    return "" if parsed["to"] == recipient else "its To header does not hold the one recipient"


def _wrong_parts(body: bytes, boundary: str, rendered: Rendered) -> str:
    before, *parts, after = body.split(f"--{boundary}".encode())
    found = [PART.fullmatch(part) for part in parts]
    kinds = [part[1] if part else b"" for part in found]
    if before or after != b"--\r\n" or kinds != [b"plain", b"html"]:
        return "its parts are not one plain text and one HTML text"
    read = [DECODE[part[2]](part[3]).replace(b"\r\n", b"\n") for part in found if part]
    if read != [rendered.text.encode(), rendered.html.encode()]:
        return "its texts do not survive their encoding"
    return ""


def wrong_lines(content: bytes) -> str:
    """Say which rule on lines (RFC 5322, 2.1.1 and 2.3) a message breaks, or ""."""
    lines = content.split(b"\r\n")
    ends = len(lines) - 1
    if max(map(len, lines)) > LONGEST_LINE or content.count(b"\r") != ends or content.count(b"\n") != ends:
        return f"a line is longer than {LONGEST_LINE} bytes or ends in a bare CR or LF"
    return ""
