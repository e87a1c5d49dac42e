"""A relay looked at as closely as delivery would, for the operator who asks whether mail will leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.passage import Passage
from alerts.session import Session
from alerts.verdict import broken, unsendable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.mail import Attempt, Mail
    from alerts.relay import Relay


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found."""

    refusal: Attempt | None
    """Why no mail can go; None where it can."""
    offers: Mapping[str, str]
    """The relay's extensions, in lower case, as of after the login."""
    sent: Attempt | None
    """What came of the message; None where there was none, or the relay was refused before."""
    dialogue: tuple[str, ...]
    """What was said on either side; secrets and the message left out."""


def probe(relay: Relay, mail: Mail | None = None) -> Probe:
    """Connect, secure, log in and hand over a message, where there is one. Blocks for as long as the relay may take."""
    passage = Passage()
    session = Session(relay, passage)
    refusal = sent = None
    try:
        refusal = session.open()
        if refusal is None and mail is not None:
            sent = unsendable(mail) or session.deliver(mail, lambda: None)
    except OSError as error:
        attempt = broken(passage.phase, error)
        if mail is not None and session.mails:
            sent = attempt
        else:
            refusal = attempt
    offers = session.offers
    session.wire.hang_up()
    return Probe(refusal, offers, sent, tuple(session.wire.dialogue))
