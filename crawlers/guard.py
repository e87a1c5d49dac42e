"""Which URLs the crawler may ask, before any name is resolved; the resolver judges what the names lead to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from crawlers.errors import RefusedAddress
from crawlers.public import is_public

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from urllib.parse import SplitResult

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNFIT = {"Cc", "Cs", "Zl", "Zp"}
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_OWN_NAMES = {"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"}
_LONGEST_NAME = 253
_SAFE = "%/:?[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a URL leads, in the one reading that guard, politeness and connection share."""

    scheme: str
    host: str
    """ASCII, lower case; an IPv6 address without its brackets."""
    port: int
    path: str
    """Path and query, percent-encoded."""

    @property
    def authority(self) -> str:
        """What the Host header says (RFC 9110, 7.2)."""
        host = _bracketed(self.host)
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in ASCII, without fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def origin(self) -> str:
        """scheme://host:port, the port always written."""
        return f"{self.scheme}://{_bracketed(self.host)}:{self.port}"


def check_url(url: str, ports: AbstractSet[int]) -> Location:
    """Read a URL.

    Raises:
        RefusedAddress: when it is not plain http or https to one of `ports` of a host that may be public. Whatever
            two parsers could read differently (backslashes, control characters, user info, numbers in place of a
            name) is refused.
    """
    _check_characters(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedAddress(url, f"it can't be read ({error})") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise RefusedAddress(url, "only http and https are fetched")
    if "@" in parts.netloc:
        shown = url.replace(parts.netloc.rpartition("@")[0], "…", 1)
        raise RefusedAddress(shown, "it carries user information")
    port = _DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise RefusedAddress(url, f"port {port} is not one of {', '.join(map(str, sorted(ports)))}")
    return Location(parts.scheme, _check_host(url, parts.hostname or ""), port, _path(parts))


def join(base: str, reference: str) -> str:
    """Resolve a reference such as a Location header against `base` (RFC 3986, 5); the fragment goes.

    Raises:
        RefusedAddress: when the reference can't be read, or could be read in two ways.
    """
    _check_characters(reference)
    try:
        return urljoin(base, reference).partition("#")[0]
    except ValueError as error:
        raise RefusedAddress(reference, f"it can't be read ({error})") from error


def _check_characters(url: str) -> None:
    if "\\" in url:
        raise RefusedAddress(url, "a backslash is read differently by different programs")
    if any(unicodedata.category(character) in _UNFIT for character in url):
        raise RefusedAddress(ascii(url), "it has control characters")


def _check_host(url: str, name: str) -> str:
    host = _ascii(url, name)
    if (address := _literal(url, host)) is not None:
        if not is_public(address):
            raise RefusedAddress(url, f"{address} is not a public address")
        return str(address)
    bare = host.removesuffix(".")
    if bare in _OWN_NAMES or bare.endswith(".localhost"):
        raise RefusedAddress(url, "it names this machine")
    if len(bare) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in bare.split(".")):
        raise RefusedAddress(url, "it names no host" if bare else "it has no host")
    return host


def _ascii(url: str, name: str) -> str:
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise RefusedAddress(url, "its host is no domain name") from error


def _literal(url: str, host: str) -> IPv4Address | IPv6Address | None:
    """The address that `host` writes out; short, octal and hexadecimal IPv4 forms are refused, as parsers disagree."""
    numeric = ":" in host or _NUMBER.fullmatch(host.removesuffix(".").rpartition(".")[2])
    if not numeric:
        return None
    try:
        return ip_address(host)
    except ValueError as error:
        raise RefusedAddress(url, "a number stands in place of its host") from error


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_SAFE)
    return f"{path}?{quote(parts.query, safe=_SAFE)}" if parts.query else path


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
