"""Fixtures of the tests with QGIS: where the plugin, the backend and the real scenes are.

``qgis_app``, ``qgis_iface``, ``qgis_canvas``, ``qgis_processing`` and ``qgis_new_project`` come from pytest-qgis. The
``*_kit`` modules of this folder can be imported through ``pythonpath`` in ``pytest.ini``.
"""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # import qgis_plugin
SHARED = ROOT.parent / "shared" / "data"


BACKEND = Path(os.environ.get("L4S_TEST_BACKEND") or ROOT / ".venv-test" / "bin" / "python")


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What runs learn of this computer, and where l4s is set up, is not that of whoever runs the tests, nor that of
    another process of them."""
    os.environ["L4S_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["HOME"] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session", autouse=True)
def described_once() -> Iterator[None]:
    """The backend of the tests says once what it is: every panel asks, and an answer takes a second of a processor.

    It is the same for the same interpreter and variables. Tests that the answer itself arrives, late or not at all,
    have other interpreters.
    """
    from qgis_plugin.backend.connection import Connection

    ask, told = Connection.ask, _told

    def remembered(self: Connection, arguments: Sequence[str], *more: Any, **named: Any) -> dict[str, Any]:
        if list(arguments) != ["info", "--json"] or self.python != BACKEND:
            return ask(self, arguments, *more, **named)
        variables = tuple(sorted((name, it) for name, it in self.environment.items() if name not in _OF_A_TEST))
        if variables not in told:
            told[variables] = ask(self, arguments, *more, **named)
        return copy.deepcopy(told[variables])

    Connection.ask = remembered  # type: ignore[method-assign]
    yield
    Connection.ask = ask  # type: ignore[method-assign]


_told: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}
_OF_A_TEST = {"L4S_CACHE", "PYTEST_CURRENT_TEST"}  # differ from test to test; the description has nothing of them

_exit_status: list[int] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here need QGIS; those that ask for the real scenes also need the folder beside the checkout."""
    for item in items:
        item.add_marker(pytest.mark.qgis)
        if "scenes" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.data)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """What the process will end with, see `pytest_unconfigure`."""
    _exit_status.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End here, with all reports printed: taken apart in whatever order Python finds, QGIS sometimes crashes, and what
    has passed would count as failed."""
    if _exit_status:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_exit_status[-1])


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def backend_python() -> Path:
    """The Python with l4s in it that stands for the plugin's own environment; ``L4S_TEST_BACKEND`` names another."""
    if not BACKEND.is_file():
        pytest.fail(f"{BACKEND} is not there: run scripts/test once, or name a Python with l4s in L4S_TEST_BACKEND")
    return BACKEND


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
