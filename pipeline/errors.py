"""Errors of this package.

PipelineError
├── StoreError             the database can't be used
│   ├── StoreUnreadable    not a database, or no permission
│   ├── StoreVersion       written by another version of the program
│   ├── StoreFull          no space left; nothing of the transaction was kept
│   └── StoreBusy          another process held it too long; nothing of the transaction was kept
└── RuleError              a rule that can't match anything
"""

from __future__ import annotations


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


class RuleError(PipelineError):
    """A rule can't match anything. `rule` is its id."""

    def __init__(self, rule: str, what: str) -> None:
        self.rule, self.what = rule, what
        super().__init__(f"rule {rule!r}: {what}")
