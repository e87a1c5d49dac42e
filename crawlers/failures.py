"""What went wrong in the engine, in one clause for the operator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web._newclient import ConnectionAborted
from twisted.web.client import ResponseFailed

from crawlers.limits import size
from crawlers.web import Reason
from crawlers.wire import NoAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator

DOWNLOAD_ERRORS = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectError,
    ConnectionClosed,
    SSL.Error,
    VerificationError,
    ValueError,  # Twisted's word for a host name that IDNA does not know
)
"""All that a download raises because of the network or the server."""


_PLAIN = (
    (DownloadCancelledError, NoAnswer(Reason.TOO_LARGE, "the body is larger than {}")),
    (DownloadTimeoutError, NoAnswer(Reason.TIMEOUT, "no whole answer in time")),
    (ResponseDataLossError, NoAnswer(Reason.CONNECTION, "the connection broke off before the body was whole")),
    (CannotResolveHostError, NoAnswer(Reason.CONNECTION, "the name has no address", connected=False)),
    (DownloadConnectionRefusedError, NoAnswer(Reason.CONNECTION, "the connection was refused", connected=False)),
)


def explain(error: Exception, max_bytes: int) -> NoAnswer:
    """Name the reason for one of DOWNLOAD_ERRORS."""
    for kind, answer in _PLAIN:
        if isinstance(error, kind):
            return replace(answer, message=answer.message.format(size(max_bytes)))
    causes = list(_causes(error))
    tls = next((cause for cause in causes if isinstance(cause, (SSL.Error, VerificationError))), None)
    if tls is not None:
        return NoAnswer(Reason.CONNECTION, f"TLS failed ({_tls_reason(tls)})", connected=False)
    if any(isinstance(cause, ConnectionAborted) for cause in causes):
        return NoAnswer(Reason.CONNECTION, "its headers never end")
    closed = isinstance(causes[-1], ConnectionClosed)
    said = "the connection was closed" if closed else " ".join(str(causes[-1]).split()) or type(causes[-1]).__name__
    return NoAnswer(Reason.CONNECTION, f"no usable answer ({said})", connected=not isinstance(error, ConnectError))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, ResponseFailed):
            for failure in error.reasons:
                yield from _causes(failure.value)
        error = error.__cause__


def _tls_reason(error: BaseException) -> str:
    if isinstance(error, VerificationError):
        return "the certificate is for another host"
    entries = error.args[0] if error.args and isinstance(error.args[0], list) else []
    return "; ".join(entry[-1] for entry in entries) or type(error).__name__
