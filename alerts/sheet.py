"""A digest in words, but for what tells one subscription's from another's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from alerts.addresses import contact, mailto
from alerts.digest import Rendered

if TYPE_CHECKING:
    from alerts.digest import Digest
    from alerts.relay import Sender


class Marks(NamedTuple):
    """What stands in the place of a subscription's own words: private use, which cleaning takes from all texts."""

    id: str
    change: str
    unsubscribe: str


MARKS: Final = Marks("\ue0001\ue000", "\ue0002\ue000", "\ue0003\ue000")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words that digests share which differ in their ids and subscriptions only."""

    digest: Digest
    """One of them, as printed."""
    subject: str
    html: str
    text: str

    def filled(self, digest: Digest, sender: Sender) -> Rendered:
        """Make it the page of `digest`, which is to have the same contents."""
        printed = replace(self.digest, id=digest.id, subscription=digest.subscription)
        address = contact(sender)
        own = Marks(
            digest.id,
            mailto(address, f"change {digest.subscription}"),
            mailto(address, f"unsubscribe {digest.subscription}"),
        )
        html, text = self.html, self.text
        for mark, words in zip(MARKS, own, strict=True):
            html, text = html.replace(mark, escape(words)), text.replace(mark, words)
        return Rendered(printed, self.subject, html, text)
