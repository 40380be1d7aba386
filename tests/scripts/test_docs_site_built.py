"""The documentation site, built, and opened from its folder in a real browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docs_site.public_names import public_names

pytest.importorskip("zensical", reason="zensical is not installed (pip install 'l4s[docs]')")
pytest.importorskip("mkdocstrings_handlers.python", reason="mkdocstrings-python is not installed")

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "docs"
    done = subprocess.run(
        [sys.executable, "-m", "docs_site", "--folder", str(folder)],
        cwd=ROOT / "scripts",
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr  # a dead link, a missing heading, a request elsewhere
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    kit = pytest.importorskip("browser_kit", reason="there is no browser_kit")
    with kit.open_browser() as opened:
        yield opened


def watched_page(browser: Any, path: Path, **how: Any) -> Any:
    from browser_kit import Watched

    return Watched(browser, path, **how)


def test_references_are_written_from_the_code(site: Path) -> None:
    assert "--min-slope" in (site / "reference" / "commands" / "detect.html").read_text(encoding="utf-8")
    python = (site / "reference" / "python.html").read_text(encoding="utf-8")
    assert all(f'id="{path}"' in python for _, path in public_names())


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (1400, True), (390, False), (390, True)])
def test_pages_open_from_a_folder(site: Path, browser: Any, width: int, dark: bool) -> None:
    for name in ("index", "inventory", "reference/commands/detect", "reference/python", "examples/dolomites"):
        with watched_page(browser, site / f"{name}.html", width=width, dark=dark) as watched:
            page = watched.page
            page.wait_for_load_state("networkidle")
            assert watched.complaints == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than the screen"
            assert page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).length") == 0
            shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (sum(map(int, shade.strip("rgba()").split(",")[:3])) < 384) == dark, (name, shade)
