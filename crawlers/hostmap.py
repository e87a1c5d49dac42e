"""Hosts that a rehearsal serves from somewhere else."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

from crawlers.errors import CrawlError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawlers.guard import Location

_LAST_PORT = 65535


class HostMap:
    """`crawl.map_hosts`: host, or `*` for any, to the `address:port` that is asked over plain HTTP in its place.

    Raises:
        CrawlError: when a target is not an IP address with a port.
    """

    def __init__(self, hosts: Mapping[str, str]) -> None:
        self._targets = {host.lower(): _target(host, target) for host, target in hosts.items()}
        self.open = frozenset(self._targets.values())
        """(address, port) pairs that the resolver lets through although they are not public."""

    def wire_url(self, location: Location) -> str:
        """The URL to connect to; the location's own where its host is not mapped."""
        target = self._targets.get(location.host) or self._targets.get("*")
        if target is None:
            return location.url
        host, port = target
        return f"http://{f'[{host}]' if ':' in host else host}:{port}{location.path}"


def _target(host: str, target: str) -> tuple[str, int]:
    address, _, port = target.rpartition(":")
    if port.isdecimal() and int(port) <= _LAST_PORT:
        with suppress(ValueError):
            return str(ip_address(address.strip("[]"))), int(port)
    raise CrawlError(f"map_hosts: {host!r}: {target!r} is not address:port, as in 127.0.0.1:8081")
