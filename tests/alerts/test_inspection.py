from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.inspection import fault
from alerts.message import compose
from alerts.rendering import render
from tests.alerts.builders import LIMITS, SENDER, SIX_PM, digest, news

RENDERED = render(digest(news(1)), SENDER, LIMITS)
MAIL = compose(RENDERED, "reader@example.com", SENDER, SIX_PM)


def test_a_message_as_composed_has_no_fault() -> None:
    assert fault(MAIL, RENDERED) == ""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"Subject:", b"Bcc: v@example.net\r\nSubject:", "not meant: bcc"),
        (b"Subject:", b"Subject: another\r\nSubject:", "not meant: subject, subject"),
        (b"Subject:", b"X-Mailer: x\r\nSubject:", "not meant: x-mailer"),
        (b"Auto-Submitted: auto-generated\r\n", b"", "lacks headers: auto-submitted"),
        (b"To: reader@example.com", b"To: reader@example.com, other@example.net", "not hold the one recipient"),
        (b"To: reader@example.com", b"To: other@example.net", "not hold the one recipient"),
        (b"text/html", b"text/calendar", "not one plain text and one HTML text"),
        (b"multipart/alternative", b"multipart/mixed", "not one plain text and one HTML text"),
        (b"Digest", b"Digests", "do not survive"),
        (b"Precedence: list\r\n", b"Precedence: list\n", "bare CR or LF"),
        (b"Precedence: list", b"Precedence: " + b"list " * 200, "longer than 998 bytes"),
    ],
)
def test_a_message_with_something_else_in_it_is_found_out(old: bytes, new: bytes, reason: str) -> None:
    assert old in MAIL.content
    assert reason in fault(replace(MAIL, own=MAIL.content.replace(old, new), shared=b""), RENDERED)
