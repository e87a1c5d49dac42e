"""Selectors for the pages of single outlets."""

from __future__ import annotations

from urllib.parse import urlsplit

from pipeline.model.outlet import Selectors

NONE = Selectors()

SELECTORS = {
    "chunichi.co.jp": Selectors(drop=(".heading-area .info", ".cmp-misc010")),
    "dailymaverick.co.za": Selectors(drop=("#summary",)),
    "elpais.com": Selectors(drop=("#me-dis",)),
    "rp.pl": Selectors(body=".articleBody.body"),
    "sportschau.de": Selectors(drop=(".absatzbild__info",)),
    "tagesspiegel.de": Selectors(drop=(".debug-piano",)),
    "taz.de": Selectors(drop=(".tzi-bottom-container",)),
    "techradar.com": Selectors(drop=(".viafoura-twig-component",)),
}
"""By the registered name of the site; its subdomains share them."""


def selectors_of(url: str) -> Selectors:
    """The selectors for a page of this address; those of no outlet for most."""
    host = (urlsplit(url).hostname or "").lower()
    labels = host.split(".")
    names = (".".join(labels[at:]) for at in range(len(labels) - 1))
    return next((SELECTORS[name] for name in names if name in SELECTORS), NONE)
