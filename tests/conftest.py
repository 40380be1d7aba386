"""Fixtures that every test may use, and the markers that tests get by where they are and what they ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOWS = ROOT / "tests" / "flows"
SHARED = ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """``slow``: all of flows, whole jobs in processes of their own. ``data``: who asks for the shared folder."""
    for item in items:
        if FLOWS in item.path.parents:
            item.add_marker(pytest.mark.slow)
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.data)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What runs learn of this computer is not that of whoever runs the tests."""
    os.environ["L4S_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real scenes and patches beside the checkout; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the shared data folder is not here ({SHARED.name} beside the checkout)")
    return SHARED


@pytest.fixture(scope="session")
def puthumala() -> Path:
    """The real scene in the repository: 12 bands of 200 x 400 pixels and Copernicus_DEM_30m.tif (see its NOTICE)."""
    return ROOT / "examples" / "puthumala"
