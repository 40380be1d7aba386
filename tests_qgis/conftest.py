"""Fixtures of the tests with QGIS: where the plugin, the backend and the real scenes are.

``qgis_app``, ``qgis_iface``, ``qgis_canvas``, ``qgis_processing`` and ``qgis_new_project`` come from pytest-qgis. The
``*_kit`` modules of this folder can be imported through ``pythonpath`` in ``pytest.ini``.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # import l4s_qgis
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session", autouse=True)
def _no_layers_after_qgis(qgis_app: Any) -> Iterator[None]:
    """A failed test's traceback holds its layers; freed after `exitQgis`, they crash the run and hide its report."""
    yield
    for name in ("last_exc", "last_value", "last_traceback"):
        if hasattr(sys, name):
            delattr(sys, name)
    gc.collect()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def backend_python() -> Path:
    """The Python with l4s in it that stands for the plugin's own environment; ``L4S_TEST_BACKEND`` names another."""
    python = Path(os.environ.get("L4S_TEST_BACKEND") or ROOT / ".venv-test" / "bin" / "python")
    if not python.is_file():
        pytest.fail(f"{python} is not there: run scripts/test once, or name a Python with l4s in L4S_TEST_BACKEND")
    return python


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the shared data folder is not here ({SHARED.name} beside the checkout)")
    return SHARED


@pytest.fixture(scope="session")
def scenes(shared_data: Path) -> Path:
    """The folder of real scenes: ``scenes / "puthumala_2019"`` and others, each with its DEM."""
    return shared_data / "scenes"
