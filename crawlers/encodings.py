"""Content codings undone (RFC 9110, 8.4), with a limit on what comes out."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]

from crawlers.errors import BadEncoding, TooLarge
from crawlers.limits import size

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ACCEPTED = b"gzip, deflate, br, zstd"
_STEP = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_MOST_PARTS = 100
"""Of one body; ten megabytes of empty gzip members or zstd frames would keep us busy for minutes."""
_ZSTD_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}  # 8 MB (RFC 9659, 3)


def decode(body: bytes, codings: Iterable[bytes], limit: int) -> bytes:
    """Undo the codings of a body, and gzip that no header speaks of.

    Args:
        body: As it came over the wire.
        codings: Values of Content-Encoding, in order. An unknown one is taken for a slip of the server and passed over,
            as browsers do.
        limit: Most bytes of a decoded body.

    Raises:
        BadEncoding: when the body is cut short or not what it says it is.
        TooLarge: when more than `limit` bytes come out.
    """
    names = [name.strip().lower() for value in codings for name in value.split(b",")]
    for name in reversed(names):
        if body and (decoder := _DECODERS.get(name)) is not None:
            body = _decoded(name.decode(), decoder, body, limit)
    if body.startswith(_GZIP_MAGIC):
        body = _decoded("gzip", _gunzip, body, limit)
    return body


def _decoded(name: str, decoder: Callable[[bytes, int], bytes], body: bytes, limit: int) -> bytes:
    try:
        return decoder(body, limit)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise BadEncoding(f"the body is not the {name} it claims to be") from error
    except EOFError as error:
        raise BadEncoding(f"the {name} body is cut short") from error


def _gunzip(body: bytes, limit: int) -> bytes:
    whole, at = bytearray(), 0
    for _ in range(_MOST_PARTS):
        at = _inflate(zlib.decompressobj(_GZIP_WINDOW), body, at, whole, limit)
        if not body.startswith(_GZIP_MAGIC, at):  # padding after the last member is common
            return bytes(whole)
    raise BadEncoding(f"the gzip body has more than {_MOST_PARTS} members")


def _deflate(body: bytes, limit: int) -> bytes:
    whole = bytearray()
    try:
        _inflate(zlib.decompressobj(), body, 0, whole, limit)
    except zlib.error:  # raw, without the zlib wrapper that RFC 9110, 8.4.1.2 asks for
        whole.clear()
        _inflate(zlib.decompressobj(-zlib.MAX_WBITS), body, 0, whole, limit)
    return bytes(whole)


def _inflate(stream: zlib._Decompress, body: bytes, at: int, whole: bytearray, limit: int) -> int:
    """Append what `stream` makes of `body` from `at` on; returns where the stream ended."""
    while not stream.eof:
        data = stream.unconsumed_tail
        if not data:
            data = body[at : at + _STEP]
            at += len(data)
        piece = stream.decompress(data, _STEP)
        if not piece and not data and not stream.eof:
            raise EOFError
        _add(whole, piece, limit)
    return at - len(stream.unused_data)


def _unbrotli(body: bytes, limit: int) -> bytes:
    whole = bytearray()
    stream = brotli.Decompressor()
    piece = stream.process(body, output_buffer_limit=_STEP)
    while piece:
        _add(whole, piece, limit)
        piece = stream.process(b"", output_buffer_limit=_STEP)
    if not stream.is_finished():
        raise EOFError
    return bytes(whole)


def _unzstd(body: bytes, limit: int) -> bytes:
    whole = bytearray()
    for _ in range(_MOST_PARTS):
        stream = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
        _add(whole, stream.decompress(body, _STEP), limit)
        while not stream.eof:
            if stream.needs_input:
                raise EOFError
            _add(whole, stream.decompress(b"", _STEP), limit)
        body = stream.unused_data
        if not body:
            return bytes(whole)
    raise BadEncoding(f"the zstd body has more than {_MOST_PARTS} frames")


def _add(whole: bytearray, piece: bytes, limit: int) -> None:
    whole += piece
    if len(whole) > limit:
        raise TooLarge(f"the body is larger than {size(limit)} once decoded")


_DECODERS: dict[bytes, Callable[[bytes, int], bytes]] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _deflate,
    b"br": _unbrotli,
    b"zstd": _unzstd,
}
