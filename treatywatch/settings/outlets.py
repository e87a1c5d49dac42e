"""The shape of outlets.yaml."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pipeline.model.outlet import TermsStatus, Use
from treatywatch.settings.addresses import WebAddress
from treatywatch.settings.base import Strict
from treatywatch.settings.fields import Country, Date, Duration, Flag, Id, Language, NotEmpty, Text, Zone


class Ownership(StrEnum):
    """Who stands behind an outlet; digests show it beside the outlet's name."""

    STATE = "state"
    STATE_ALIGNED = "state-aligned"
    PUBLIC = "public"
    """Publicly funded, editorially independent."""
    INDEPENDENT = "independent"
    EXILE = "exile"
    WESTERN = "western"
    OFFICIAL = "official"
    """A government speaks for itself."""
    INTERGOVERNMENTAL = "intergovernmental"


class OutletKind(StrEnum):
    """What sort of publisher an outlet is."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    MAGAZINE = "magazine"
    OFFICIAL = "official"
    THINK_TANK = "think-tank"
    BLOG = "blog"
    INTERGOVERNMENTAL = "intergovernmental"


class SourceEntry(Strict):
    """A feed of an outlet."""

    url: WebAddress
    interval: Duration | None = None


class TermsEntry(Strict):
    """What the outlet's terms of use say about reading by program."""

    status: TermsStatus = TermsStatus.SILENT
    url: WebAddress | None = None
    checked: Date | None = None
    permission: Text | None = None


class OutletEntry(Strict):
    """A publisher."""

    id: Id
    name: Text
    country: Country | None = None
    languages: tuple[Language, ...] = ()
    ownership: Ownership | None = None
    kind: OutletKind | None = None
    zone: Zone | None = None
    enabled: Flag = True
    terms: TermsEntry = TermsEntry()
    use: Use = Use.FULLTEXT
    sources: Annotated[tuple[SourceEntry, ...], NotEmpty]


class OutletsFile(Strict):
    """outlets.yaml."""

    outlets: tuple[OutletEntry, ...]
