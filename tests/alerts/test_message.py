from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alerts.digest import Rendered, Slot
from alerts.errors import MessageRefused, RecipientRefused
from alerts.message import compose
from alerts.rendering import render
from tests.alerts.builders import LIMITS, SENDER, SIX_PM, digest, hostile_titles, news

if TYPE_CHECKING:
    from email.message import EmailMessage

    from alerts.mail import Mail
    from alerts.relay import Sender

READER = "reader@example.com"
HEADERS = [
    "MIME-Version", "Content-Type", "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "List-Id", "List-Help",
    "List-Owner", "List-Subscribe", "List-Unsubscribe", "Auto-Submitted", "Precedence", "X-Auto-Response-Suppress",
    "Feedback-ID", "Content-Language",
]  # fmt: skip
MIME = {"MIME-Version", "Content-Type"}


def rendered(title: str = "Envoys meet", *, text: str | None = None) -> Rendered:
    made = render(digest(news(1, title)), SENDER, LIMITS)
    return made if text is None else replace(made, text=text)


def mail_of(content: Rendered, recipient: str = READER, sender: Sender = SENDER) -> Mail:
    return compose(content, recipient, sender, SIX_PM)


def parsed(mail: Mail) -> EmailMessage:
    return message_from_bytes(mail.content, policy=SMTP)


def test_a_message_has_the_headers_of_a_list_and_no_others() -> None:
    message = parsed(mail_of(rendered()))
    assert message.keys() == HEADERS
    assert {name: str(message[name]) for name in HEADERS if name not in MIME} == {
        "From": "Treaty Watch <digest@example.org>",
        "To": "reader@example.com",
        "Subject": "New START: Envoys meet - 21 Nov",
        "Date": "Sat, 21 Nov 2026 17:00:00 +0000",
        "Message-ID": mail_of(rendered()).message_id,
        "Reply-To": "desk@example.org",
        "List-Id": '"Arms Control Watch" <arms-control.digest.example.org>',
        "List-Help": "<mailto:owner@example.org?subject=help%20arms-control>",
        "List-Owner": "<mailto:owner@example.org?subject=arms-control>",
        "List-Subscribe": "<mailto:owner@example.org?subject=subscribe%20arms-control>",
        "List-Unsubscribe": "<mailto:owner@example.org?subject=unsubscribe%20arms-control>",
        "Auto-Submitted": "auto-generated",
        "Precedence": "list",
        "X-Auto-Response-Suppress": "All",
        "Feedback-ID": "arms-control:digest:treatywatch:example.org",
        "Content-Language": "en",
    }


def test_a_sender_without_a_reply_address_gives_no_reply_to() -> None:
    assert parsed(mail_of(rendered(), sender=replace(SENDER, reply_to=None)))["Reply-To"] is None


def test_the_plain_text_comes_first_and_both_texts_survive() -> None:
    content = rendered("Стороны обсудили New START — и не только")
    parts = list(parsed(mail_of(content)).iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part.get_content().replace("\r\n", "\n") for part in parts] == [content.text, content.html]


@pytest.mark.parametrize(
    ("title", "encoding"),
    [("Envoys meet to speak of limits " * 9, "quoted-printable"), ("Делегации говорят об ограничениях " * 8, "base64")],
)
def test_a_text_travels_in_the_shorter_encoding(title: str, encoding: str) -> None:
    plain = next(parsed(mail_of(rendered(text=title * 20 + "\n"))).iter_parts())
    assert plain["Content-Transfer-Encoding"] == encoding


def test_lines_end_in_crlf_and_stay_short() -> None:
    content = mail_of(rendered(text="A" * 5_000 + "\n.\nFrom here\n")).content
    lines = content.split(b"\r\n")
    assert all(len(line) <= 998 and b"\n" not in line and b"\r" not in line for line in lines)
    content.decode("ascii")


def test_equal_input_gives_equal_bytes() -> None:
    assert mail_of(rendered()) == mail_of(rendered())


def test_a_message_id_is_opaque_and_another_for_each_digest_and_recipient() -> None:
    content = rendered()
    tomorrow = replace(content.digest, slot=Slot(date(2026, 11, 22), "daily@18:00", SIX_PM + timedelta(days=1)))
    ids = {
        mail_of(content).message_id,
        mail_of(content, "other@example.com").message_id,
        mail_of(replace(content, digest=tomorrow)).message_id,
        mail_of(replace(content, digest=replace(content.digest, subscription="other"))).message_id,
    }
    assert len(ids) == 4
    assert all(len(identity) == len("<.d1@example.org>") + 22 and "reader" not in identity for identity in ids)


def test_a_message_made_again_later_keeps_its_message_id() -> None:
    assert compose(rendered(), READER, SENDER, SIX_PM + timedelta(hours=1)).message_id == mail_of(rendered()).message_id


def test_one_recipients_message_shows_nothing_of_anothers() -> None:
    content = rendered()
    mail_of(content, "first@example.com")
    assert b"first" not in mail_of(content, "second@example.com").content


def test_a_domain_that_is_not_ascii_is_encoded() -> None:
    mail = mail_of(rendered(), "user@пример.рф")
    assert mail.recipient == "user@xn--e1afmkfd.xn--p1ai"
    assert str(parsed(mail)["To"]) == mail.recipient


def test_an_address_that_needs_smtputf8_is_written_in_utf_8() -> None:
    mail = mail_of(rendered(), "чтец@пример.рф")
    assert mail.recipient == "чтец@xn--e1afmkfd.xn--p1ai"
    head, _, body = mail.content.partition(b"\r\n\r\n")
    assert "To: чтец@xn--e1afmkfd.xn--p1ai\r\n" in head.decode()
    assert re.sub(rb"To: [^\r]+\r\n", b"", head).isascii()
    assert body.isascii()


@pytest.mark.parametrize(
    ("recipient", "reason"),
    [
        ("чтец@@example.org", "no plain e-mail address"),
        ("чтец\u2028@example.org", "no plain e-mail address"),
        ("reader@example.org\r\nBcc: x@example.net", "plain e-mail address"),
        ("a@b, reader@example.org", "plain e-mail address"),
    ],
)
def test_a_recipient_that_cannot_be_mailed_is_refused_with_the_reason(recipient: str, reason: str) -> None:
    with pytest.raises(RecipientRefused, match=reason) as refused:
        mail_of(rendered(), recipient)
    assert refused.value.recipient == recipient


@pytest.mark.parametrize("field", ["address", "envelope", "reply_to", "owner"])
def test_a_sender_whose_address_is_none_is_refused_for_all_recipients(field: str) -> None:
    with pytest.raises(MessageRefused, match="'nobody' is no plain e-mail address") as refused:
        mail_of(rendered(), sender=replace(SENDER, **{field: "nobody"}))
    assert not isinstance(refused.value, RecipientRefused)


@pytest.mark.parametrize("domain", ["exa mple.org", "example.org>\r\nBcc: x@example.net", "пример .рф", ""])
def test_a_domain_that_would_break_a_header_is_refused(domain: str) -> None:
    with pytest.raises(MessageRefused, match="no domain name"):
        mail_of(rendered(), sender=replace(SENDER, domain=domain))


@pytest.mark.parametrize(
    ("name", "list_id"),
    [
        ('The "best" \\ digest', '"The best digest" <arms-control.digest.example.org>'),
        ("Контроль вооружений", "<arms-control.digest.example.org>"),
        ("=?utf-8?q?x=0ABcc:_v@evil?=", '"= ?utf-8?q?x=0ABcc:_v@evil?=" <arms-control.digest.example.org>'),
    ],
)
def test_a_list_is_described_where_its_name_is_ascii(name: str, list_id: str) -> None:
    content = rendered()
    assert parsed(mail_of(replace(content, digest=replace(content.digest, name=name))))["List-Id"] == list_id


def test_a_subscription_id_that_is_no_label_is_hashed_in_the_list_id() -> None:
    content = rendered()
    odd = replace(content, digest=replace(content.digest, subscription="weekly/СНВ 1"))
    assert re.search(r" <[0-9a-f]{16}\.digest\.example\.org>$", parsed(mail_of(odd))["List-Id"])


def test_a_long_list_header_is_not_folded_into_encoded_words() -> None:
    owner = "o" * 60 + "@" + "department." * 6 + "example.org"
    message = parsed(mail_of(rendered(), sender=replace(SENDER, owner=owner)))
    assert message["List-Unsubscribe"] == f"<mailto:{owner}?subject=unsubscribe%20arms-control>"


@pytest.mark.parametrize(
    "name", ["Контроль, вооружений: «дайджест» на каждый день и час", 'A "quoted", <odd> name', ""]
)
def test_a_senders_name_leaves_the_address_alone(name: str) -> None:
    message = parsed(mail_of(rendered(), sender=replace(SENDER, name=name)))
    assert [address.addr_spec for address in message["From"].addresses] == ["digest@example.org"]


@pytest.mark.parametrize("title", hostile_titles(), ids=range(len(hostile_titles())))
def test_a_hostile_title_goes_out_as_text(title: str) -> None:
    mail = mail_of(rendered(title))
    assert parsed(mail).keys() == HEADERS
    assert len(mail.content) < 20_000


@pytest.mark.parametrize("name", hostile_titles(), ids=range(len(hostile_titles())))
def test_a_hostile_name_goes_out_as_text(name: str) -> None:
    content = rendered()
    odd = replace(content, subject=name, digest=replace(content.digest, name=name))
    assert parsed(mail_of(odd, sender=replace(SENDER, name=name))).keys() == HEADERS


@given(
    st.text(st.characters(exclude_categories=()), max_size=120),
    st.text(st.characters(exclude_categories=()), max_size=80),
)
@example("=?utf-8?q?a=0ABcc:_v@evil?= =?utf-8?b?DQpCY2M6IHg=?=", "a, b <c@example.net>")
@settings(max_examples=200, deadline=None)
def test_no_title_and_no_name_becomes_a_header(title: str, name: str) -> None:
    message = parsed(mail_of(rendered(title), sender=replace(SENDER, name=name)))
    assert message.keys() == HEADERS
    assert str(message["From"].addresses[0].addr_spec) == "digest@example.org"
    assert str(message["To"]) == READER


def test_a_text_with_a_bare_carriage_return_is_refused() -> None:
    with pytest.raises(MessageRefused, match=r"do not survive|bare CR"):
        mail_of(rendered(text="a\rb\n"))


@pytest.mark.parametrize("text", ["", "no line end", "\n.\n", "=\n", "a \n\tb\n", "--=_x\n"])
def test_any_text_of_lines_survives(text: str) -> None:
    plain = next(parsed(mail_of(rendered(text=text))).iter_parts())
    assert plain.get_content().replace("\r\n", "\n") == text
