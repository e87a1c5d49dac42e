"""What is to be explained: a page, and the outlet it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawlers.state import host_of
from crawlers.web import Response
from pipeline.model.outlet import Outlet
from pipeline.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawlers.web import Request


@dataclass(frozen=True, slots=True)
class Subject:
    """A page as the operator named it."""

    url: str
    """Its address; empty for a file without one."""
    outlet: Outlet
    file: str | None = None
    """Where the page was read from, if not from the web."""

    @property
    def configured(self) -> bool:
        """Whether the outlet is one of the configuration's."""
        return bool(self.outlet.sources)


def outlet_of(url: str, outlets: Sequence[Outlet]) -> Outlet:
    """The outlet with a source on the host of an address, or else on its domain; a stand-in where there is none."""
    host, domain = host_of(url), registrable_domain(url)
    sources = [(source.url, outlet) for outlet in outlets for source in outlet.sources]
    on_host = (outlet for address, outlet in sources if host and host_of(address) == host)
    on_domain = (outlet for address, outlet in sources if domain and registrable_domain(address) == domain)
    return next(on_host, None) or next(on_domain, None) or Outlet(host, host, ())


@dataclass(frozen=True, slots=True)
class FromFile:
    """A `Fetch` that answers with what a file holds."""

    body: bytes

    async def __call__(self, request: Request) -> Response:
        """The file, as if it had been fetched."""
        return Response(request.url, 200, self.body)
