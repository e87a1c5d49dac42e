from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.precision import shipped_matcher

if TYPE_CHECKING:
    from pipeline.matching.matcher import Matcher


@pytest.fixture(scope="session")
def shipped() -> Matcher:
    """The topics that come with the program."""
    return shipped_matcher()
