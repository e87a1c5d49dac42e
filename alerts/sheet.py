"""A digest in words, but for what tells one subscription's from another's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from alerts.addresses import contact, mailto
from alerts.digest import Rendered
from alerts.errors import RenderError

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
        html, text = self.html, self.text
        for mark, words in zip(MARKS, self.own(digest, sender), strict=True):
            html, text = html.replace(mark, words), text.replace(mark, words)
        return replace(self.headed(digest), html=html, text=text)

    def headed(self, digest: Digest) -> Rendered:
        """What the headers of its message are made of; the texts are left out."""
        printed = replace(self.digest, id=digest.id, subscription=digest.subscription)
        return Rendered(printed, self.subject, "", "")

    def own(self, digest: Digest, sender: Sender) -> Marks:
        """What stands in place of the marks; the same in HTML, as links are percent-encoded.

        Raises:
            RenderError: where it would not be.
        """
        address = contact(sender)
        own = Marks(
            digest.id,
            mailto(address, f"change {digest.subscription}"),
            mailto(address, f"unsubscribe {digest.subscription}"),
        )
        if any(words != escape(words) or not words.isprintable() for words in own):
            raise RenderError(digest.id, f"its id or links can't stand in a page as they are: {own}")
        return own
