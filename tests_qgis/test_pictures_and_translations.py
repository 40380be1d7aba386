"""Icons show something on light and dark, and the compiled translations say what their sources say."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtGui import QColor, QIcon, QImage, QPainter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
from plugin_text.compile import compile_ts, lrelease
from plugin_text.extract import Source
from plugin_text.ts_file import read_ts, write_ts

ICONS = sorted((ROOT / "qgis_plugin" / "icons").glob("*.svg"))
TRANSLATIONS = sorted((ROOT / "qgis_plugin" / "i18n").glob("*.ts"))

pytestmark = pytest.mark.once


def drawn(icon: Path, size: int, background: str) -> QImage:
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(background))
    painter = QPainter(image)
    painter.drawPixmap(0, 0, QIcon(str(icon)).pixmap(size, size))
    painter.end()
    return image


def luminance(colour: QColor) -> float:
    """Relative luminance after WCAG 2.1."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("icon", ICONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("background", ["#ffffff", "#f0f0f0", "#2b2b2b", "#000000"])
@pytest.mark.parametrize("size", [16, 24, 64])
def test_an_icon_stands_out(icon: Path, background: str, size: int) -> None:
    """A tenth of its pixels or more contrast with the background by 3 : 1, what WCAG asks of graphics."""
    image = drawn(icon, size, background)
    under = luminance(QColor(background))
    clear = 0
    for x in range(size):
        for y in range(size):
            over = luminance(image.pixelColor(x, y))
            clear += (max(over, under) + 0.05) / (min(over, under) + 0.05) >= 3
    assert clear / size**2 >= 0.1, f"{clear / size**2:.0%}"


def test_icons_are_there() -> None:
    names = {path.stem for path in ICONS}
    assert {"l4s", "detect", "review", "setup", "stack", "vectorise"} <= names
    assert all(path.stat().st_size < 5000 for path in ICONS)


@pytest.mark.parametrize("source", TRANSLATIONS, ids=lambda path: path.stem)
def test_a_compiled_translation_is_current(source: Path) -> None:
    """What Qt finds in the .qm is what the .ts says; scripts/update_translations makes it so."""
    translations = read_ts(source)
    found = through_qt(source.with_suffix(".qm"), translations.keys())
    assert found == {key: translated or key[1] for key, translated in translations.items()}


def through_qt(compiled: Path, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What the plugin would show, with a translation that is installed as the plugin installs it."""
    translator = QTranslator()
    if translator.load(str(compiled)):  # a file without a single translation cannot be loaded
        QCoreApplication.installTranslator(translator)
    try:
        return {key: QCoreApplication.translate(*key) for key in keys}
    finally:
        QCoreApplication.removeTranslator(translator)


@pytest.mark.skipif(lrelease() is None, reason="lrelease is not installed (qttools5-dev-tools)")
def test_texts_that_are_not_ascii_are_found(tmp_path: Path) -> None:
    texts = {
        "Choose a folder\u2026": "Choisir un dossier\u2026",
        "<b>1,000 m\u00b2</b> & more": "1 000 m\u00b2",
        "old": "",
    }
    translations = {("L4S", text): translated for text, translated in texts.items()}
    path = tmp_path / "l4s_fr.ts"
    write_ts(path, "fr", [Source("L4S", text, "a.py", 1) for text in texts], translations)
    compile_ts(lrelease() or "", path, path.with_suffix(".qm"))
    found = through_qt(path.with_suffix(".qm"), translations)
    assert found == {**translations, ("L4S", "old"): "old"}


def test_every_translation_is_there() -> None:
    assert {path.stem for path in TRANSLATIONS} == {"l4s_es", "l4s_fr", "l4s_ja"}
