"""The plugin as QGIS loads, unloads and loads it again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
import qgis.utils
from dock_kit import Desktop, spin, until
from qgis.core import Qgis, QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QObject, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDockWidget, QToolBar

import qgis_plugin
from qgis_plugin.settings import Settings


@pytest.fixture
def desktop(qgis_app, qgis_new_project, backend_python: Path) -> Iterator[Desktop]:  # type: ignore[no-untyped-def]
    QgsSettings().remove("l4s")
    Settings().interpreter = backend_python
    yield Desktop()
    QgsSettings().remove("l4s")


def test_load_unload_load(desktop: Desktop) -> None:
    registry = QgsApplication.processingRegistry()
    for _ in range(2):
        plugin = qgis_plugin.classFactory(desktop)
        plugin.initGui()
        assert [action.text() for action in desktop.menu] == [action.text() for action in desktop.raster_menu]
        assert {action.text() for action in desktop.menu} >= {"Detect landslides", "Review landslides", "Set up l4s"}
        assert all(not action.icon().isNull() for action in desktop.menu)
        assert registry.providerById(plugin.provider.id()) is not None
        name = plugin.provider.id()
        for action in ("detect", "review", "setup"):
            plugin.actions[action].trigger()
        until(lambda plugin=plugin: plugin.detect_dock.backend is not None)
        assert len(desktop.window.findChildren(QDockWidget)) == 2
        plugin.unload()
        spin(50)
        assert desktop.menu == desktop.raster_menu == []
        assert desktop.window.findChildren(QDockWidget) == []
        assert desktop.window.findChildren(QToolBar) == []
        assert registry.providerById(name) is None


def test_help_opens_the_page_of_the_plugin(desktop: Desktop) -> None:
    class Browser(QObject):
        asked: ClassVar[list[QUrl]] = []

        @pyqtSlot(QUrl)
        def open(self, address: QUrl) -> None:
            self.asked.append(address)

    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")
    plugin = qgis_plugin.classFactory(desktop)
    try:
        plugin.initGui()
        plugin.actions["help"].trigger()
    finally:
        QDesktopServices.unsetUrlHandler("https")
        plugin.unload()
    [address] = browser.asked
    assert address.toString().endswith("/docs/qgis.html")


def test_unload_while_the_backend_is_asked(desktop: Desktop) -> None:
    said: list[str] = []

    def hear(text: str, tag: str, level: Any) -> None:
        if level in (Qgis.MessageLevel.Warning, Qgis.MessageLevel.Critical):
            said.append(f"{tag}: {text}")

    # what a slot of Qt raises reaches nobody: QGIS's own hook for exceptions writes it here, Python's to standard error
    log, hook = QgsApplication.messageLog(), sys.excepthook
    log.messageReceived[str, str, Qgis.MessageLevel].connect(hear)
    sys.excepthook = lambda kind, error, trace: said.append(repr(error))
    try:
        plugin = qgis_plugin.classFactory(desktop)
        plugin.initGui()
        plugin.show_detect()
        plugin.unload()
        spin(3000)  # the answer arrives when nobody listens
    finally:
        sys.excepthook = hook
        log.messageReceived[str, str, Qgis.MessageLevel].disconnect(hear)
    assert said == []


def test_the_language_of_qgis(desktop: Desktop, qgis_app) -> None:  # type: ignore[no-untyped-def]
    settings = QgsSettings()
    before = settings.value("locale/userLocale", "", str)
    settings.setValue("locale/userLocale", "xx")
    plain = qgis_plugin.classFactory(desktop)
    assert plain._translator is None
    settings.setValue("locale/userLocale", "fr")
    french = qgis_plugin.classFactory(desktop)
    assert french._translator is not None
    french.unload()
    assert french._translator is None
    settings.setValue("locale/userLocale", before)


@pytest.mark.parametrize(("there", "enabled"), [(True, True), (True, False), (False, True)])
def test_an_earlier_plugin_beside_this_one_is_said(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, there: bool, enabled: bool
) -> None:
    monkeypatch.setattr(qgis.utils, "available_plugins", ["l4s_qgis"] if there else [])
    QgsSettings().setValue("PythonPlugins/l4s_qgis", enabled)
    plugin = qgis_plugin.classFactory(desktop)
    plugin.initGui()
    items = desktop.bar.items()
    assert ["l4s_qgis" in item.text() for item in items] == ([True] if there and enabled else [])
    plugin.unload()
    QgsSettings().remove("PythonPlugins/l4s_qgis")
