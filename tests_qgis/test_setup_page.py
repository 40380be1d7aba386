"""The set-up page: making, cancelling, mending and removing a real environment, and using another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dock_kit import spin, until
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtWidgets import QPushButton, QScrollArea

from plugin_backend_kit import small_l4s
from qgis_plugin.backend.installation import State, state
from qgis_plugin.gui import backend_link, setup_page
from qgis_plugin.gui.setup_dialog import SetupDialog
from qgis_plugin.gui.setup_page import SetupPage
from qgis_plugin.settings import Settings


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The wheel that the packaged plugin would bring: a small one that answers as l4s does."""
    made = small_l4s(tmp_path / "wheels")
    for module in (setup_page, backend_link):
        monkeypatch.setattr(module, "wheel", lambda: made)
    return made


@pytest.fixture
def settings(qgis_app, tmp_path: Path) -> Iterator[Settings]:  # type: ignore[no-untyped-def]
    QgsSettings().remove("l4s")
    QgsSettings().remove("proxy")
    Settings().root = tmp_path / "profile é" / "l4s"
    yield Settings()
    QgsSettings().remove("l4s")
    QgsSettings().remove("proxy")


@pytest.fixture
def page(settings: Settings) -> Iterator[SetupPage]:
    made = SetupPage()
    made.show()
    until(lambda: not made.advanced.searching)
    yield made
    made.shut_down()
    made.deleteLater()
    spin(0)


def test_one_click_offline_then_remove(wheel: Path, page: SetupPage, tmp_path: Path) -> None:
    assert page.status.text() == "l4s is not set up yet."
    assert "MB" in page.costs.text() and page.costs.isVisible()
    assert not page.remove.isEnabled()
    page.advanced.wheels.set_text(str(wheel.parent))
    changes: list[bool] = []
    page.changed.connect(lambda: changes.append(True))
    assert page.progress.run.isVisible() and not page.progress.cancel.isVisible() and not page.detect.isVisible()
    page.progress.run.click()
    assert page.progress.cancel.isEnabled()
    assert page.progress.cancel.isVisible() and not page.progress.run.isVisible()
    until(lambda: page.task is None, 120)
    assert "Done in" in page.news.text(), page.news.text()
    assert page.detect.isVisible(), "what comes next is offered"
    assert not page.progress.cancel.isVisible() and not page.progress.run.isVisible()
    wanted: list[bool] = []
    page.detect_wanted.connect(lambda: wanted.append(True))
    page.detect.click()
    assert wanted == [True]
    assert state(backend_link.places(), wheel) is State.READY
    assert page.status.text().startswith("l4s is set up (Python 3")
    assert changes == [True]
    assert not page.costs.isVisible()
    page.remove_now()
    until(lambda: page.news.text() == "Removed.")
    assert page.progress.run.isVisible() and not page.detect.isVisible()
    assert state(backend_link.places(), wheel) is State.MISSING


def test_cancel_leaves_nothing(wheel: Path, page: SetupPage) -> None:
    page.advanced.wheels.set_text(str(wheel.parent))
    page.progress.run.click()
    until(lambda: page.progress.stage.text() not in ("", "Starting"))
    page.progress.cancel.click()
    until(lambda: page.task is None, 5)
    assert "Cancelled" in page.news.text()
    assert state(backend_link.places(), wheel) is State.MISSING
    assert [path.name for path in backend_link.places().root.glob(".new*")] == []


def test_half_made_by_a_power_cut(wheel: Path, page: SetupPage) -> None:
    (backend_link.places().environment / "bin").mkdir(parents=True)
    page.refresh()
    assert "incomplete or damaged" in page.status.text()
    assert page.progress.run.isEnabled() and page.repair.isEnabled() and page.remove.isEnabled()


def test_no_network_is_said(wheel: Path, page: SetupPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needy = small_l4s(tmp_path / "needy", requires=("a-package-that-nobody-has",))
    monkeypatch.setattr(setup_page, "wheel", lambda: needy)
    qgis = QgsSettings()
    qgis.setValue("proxy/proxyEnabled", True)
    qgis.setValue("proxy/proxyType", "HttpProxy")
    qgis.setValue("proxy/proxyHost", "127.0.0.1")
    qgis.setValue("proxy/proxyPort", "9")
    qgis.setValue("proxy/proxyUser", "anna")
    qgis.setValue("proxy/proxyPassword", "s3cret/é")
    page.refresh()
    assert page.advanced.proxy.text().startswith("127.0.0.1:9")
    page.progress.run.click()
    until(lambda: page.task is None, 120)
    assert "proxy" in page.news.text().lower(), page.news.text()
    assert page.progress.log.isVisible()
    page.copy.click()
    text = QgsApplication.clipboard().text()
    assert "QGIS" in text and "127.0.0.1:9" in text
    assert "s3cret" not in text and "s3cret" not in page.progress.log.toPlainText()


def test_an_empty_folder_of_packages(wheel: Path, page: SetupPage, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    page.advanced.wheels.set_text(str(tmp_path / "empty"))
    page.progress.run.click()
    assert "no packages" in page.news.text()
    assert page.task is None


def test_another_environment(page: SetupPage, settings: Settings, backend_python: Path) -> None:
    page.advanced.existing.set_text("/usr/bin/python3")
    page.advanced.use_existing.click()
    until(lambda: "no l4s in it" in page.news.text())
    assert settings.interpreter is None
    page.advanced.existing.set_text(str(backend_python))
    page.advanced.use_existing.click()
    until(lambda: settings.interpreter == backend_python)
    assert page.status.text() == f"Uses the Python at {backend_python}."
    assert page.own.isVisible()
    page.own.click()
    assert settings.interpreter is None


def test_the_window_shows_no_empty_controls(settings: Settings) -> None:
    dialog = SetupDialog()
    dialog.show()
    until(lambda: not dialog.page.advanced.searching)
    dialog.page.advanced.setCollapsed(False)
    spin(50)
    for button in dialog.findChildren(QPushButton):
        assert button.text() or not button.isVisible()
    assert (dialog.page.advanced.gpu is not None) == (dialog.page.advanced.gpu_found is not None)
    dialog.shut_down()
    dialog.deleteLater()
    spin(0)


def hidden_height(dialog: SetupDialog) -> int:
    """How much of the page can be reached by scrolling alone."""
    return int(dialog.findChild(QScrollArea).verticalScrollBar().maximum())


def test_the_window_grows_with_its_content(settings: Settings) -> None:
    dialog = SetupDialog()
    font = dialog.font()
    font.setPointSize(4)  # the screen of a test without a display is small
    dialog.setFont(font)
    dialog.resize(700, 100)
    dialog.show()
    until(lambda: not dialog.page.advanced.searching)
    spin(50)
    assert hidden_height(dialog) == 0
    small = dialog.height()
    dialog.page.advanced.setCollapsed(False)
    spin(50)
    assert hidden_height(dialog) == 0 and dialog.height() > small
    large = dialog.height()
    dialog.page.advanced.setCollapsed(True)
    spin(50)
    assert dialog.height() == large  # nothing jumps below the pointer
    dialog.page.advanced.setCollapsed(False)
    font.setPointSize(20)  # more than there is room for
    dialog.setFont(font)
    dialog.page.progress.log_button.setChecked(True)
    spin(50)
    screen = dialog.windowHandle().screen().availableGeometry()
    assert hidden_height(dialog) > 0 and screen.contains(dialog.frameGeometry())
    dialog.shut_down()
    dialog.deleteLater()
    spin(0)
