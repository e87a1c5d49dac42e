from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import alerts.store.tables  # noqa: F401 - declares the tables
from tests.alerts.delivery.certificates import certify

if TYPE_CHECKING:
    import ssl


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """A relay's certificate for 127.0.0.1, made by itself, and the file that makes it trusted."""
    return certify(tmp_path_factory.mktemp("certificate"))
