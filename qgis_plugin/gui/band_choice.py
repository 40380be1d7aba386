"""Which band is which: a list of usual orders above the table of bands, and what was chosen for such files before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ..band_names import UNUSED
from ..band_presets import layout as layout_of
from ..band_presets import numbered_alike, presets_for
from ..i18n_text import tr
from ..settings import Settings
from .band_table import BandTable
from .band_words import order_words
from .forms import narrow, words

_AS_NAMED, _LAST, _OWN = "named", "last", "own"


class BandChoice(QWidget):
    """``table`` has the answer; ``changed`` when a person chose."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.hint = words(self)
        self.presets = narrow(QComboBox(self))
        self.presets.setAccessibleName(tr("Order of the bands"))
        self.table = BandTable(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for widget in (self.hint, self.presets, self.table):
            box.addWidget(widget)
        self._of = ""
        self._labels: list[str] = []
        self._named: dict[Any, str] = {}
        self._card: Mapping[str, Any] = {}
        self.presets.activated.connect(lambda _index: self._take())
        self.table.changed.connect(self._corrected)
        self._say()

    def fill(self, rows: Sequence[tuple[Any, str, str]], of: str, *, ordered: bool) -> None:
        """Show rows of key, label and recognised band; nothing for no rows.

        ``of``: what they are of. ``ordered``: they are the bands of one raster, so that an order can be chosen.
        """
        self.setVisible(bool(rows))
        if not rows:
            return
        new = of != self._of or [key for key, _, _ in rows] != list(self._named)
        self._of = of
        self._labels = [label for _, label, _ in rows]
        self._named = {key: band for key, _, band in rows}
        self.table.fill(rows, of)
        self.presets.setVisible(ordered)
        if new and ordered:
            self._offer()

    def bands(self) -> dict[Any, str]:
        return self.table.bands()

    def set_order(self, bands: Sequence[str]) -> None:
        """The bands in the order of the rows, as an earlier run had them; left alone where they do not fit."""
        if numbered_alike(bands, len(self._named)):
            self._put(bands)
            self._match()

    def remember(self) -> None:
        """Keep what is chosen for files that are laid out like this one."""
        if self._labels and self.presets.isVisibleTo(self):
            Settings().remember(f"bands/{layout_of(self._labels)}", ",".join(self.table.bands().values()))

    def set_card(self, card: Mapping[str, Any]) -> None:
        """The card of the chosen model, which says what it needs."""
        self._card = card
        self._say()

    def _say(self) -> None:
        """What is enough, and what more brings."""
        text = tr("Check that each band is the right one.")
        channels = [str(name) for name in self._card.get("channels") or []]
        spare = [str(name) for name in self._card.get("optional_channels") or []]
        needed = [name for name in channels if name not in spare]
        if set(needed) == {"B2", "B3", "B4"}:
            text += " " + (
                tr("Red, green and blue (B4, B3, B2) are enough; near infrared (B8) makes the result surer.")
                if "B8" in spare
                else tr("Red, green and blue (B4, B3, B2) are enough.")
            )
        self.hint.setText(text)

    def _last(self) -> list[str] | None:
        bands = Settings().value(f"bands/{layout_of(self._labels)}", "").split(",")
        return bands if numbered_alike(bands, len(self._labels)) else None

    def _offer(self) -> None:
        """The orders that suit; where the file names none of its bands, the one of last time is taken at once."""
        named = any(band != UNUSED for band in self._named.values())
        self.presets.clear()
        if named:
            self.presets.addItem(tr("As the file names them"), (_AS_NAMED, tuple(self._named.values())))
        last = self._last()
        if last is not None and last != list(self._named.values()):
            self.presets.addItem(tr("As last time"), (_LAST, tuple(last)))
        for key, bands in presets_for(len(self._labels)):
            self.presets.addItem(order_words(key, bands), (key, bands))
        self.presets.addItem(tr("As in the table below"), (_OWN, ()))
        if not named and last is not None:
            self._put(last)
        self._match()

    def _take(self) -> None:
        _, bands = self.presets.currentData()
        if bands:
            self._put(bands)
            self.changed.emit()

    def _put(self, bands: Sequence[str]) -> None:
        self.table.blockSignals(True)
        for key, band in zip(self._named, bands):
            self.table.set_band(key, band)
        self.table.blockSignals(False)

    def _corrected(self) -> None:
        self._match()
        self.changed.emit()

    def _match(self) -> None:
        """Say which order the table has now."""
        now = tuple(self.table.bands().values())
        for index in range(self.presets.count()):
            if self.presets.itemData(index)[1] == now:
                self.presets.setCurrentIndex(index)
                return
        self.presets.setCurrentIndex(self.presets.count() - 1)
