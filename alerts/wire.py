from __future__ import annotations

import smtplib
import socket
import ssl
from collections import deque
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from alerts.verdict import tidy

if TYPE_CHECKING:
    from alerts.relay import Relay

LONGEST_LINE = 8192
KEPT_REPLY = 64 * 1024
LONGEST_REPLY = 8 * 1024 * 1024
"""Bytes; a reply may be long-winded, but must end. Only its first part is kept."""
REMEMBERED = 60
"""Lines of the dialogue."""
LONGEST_GOODBYE = 5.0
"""Seconds to wait for the answer to QUIT, which decides nothing."""


class Wire(smtplib.SMTP):
    """A connection that speaks SMTP, holds replies to time and memory, and can be broken from another thread.

    All but `abort` belong to one thread. Whatever goes wrong is an OSError.
    """

    def __init__(self, relay: Relay) -> None:
        super().__init__(local_hostname=relay.local_hostname, timeout=relay.timeout.total_seconds())
        self.relay = relay
        self.private = False
        """Whether what is said now is a secret."""
        self.dialogue: deque[str] = deque(maxlen=REMEMBERED)
        """The last lines that either said, for people; contents and secrets are left out."""
        self._unread = bytearray()
        self._closing = Lock()

    def dial(self, address: tuple[int, int, int, tuple[object, ...]]) -> None:
        """Connect to one address: family, kind, protocol and socket address."""
        family, kind, protocol, place = address
        self.sock = socket.socket(family, kind, protocol)
        self.sock.settimeout(self.timeout)
        self.sock.connect(place)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the final dot goes alone, and is waited for

    def encrypt(self) -> None:
        """Begin TLS. Whatever was said before is forgotten, as anybody may have said it (RFC 3207, 4.2)."""
        assert self.sock
        context = ssl.create_default_context(cafile=self.relay.ca_file)
        self._unread.clear()
        self.esmtp_features = {}
        self.sock = context.wrap_socket(self.sock, server_hostname=self.relay.host, do_handshake_on_connect=False)
        self.sock.do_handshake()

    def write(self, content: bytes, patience: float) -> None:
        """Send bytes as they are, within `patience` seconds."""
        assert self.sock
        self.sock.settimeout(patience)
        self.sock.sendall(content)

    def end(self, patience: float) -> tuple[int, bytes]:
        """Send the final dot; the reply may take `patience` seconds."""
        self.dialogue.append("> (the message)")
        self.write(b".\r\n", patience)
        reply = self.getreply()
        assert self.sock
        self.sock.settimeout(self.timeout)
        return reply

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Say one line."""
        said = cmd if self.private else f"{cmd} {args}"
        self.dialogue.append("> (secret)" if self.private and not cmd.startswith("AUTH") else f"> {said.strip()}")
        super().putcmd(cmd, args)

    def hang_up(self) -> None:
        """Say goodbye if the relay listens, and close."""
        if self.sock:
            with suppress(OSError):  # what it took, it took
                self.sock.settimeout(LONGEST_GOODBYE)
                self.docmd("QUIT")
        self.close()

    def abort(self) -> None:
        """Break the connection from another thread: what waits on it ends at once."""
        with self._closing, suppress(OSError):  # not connected, or no longer
            if self.sock:
                # SSLSocket.shutdown takes the encryption off first, and a racing write would go out in the clear.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        with self._closing:
            super().close()
        self._unread.clear()

    def getreply(self) -> tuple[int, bytes]:
        """One reply, whole within the socket's time-out and in bounded memory; smtplib's own promises neither.

        A line without a code gives code -1.
        """
        assert self.sock
        patience = self.sock.gettimeout()
        deadline = monotonic() + (patience or self.timeout)
        code, text = self._read_reply(deadline)
        self.dialogue.extend(f"< {code} {tidy(line)}" for line in text.splitlines()[:REMEMBERED] or [b""])
        self.sock.settimeout(patience)
        return code, text

    def _read_reply(self, deadline: float) -> tuple[int, bytes]:
        kept, size = [], 0
        while True:
            line = self._read_line(deadline)
            size += len(line)
            if size > LONGEST_REPLY:
                raise ConnectionAbortedError("the relay's reply does not end")
            if not line[:3].isdigit():
                return -1, line.strip()
            if size <= KEPT_REPLY:
                kept.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(kept)

    def _read_line(self, deadline: float) -> bytes:
        while (end := self._unread.find(b"\n") + 1) == 0:
            if len(self._unread) > LONGEST_LINE:
                raise ConnectionAbortedError("the relay's reply has a line that does not end")
            self._unread += self._receive(deadline - monotonic())
        line = bytes(self._unread[:end])
        del self._unread[:end]
        return line

    def _receive(self, patience: float) -> bytes:
        assert self.sock
        if patience <= 0:
            raise TimeoutError("timed out")
        self.sock.settimeout(patience)
        received = self.sock.recv(LONGEST_LINE)
        if not received:
            raise ConnectionResetError("the relay closed the connection")
        return received
