from __future__ import annotations

import pytest

from crawlers.languages import iso_639_1

CODES = {
    "en-us": "en",
    "EN_GB": "en",
    " de ": "de",
    "rus": "ru",
    "English": "en",
    "iw": "he",
    "zh-Hans": "zh",
    "": None,
    "x-klingon": None,
    "12": None,
    None: None,
    7: None,
}


@pytest.mark.parametrize("tag", CODES)
def test_a_language_is_its_two_letters(tag: object) -> None:
    assert iso_639_1(tag) == CODES[tag]  # type: ignore[index]
