from __future__ import annotations

import ssl
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.mail import Mail, Outcome, Trouble
from alerts.verdict import answered, broken, tidy, unsendable

D, R, U = Outcome.DEFERRED, Outcome.REJECTED, Outcome.UNCERTAIN


@pytest.mark.parametrize(
    ("phase", "code", "text", "outcome", "relay_wide"),
    [
        ("connect", 554, b"5.7.1 go away", D, True),
        ("connect", 421, b"4.3.2 too busy", D, True),
        ("tls", 454, b"4.7.0 no TLS now", D, True),
        ("auth", 535, b"5.7.8 wrong", D, True),
        ("auth", 454, b"4.7.0 later", D, True),
        ("mail", 530, b"5.7.0 log in first", D, True),
        ("mail", 550, b"5.7.1 sender not allowed", D, True),
        ("mail", 553, b"5.1.8 no such domain", D, True),
        ("mail", 452, b"4.3.1 disk full", D, False),
        ("mail", 552, b"5.3.4 too big", R, False),
        ("mail", 552, b"too big", R, False),
        ("rcpt", 421, b"4.7.0 slow down", D, False),
        ("rcpt", 450, b"4.2.0 greylisted", D, False),
        ("rcpt", 452, b"4.5.3 later", D, False),
        ("rcpt", 550, b"5.1.1 no such user", R, False),
        ("rcpt", 550, b"no such user", R, False),
        ("rcpt", 550, b"5.1.8 no such sender domain", D, True),
        ("rcpt", 550, b"5.7.26 unauthenticated", D, False),
        ("rcpt", 554, b"5.7.1 relay access denied", D, False),
        ("rcpt", 550, b"5.3.0 system trouble", D, False),
        ("rcpt", 501, b"5.1.3 bad address", R, False),
        ("rcpt", 501, b"bad address", R, False),
        ("rcpt", 503, b"5.5.1 bad sequence", D, True),
        ("rcpt", 500, b"5.1.3 bad address", R, False),
        ("rcpt", 552, b"5.2.2 mailbox full", D, False),
        ("rcpt", 552, b"mailbox full", D, False),
        ("rcpt", 550, b"5.4.4 no route", R, False),
        ("rcpt", 999, b"what", D, True),
        ("data", 554, b"5.5.1 no valid recipients", R, False),
        ("data", 250, b"ok?", D, True),
        ("content", 451, b"4.3.0 try again", D, False),
        ("content", 421, b"4.3.2 closing", D, False),
        ("content", 554, b"transaction failed", R, False),
        ("content", 554, b"5.7.1 looks like spam", D, False),
        ("content", 552, b"message too big", R, False),
        ("content", 552, b"5.2.3 too long for the mailbox", R, False),
        ("content", 550, b"5.7.26 unauthenticated", D, False),
        ("content", -1, b"garbage", U, False),
        ("content", 354, b"again?", U, False),
    ],
)
def test_a_refusal_is_sorted(phase: str, code: int, text: bytes, outcome: Outcome, relay_wide: bool) -> None:  # noqa: FBT001 - a table's column
    verdict = answered(phase, code, text)
    assert (verdict.outcome, verdict.relay_wide) == (outcome, relay_wide)
    assert verdict.phase == phase


@pytest.mark.parametrize(
    ("phase", "code", "text", "trouble"),
    [
        ("rcpt", 550, b"5.1.1 no such user", Trouble.DEAD),
        ("rcpt", 550, b"5.1.10 null mx", Trouble.DEAD),
        ("rcpt", 550, b"5.4.4 no route", Trouble.DEAD),
        ("rcpt", 550, b"no such user", Trouble.NONE),
        ("rcpt", 550, b"5.7.1 not welcome", Trouble.POLICY),
        ("content", 554, b"5.7.26 unauthenticated", Trouble.POLICY),
        ("rcpt", 550, b"5.3.0 system trouble", Trouble.POLICY),
        ("content", 552, b"5.3.4 too large", Trouble.TOO_LARGE),
        ("rcpt", 421, b"come back", Trouble.SLOW_DOWN),
        ("rcpt", 450, b"4.7.1 greylisted", Trouble.SLOW_DOWN),
        ("rcpt", 452, b"4.2.2 mailbox full", Trouble.MAILBOX_FULL),
        ("rcpt", 552, b"mailbox full", Trouble.MAILBOX_FULL),
        ("rcpt", 450, b"4.2.0 busy", Trouble.NONE),
    ],
)
def test_a_refusal_names_its_trouble(phase: str, code: int, text: bytes, trouble: Trouble) -> None:
    assert answered(phase, code, text).trouble is trouble


@pytest.mark.parametrize("phase", ["rcpt", "data", "content"])
@pytest.mark.parametrize("detail", range(30))
def test_a_rule_of_theirs_never_ends_a_message_nor_counts_against_the_address(phase: str, detail: int) -> None:
    verdict = answered(phase, 550, f"5.7.{detail} no".encode())
    assert (verdict.outcome, verdict.trouble) == (D, Trouble.POLICY)


def test_an_acceptance_keeps_the_queue_id() -> None:
    verdict = answered("content", 250, b"2.0.0 ok: queued as 4F2")
    assert (verdict.outcome, verdict.phase, verdict.text) == (Outcome.ACCEPTED, "done", "2.0.0 ok: queued as 4F2")


@pytest.mark.parametrize("code", [421, 454, 530, 535, 550])
def test_a_fault_that_stops_all_mail_says_what_to_do(code: int) -> None:
    assert answered("mail", code, b"no").remedy


def test_a_code_that_contradicts_its_enhanced_code_is_believed() -> None:
    assert answered("rcpt", 550, b"4.7.1 confused").outcome is R


@pytest.mark.parametrize("phase", ["connect", "tls", "auth", "mail", "rcpt", "data"])
def test_a_break_before_the_content_is_deferred(phase: str) -> None:
    assert broken(phase, TimeoutError("timed out")).outcome is D


def test_a_break_after_the_content_began_is_uncertain() -> None:
    assert broken("content", ConnectionResetError()).outcome is U


@pytest.mark.parametrize("phase", ["connect", "tls", "auth"])
def test_a_break_before_any_mail_would_meet_all_mail(phase: str) -> None:
    assert broken(phase, OSError("no")).relay_wide


def test_an_untrusted_certificate_names_the_remedy() -> None:
    assert "ca_file" in broken("tls", ssl.SSLCertVerificationError("self-signed")).remedy


def test_a_break_without_words_is_named() -> None:
    assert broken("mail", ConnectionResetError()).text == "ConnectionResetError"


@given(st.binary(max_size=3000))
def test_a_reply_becomes_one_short_printable_line(reply: bytes) -> None:
    text = tidy(reply)
    assert len(text) <= 500
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text)


def test_a_reply_in_another_encoding_is_kept_as_far_as_it_can_be_read() -> None:
    assert tidy("5.1.1 Почтовый ящик".encode()) == "5.1.1 Почтовый ящик"
    assert tidy(b"5.1.1 inconnu \xe9\x07\r\nligne") == "5.1.1 inconnu � ligne"


@pytest.mark.parametrize(
    "recipient",
    ["", "nobody", "a@b@example.com", "a b@example.com", "a@example.com>\r\nRCPT TO:<b@example.com", "<a@example.com>"],
)
def test_an_address_that_is_none_is_rejected_unsent(recipient: str) -> None:
    verdict = unsendable(Mail(recipient, "b@example.org", "<1@example.org>", b"x\r\n"))
    assert verdict is not None
    assert verdict.outcome is R


def test_a_bad_sender_holds_all_mail() -> None:
    verdict = unsendable(Mail("a@example.com", "oops", "<1@example.org>", b"x\r\n"))
    assert verdict is not None
    assert (verdict.outcome, verdict.relay_wide) == (D, True)


@pytest.mark.parametrize("content", [b"a\n.\nMAIL FROM:<x@example.net>\r\n", b"a\r.\r\n", b"\n", b"a\r\n.\n"])
def test_a_bare_line_end_never_leaves(content: bytes) -> None:
    verdict = unsendable(Mail("a@example.com", "b@example.org", "<1@example.org>", content))
    assert verdict is not None
    assert verdict.outcome is R
