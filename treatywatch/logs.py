"""Structured logs on stderr, with mail addresses masked."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from structlog.typing import EventDict, Processor

ADDRESS = re.compile(r"(?<![\w.+/%-])([\w+.%'-])[\w+.%'-]*@(?=[\w-]+(?:\.[\w-]+)+)")
"""A mail address; not the user part of a URL path."""
LIBRARIES = ("scrapy", "twisted", "asyncio", "apscheduler", "trafilatura", "htmldate", "courlan", "alembic", "mail.log")
FORMATS = ("auto", "console", "json")


def configure(level: str, form: str, stream: TextIO | None = None) -> None:
    """Send our events and the libraries' warnings to `stream` in one form.

    `form` is `console`, `json`, or `auto`: console on a terminal, JSON otherwise.
    """
    out = stream or sys.stderr
    console = form == "console" or (form == "auto" and out.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        mask_addresses,
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback)
        if console
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,  # first: most events are below the level
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(_formatter(shared, last))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


def _formatter(shared: Sequence[Processor], last: Processor) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,  # as text, without the values of variables: rows hold addresses
            mask_addresses,
            last,
        ],
    )


def mask_addresses(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401 - structlog's signature
    """Leave the first letter and the domain of every mail address: `a…@example.org`."""
    return {key: mask(value) for key, value in event.items()}


def mask(value: Any) -> Any:  # noqa: ANN401 - any loggable value
    """Mask addresses in text, and in lists, tuples and mappings of text."""
    if isinstance(value, str):
        return ADDRESS.sub(r"\1…@", value)
    if isinstance(value, dict):
        return {key: mask(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask(item) for item in value]
    return value
