"""A real Postfix on loopback, with configuration and queue of its own, that drops what it accepts."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
POSTFIX = shutil.which("postfix", path=PLACES)
SMTP_SINK = shutil.which("smtp-sink", path=PLACES)
LIMIT = 60_000
"""Bytes of a message."""
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file =
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example.org
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
smtputf8_enable = yes
message_size_limit = {limit}
default_transport = discard
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access inline:{{
  {{dead@example.com = 550 5.1.1 no such user}},
  {{rule@example.com = 550 5.7.1 not from you}},
  {{busy@example.com = 450 4.2.0 come back later}} }}, permit_mynetworks, reject
"""


def skip_reason() -> str:
    """Why there is no Postfix to test with; "" where there is."""
    if POSTFIX is None:
        return "Postfix is not installed: apt-get install postfix"
    return "" if os.getuid() == 0 else "only root can start Postfix's master"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def await_port(port: int, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)
        else:
            return


@contextmanager
def postfix(folder: Path) -> Iterator[int]:
    """The port of a Postfix that ends with the block. The folder must be one that its own user may enter."""
    port = free_port()
    config = folder / "etc"
    config.mkdir(parents=True)
    for name in ("queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    (config / "main.cf").write_text(MAIN.format(folder=folder, limit=LIMIT))
    (config / "master.cf").write_text(_master(port))
    _postfix(config, "start")
    try:
        await_port(port)
        yield port
    finally:
        _postfix(config, "stop")


def _master(port: int) -> str:
    """The distribution's services, none in a chroot, and the SMTP server at our port alone."""
    lines = []
    for line in Path("/etc/postfix/master.cf").read_text("utf-8").splitlines():
        fields = line.split()
        if line[:1].isspace() or line.startswith("#") or len(fields) < 8 or fields[-1] == "postlogd":
            continue
        if fields[1] == "inet":
            continue
        lines.append(" ".join([*fields[:4], "n", *fields[5:]]))
    return "\n".join([f"127.0.0.1:{port} inet n - n - - smtpd", *lines, ""])


def _postfix(config: Path, verb: str) -> None:
    done = subprocess.run(
        [str(POSTFIX), "-c", str(config), verb], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, re.sub(r"\s+", " ", done.stderr + done.stdout)
