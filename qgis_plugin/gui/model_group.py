"""The model: those that are installed, with what their card says, or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QGroupBox, QVBoxLayout

from ..i18n_text import tr
from ..settings import Settings
from .file_filters import model_filters
from .forms import choose, narrow, words

_BROWSE = "browse"


class ModelGroup(QGroupBox):
    """``model()`` is what goes to ``--model``, None for the default one."""

    changed = pyqtSignal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(tr("Model"), parent)
        self._cards: dict[str, Mapping[str, Any]] = {}
        self._default: str | None = None
        self._before = 0
        self.models = narrow(QComboBox(self))
        self.models.setAccessibleName(tr("Model"))
        self.card = words(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.models)
        layout.addWidget(self.card)
        self.models.addItem(tr("Another file…"), _BROWSE)
        self.models.activated.connect(self._activated)
        self.models.currentIndexChanged.connect(lambda _index: self._show_card())

    def fill(self, info: Mapping[str, Any]) -> None:
        """Show the models that ``l4s info`` lists; the choice stays where it can."""
        chosen = self.model()
        cards = [card for card in info.get("models") or [] if isinstance(card, Mapping) and not card.get("problem")]
        self._cards = {str(card.get("name") or card.get("id")): card for card in cards}
        self._default = info.get("default_model")
        files = [self.models.itemData(i) for i in range(self.models.count()) if self._is_file(self.models.itemData(i))]
        self.models.blockSignals(True)
        self.models.clear()
        for name, card in self._cards.items():
            self.models.addItem(self._entry(name, card), name)
        for file in files:
            self.models.addItem(Path(file).name, file)
        self.models.addItem(tr("Another file…"), _BROWSE)
        choose(self.models, chosen or self._default or self.models.itemData(0))
        self._before = self.models.currentIndex()
        self.models.blockSignals(False)
        self._show_card()

    def model(self) -> str | None:
        chosen = self.models.currentData()
        return None if chosen in (None, _BROWSE) else str(chosen)

    def threshold(self) -> float | None:
        """The calibrated threshold of the chosen model, None for a file whose card is not known here."""
        value = self._cards.get(self.model() or "", {}).get("threshold")
        return float(value) if isinstance(value, (int, float)) else None

    def chosen_card(self) -> Mapping[str, Any]:
        """What is known of the chosen model; empty for a file."""
        return self._cards.get(self.model() or "", {})

    def others_for(self, bands: Sequence[str]) -> bool:
        """Whether another installed model needs no more than these bands."""
        for name, card in self._cards.items():
            needed = set(card.get("channels") or []) - set(card.get("optional_channels") or [])
            if name != self.model() and needed and needed <= set(bands):
                return True
        return False

    def choose(self, model: str) -> bool:
        """Choose an installed model by its name or id, or a file; False where there is none, and the default stays."""
        for name, card in self._cards.items():
            if model in (name, card.get("id")):
                choose(self.models, name)
                self._before = self.models.currentIndex()
                return True
        if Path(model).is_file():
            self.add_file(model)
            return True
        choose(self.models, self._default)
        self._before = self.models.currentIndex()
        return False

    def add_file(self, path: str) -> None:
        """Offer a model file and choose it."""
        if self.models.findData(path) < 0:
            self.models.insertItem(self.models.count() - 1, Path(path).name, path)
        choose(self.models, path)
        self._before = self.models.currentIndex()

    def _entry(self, name: str, card: Mapping[str, Any]) -> str:
        title = str(card.get("title") or name)
        return tr("{title} (default)").format(title=title) if name == self._default else title

    def _is_file(self, data: Any) -> bool:
        return data is not None and data != _BROWSE and data not in self._cards and Path(str(data)).exists()

    def _activated(self, index: int) -> None:
        if self.models.itemData(index) != _BROWSE:
            self._before = index
            return
        self.models.setCurrentIndex(self._before)
        start = Settings().value("last_folder", str(Path.home()))
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a model"), start, model_filters())
        if path:
            self.add_file(path)

    def _show_card(self) -> None:
        name = self.model()
        card = self._cards.get(name or "")
        if card is None:
            self.card.setText("" if name is None else str(name))
        else:
            lines = [tr("Name: {name}").format(name=name)]
            levels = card.get("levels")
            if levels:
                lines.append(tr("For: Sentinel-2 {levels}").format(levels=", ".join(map(str, levels))))
            channels = card.get("channels")
            if channels:
                lines.append(tr("Uses: {channels}").format(channels=", ".join(map(str, channels))))
            accuracy = _accuracy(card)
            if accuracy:
                lines.append(accuracy)
            if card.get("licence"):
                lines.append(tr("Licence: {licence}").format(licence=card["licence"]))
            self.card.setText("\n".join(lines))
        self.changed.emit()


def _accuracy(card: Mapping[str, Any]) -> str:
    """What the card says of precision and recall, as shares a person can picture."""
    figures = card.get("figures") or {}
    for part in ("test", "validation"):
        precision, recall = figures.get(f"{part} precision"), figures.get(f"{part} recall")
        if isinstance(precision, (int, float)) and isinstance(recall, (int, float)):
            break
    else:
        return ""
    return tr(
        "In its test, {precision} % of the mapped area was landslide, and {recall} % of the landslide area was mapped."
    ).format(precision=round(100 * precision), recall=round(100 * recall))
