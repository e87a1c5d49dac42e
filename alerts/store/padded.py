from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect


NO_REPLY = 1000


class Padded(TypeDecorator[str]):
    """Text that takes exactly `width` bytes, whatever it says: filled up with spaces, or cut.

    SQLite rewrites a row of unchanged size where it stands, and needs new pages for any other: so a row of such columns
    can still be changed when the disk is full. Spaces at the end are not part of the value.
    """

    impl = Text
    cache_ok = True

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        """Fill up with spaces, or cut at a whole character."""
        if value is None or value.isascii():
            return (value or "")[: self.width].ljust(self.width)
        cut = value.encode()[: self.width].decode(errors="ignore")
        return cut + " " * (self.width - len(cut.encode()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give back the text alone."""
        return value and value.rstrip(" ")


class ReplyCode(TypeDecorator[int]):
    """A reply code of SMTP, or None, in two bytes: see `Padded`. None is stored as 1000, which is no reply code."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int:  # noqa: ARG002 - SQLAlchemy's signature
        """Write a number that takes two bytes in SQLite."""
        return NO_REPLY if value is None else value

    def process_result_value(self, value: int | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read it."""
        return None if value == NO_REPLY else value
