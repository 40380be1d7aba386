"""Single keys that work while the map, or the panel, has the focus; off unless a review is going on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QShortcut, QWidget

Step = Callable[[], object]


class Keys:
    """Shortcuts of a window: pairs of a key and what it does.

    Where somebody types into a field, a letter is a letter: Qt asks the field first.
    """

    def __init__(self, window: QWidget, steps: Iterable[tuple[str, Step]]) -> None:
        self.shortcuts: list[QShortcut] = []
        for key, step in steps:
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            for signal in (shortcut.activated, shortcut.activatedAmbiguously):  # QGIS may use the same key
                signal.connect(lambda step=step: step())
            shortcut.setEnabled(False)
            self.shortcuts.append(shortcut)

    def enable(self, on: bool) -> None:
        for shortcut in self.shortcuts:
            shortcut.setEnabled(on)

    def remove(self) -> None:
        """Nothing of them stays in the window."""
        for shortcut in self.shortcuts:
            shortcut.setParent(None)
            shortcut.deleteLater()
        self.shortcuts = []
