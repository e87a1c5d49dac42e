"""Notes to the operators on faults of the service: plain text, one per fault, and one when it is over."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING, Final, NamedTuple

from alerts.addresses import ascii_address
from alerts.advice import advice, named
from alerts.clean import clean_header, clean_text
from alerts.errors import MessageRefused
from alerts.headers import LONGEST_NAME, POLICY, identity
from alerts.inspection import wrong_head, wrong_lines
from alerts.mail import Mail
from alerts.subject import LONGEST_SUBJECT
from alerts.transfer import encoded, encoded_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from alerts.relay import Sender
    from pipeline.model.fault import Fault

REQUIRED: Final = frozenset({
    "from", "to", "subject", "date", "message-id", "auto-submitted", "precedence", "x-auto-response-suppress",
    "content-language", "mime-version", "content-type", "content-transfer-encoding",
})  # fmt: skip
OPTIONAL: Final = frozenset({"in-reply-to", "references"})
LONGEST_DETAIL: Final = 2_000
WIDTH: Final = 72
UNBROKEN: Final = re.compile(r"`[^`]{1,60}`\S{0,9}(?!\S)|\S+")
"""A command, or a word."""


class _Words(NamedTuple):
    """What a note says, to whomever."""

    names: str
    """What its Message-ID is made from, with the recipient."""
    answers: str | None
    """The same of the note that it answers."""
    subject: str
    lines: list[str]


def notes(fault: Fault, operators: Iterable[str], sender: Sender, now: datetime) -> list[Mail]:
    """One message for each operator: that there is a fault, or that it is over.

    Message-IDs follow from the fault, so that a note put twice into the outbox is sent once.

    Raises:
        MessageRefused: when an address can't be mailed.
    """
    lines = _over(fault) if fault.recovered_at else _begun(fault)
    head = "Over" if fault.recovered_at else "Fault"
    subject = f"[treatywatch] {head}: {named(fault)[0]}"
    told = _identity(fault, over=False) if fault.recovered_at else None
    words = _Words(_identity(fault, over=fault.recovered_at is not None), told, subject, lines)
    return [_note(words, operator, sender, now) for operator in operators]


def trial_note(recipient: str, sender: Sender, now: datetime) -> Mail:
    """A message that shows that mail gets through.

    Raises:
        MessageRefused: when an address can't be mailed.
    """
    lines = [
        "This is a test of treatywatch's mail, sent by `treatywatch doctor --send-test`.",
        "There is nothing to do.",
    ]
    words = _Words(f"test\0{now.isoformat()}", None, "[treatywatch] Test", lines)
    return _note(words, recipient, sender, now)


def _begun(fault: Fault) -> list[str]:
    do = advice(fault)
    return [
        *_head(fault),
        f"Since {_time(fault.since)}.",
        "",
        _sentence(fault.detail),
        *(["", do] if do else []),
        "",
        "You are told once more, when it is over.",
    ]


def _over(fault: Fault) -> list[str]:
    ended = fault.recovered_at or fault.since
    lasted = _span(ended - fault.since)
    return [
        *_head(fault),
        f"This is over. It lasted {lasted}, from {_time(fault.since)} to {_time(ended)}.",
        "",
        f"It began with: {_sentence(fault.detail)}",
    ]


def _head(fault: Fault) -> list[str]:
    what, address = named(fault)
    return [_sentence(what), *([address] if address else [])]


def _sentence(words: str) -> str:
    text = clean_text(words, LONGEST_DETAIL)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?', '…')) else '.'}"


def _note(words: _Words, recipient: str, sender: Sender, now: datetime) -> Mail:
    try:
        to = ascii_address(recipient)
        message = EmailMessage(policy=POLICY)
        text = "\n".join(_wrapped(line) for line in words.lines) + "\n"
        message.set_content(text, cte=encoded(text)[0])
        message_id = identity(f"{words.names}\0{to}", sender.domain)
        message["From"] = Address(clean_header(sender.name, LONGEST_NAME), addr_spec=ascii_address(sender.address))
        message["To"] = to
        message["Subject"] = encoded_words(clean_header(words.subject, LONGEST_SUBJECT))
        message["Date"] = now
        message["Message-ID"] = message_id
        if words.answers:
            message["In-Reply-To"] = message["References"] = identity(f"{words.answers}\0{to}", sender.domain)
        for name, value in _AUTOMATIC.items():
            message[name] = value
        mail = Mail(to, ascii_address(sender.envelope), message_id, message.as_bytes())
    except (ValueError, MessageError) as error:
        raise MessageRefused(recipient, str(error)) from error
    if wrong := wrong_head(mail, REQUIRED, OPTIONAL) or wrong_lines(mail.content):
        raise MessageRefused(recipient, wrong)
    return mail


_AUTOMATIC: Final = {
    "Auto-Submitted": "auto-generated",
    "Precedence": "bulk",
    "X-Auto-Response-Suppress": "All",
    "Content-Language": "en",
}


def _identity(fault: Fault, *, over: bool) -> str:
    return f"fault\0{fault.key}\0{'over' if over else 'begun'}"


def _wrapped(line: str) -> str:
    """Lines of at most 72 columns, addresses on lines of their own, commands whole, so that they can be copied."""
    lines: list[str] = []
    for word in UNBROKEN.findall(clean_text(line, LONGEST_DETAIL)):
        if "://" in word:
            lines += [word.strip("(),;.'\""), ""]
        elif lines and lines[-1] and len(lines[-1]) + 1 + len(word) <= WIDTH:
            lines[-1] += f" {word}"
        elif lines and not lines[-1]:
            lines[-1] = word
        else:
            lines.append(word)
    return "\n".join(filter(None, lines))


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _span(lasted: timedelta) -> str:
    minutes = max(1, round(lasted.total_seconds() / 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count)
