"""Errors of this package.

AlertError
├── RenderError           a digest that can't be put into words; the others go on
└── MessageRefused        a message that must not be sent as it is; nothing of it was
    └── RecipientRefused  one recipient can't be mailed; the others can
"""

from __future__ import annotations


class AlertError(Exception):
    """Base of all errors of this package."""


class RenderError(AlertError):
    """A digest can't be rendered. `digest` is its printed id."""

    def __init__(self, digest: str, what: str) -> None:
        self.digest, self.what = digest, what
        super().__init__(f"digest {digest}: can't be rendered: {what}")


class MessageRefused(AlertError):
    """A message is not safe, or not possible, to send. `recipient` is whom it was for."""

    def __init__(self, recipient: str, what: str) -> None:
        self.recipient, self.what = recipient, what
        super().__init__(f"message to {recipient!r} refused: {what}")


class RecipientRefused(MessageRefused):
    """The recipient's address can't be mailed. Any other `MessageRefused` would meet all recipients alike."""
