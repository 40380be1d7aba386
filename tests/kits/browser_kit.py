"""A real browser without a window, for pages that the package writes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_browser() -> str:
    """The program; skips the test where there is none, or nothing to drive it."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install playwright)")
    found = os.environ.get("L4S_TEST_BROWSER") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        pytest.skip("no Chromium is here (apt-get install chromium)")
    return found


@contextmanager
def open_browser() -> Iterator[Any]:
    """A browser of playwright, driving the system's own Chromium: nothing is downloaded."""
    program = find_browser()
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"] if root else [], timeout=120_000
        )
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A page and what went wrong in it: ``complaints`` are messages of its console, errors and requests."""

    def __init__(self, browser: Any, path: Path, *, width: int = 1200, height: int = 900, dark: bool = False) -> None:
        self.complaints: list[str] = []
        self.page = browser.new_page(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        self.page.set_default_timeout(60_000)
        self.page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self._asked)
        self.page.goto(path.as_uri())

    def _asked(self, request: Any) -> None:
        if request.url.split(":", 1)[0] not in ("data", "file"):
            self.complaints.append(f"request: {request.url}")

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.close()
