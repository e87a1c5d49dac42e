"""Language tags as outlets write them."""

from __future__ import annotations

import re

THREE_LETTERS = {
    "ara": "ar", "chi": "zh", "zho": "zh", "deu": "de", "ger": "de", "eng": "en", "fas": "fa", "per": "fa",
    "fra": "fr", "fre": "fr", "heb": "he", "hin": "hi", "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl",
    "dut": "nl", "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "swe": "sv", "tur": "tr", "ukr": "uk",
}  # fmt: skip
NAMES = {
    "arabic": "ar", "chinese": "zh", "deutsch": "de", "english": "en", "french": "fr", "german": "de",
    "italian": "it", "japanese": "ja", "korean": "ko", "russian": "ru", "spanish": "es", "ukrainian": "uk",
}  # fmt: skip
WITHDRAWN = {"iw": "he", "in": "id", "ji": "yi", "ua": "uk", "jp": "ja", "cn": "zh"}
"""Codes withdrawn from ISO 639-1, and country codes often written for languages."""


def iso_639_1(tag: object) -> str | None:
    """`en` of `en-us`, `EN_GB`, `eng` or `English`; None of what is no language."""
    if not isinstance(tag, str):
        return None
    primary = re.split(r"[-_;,\s]", tag.strip().lower(), maxsplit=1)[0]
    if len(primary) == 2 and primary.isascii() and primary.isalpha():  # noqa: PLR2004 - the length of an ISO 639-1 code
        return WITHDRAWN.get(primary, primary)
    return THREE_LETTERS.get(primary) or NAMES.get(primary)
