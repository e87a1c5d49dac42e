"""Errors of this package.

PipelineError
├── StoreError             the database can't be used
│   ├── StoreUnreadable    not a database, or no permission
│   ├── StoreVersion       written by another version of the program
│   ├── StoreFull          no space left; nothing of the transaction was kept
│   └── StoreBusy          another process held it too long; nothing of the transaction was kept
├── StoryError             stories that are not there, or can't be merged or split as an operator asked
└── RuleError              a rule that can't match anything, or not what its examples say
    └── QueryError         a query that can't be read, or makes no sense
"""

from __future__ import annotations

from typing import Final

CARET_AFTER: Final = 60
CARET_LINE: Final = 90
"""Characters of a query that an error shows, and how many of them stand before the place at most."""


class PipelineError(Exception):
    """Base of all errors of this package."""


class StoreError(PipelineError):
    """The database can't be used. `path` is the file or URL, without secrets."""

    def __init__(self, path: str, what: str, remedy: str) -> None:
        self.path, self.what, self.remedy = path, what, remedy
        super().__init__(f"{path}: {what}; {remedy}")


class StoreUnreadable(StoreError):
    """Not a database, or not ours to read and write."""


class StoreVersion(StoreError):
    """The schema is not the one this program knows."""


class StoreFull(StoreError):
    """The disk is full. The transaction was rolled back and may be tried again."""


class StoreBusy(StoreError):
    """Another process kept the database locked. The transaction was rolled back and may be tried again."""


class StoryError(PipelineError):
    """A story is not there, or can't be merged or split as asked; nothing was changed. `story` was asked for."""

    def __init__(self, story: int | str, what: str, remedy: str) -> None:
        self.story = story
        super().__init__(f"story {story}: {what}; {remedy}")


class RuleError(PipelineError):
    """A rule can't match anything. `rule` is its id."""

    def __init__(self, rule: str, what: str) -> None:
        self.rule, self.what = rule, what
        super().__init__(f"rule {rule!r}: {what}")


class QueryError(RuleError):
    """A query can't be read, or makes no sense. `position` is the offset of the character at fault in `query`."""

    def __init__(self, query: str, position: int, what: str, rule: str = "") -> None:
        super().__init__(rule, what)
        self.query, self.position = query, position

    def __str__(self) -> str:
        """The sentence, and below it the query with a caret under the place; long queries are cut around it."""
        start = max(0, self.position - CARET_AFTER)
        line = "".join(char if char.isprintable() else " " for char in self.query[start : start + CARET_LINE])
        rule = f"rule {self.rule!r}: " if self.rule else ""
        return f"{rule}column {self.position + 1}: {self.what}\n  {line}\n  {' ' * (self.position - start)}^"
