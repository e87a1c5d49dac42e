"""The last gate before a connection: names, and what they resolve to."""

from __future__ import annotations

import asyncio
import socket
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Protocol

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

from crawlers.public import is_public

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from twisted.internet.interfaces import IAddress

_REMEMBERED = 1000


class Lookup(Protocol):
    """The resolver of the system, or of a test."""

    async def __call__(self, host: str) -> Sequence[str]:
        """All IP addresses of a name.

        Raises:
            OSError: when there are none.
        """
        ...


class SystemLookup:
    """`getaddrinfo` in threads of its own, so that dead name servers keep nobody else waiting."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="lookup")

    async def __call__(self, host: str) -> Sequence[str]:
        """See `Lookup`."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _getaddrinfo, host)
        return list(dict.fromkeys(found))

    def close(self) -> None:
        """Begin no further lookups."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _getaddrinfo(host: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that IDNA can't encode
        raise OSError(str(error)) from error
    return [str(address[0]) for *_, address in found]


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to undo: an answer nobody waits for is dropped."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves a name only if every address it has is public; the connection then goes to just these addresses.

    Literal addresses pass through here too; of those that are not public only `open_pairs`, the (address, port) that
    hosts are mapped to, are let through.
    """

    def __init__(self, lookup: Lookup, open_pairs: AbstractSet[tuple[str, int]]) -> None:
        self._lookup, self._open = lookup, open_pairs
        self._refused: OrderedDict[str, str] = OrderedDict()
        self._running: set[asyncio.Task[None]] = set()

    def refusal(self, host: str) -> str | None:
        """Why `host` was refused when it was last resolved, if it was."""
        return self._refused.get(host)

    def close(self) -> None:
        """Wait for no answer any more."""
        for task in self._running:
            task.cancel()

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: Any,  # noqa: ANN401, N803 - zope interfaces are no types to mypy
        hostName: str,  # noqa: N803 - likewise
        portNumber: int = 0,  # noqa: N803 - likewise
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: ARG002, N803 - endpoints never narrow it
        transportSemantics: str = "TCP",  # noqa: ARG002, N803 - nor this
    ) -> _Resolution:
        """See `IHostnameResolver`; a refused name completes without an address."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        task = asyncio.get_running_loop().create_task(self._resolve(resolutionReceiver, hostName, portNumber))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return resolution

    async def _resolve(self, receiver: Any, host: str, port: int) -> None:  # noqa: ANN401 - likewise
        for address in await self._checked(host, port):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()

    async def _checked(self, host: str, port: int) -> Sequence[str]:
        self._refused.pop(host, None)
        if (host, port) in self._open:
            return [host]
        addresses = await self._addresses(host)
        hidden = [address for address in addresses if not is_public(ip_address(address))]
        if not hidden:
            return addresses
        led = host if host == hidden[0] else f"{host} leads to {hidden[0]}, which"
        self._refused[host] = f"{led} is not a public address"
        if len(self._refused) > _REMEMBERED:
            self._refused.popitem(last=False)
        return []

    async def _addresses(self, host: str) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        try:
            return await self._lookup(host)
        except OSError:
            return []
