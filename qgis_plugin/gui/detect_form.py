"""Everything that is asked before a detection, as one scrollable form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import QEvent, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ..inputs import InputProblem, SceneInput
from .advanced_group import AdvancedGroup
from .area_group import AreaGroup
from .before_group import BeforeGroup
from .event_group import EventGroup
from .model_group import ModelGroup
from .options_group import OptionsGroup
from .output_group import OutputGroup
from .scene_group import SceneGroup
from .terrain_group import TerrainGroup

_WIDEST_PX = 380
"""More than that a panel need not be, whatever the language; its fields are scrolled sideways then."""


@dataclass
class Entered:
    """What stands in the form: what could be read, and what could not."""

    scene: SceneInput | None = None
    values: dict[str, Any] = field(default_factory=dict)  # of `DetectJob`, without the scene
    problems: list[InputProblem] = field(default_factory=list)


class DetectForm(QScrollArea):
    """The groups below each other; ``changed`` for every change of any."""

    changed = pyqtSignal()

    def __init__(self, canvas: Any, parent: Any = None, active: Callable[[], Any] = lambda: None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(self)
        self.scene = SceneGroup(body, active)
        self.terrain = TerrainGroup(body)
        self.area = AreaGroup(canvas, body)
        self.model = ModelGroup(body)
        self.options = OptionsGroup(body)
        self.before = BeforeGroup(body)
        self.happening = EventGroup(body)
        self.outputs = OutputGroup(body)
        self.advanced = AdvancedGroup(body)
        layout = QVBoxLayout(body)
        for group in self.groups():
            layout.addWidget(group)
            group.changed.connect(self.changed)
        layout.addStretch(1)
        self.setWidget(body)
        self.model.changed.connect(self._model_changed)
        self.scene.changed.connect(lambda: self.terrain.offer(self.scene.place()))

    def minimumSizeHint(self) -> QSize:
        """As wide as the fields need, so that a panel that is made narrower does not cut them off."""
        hint = super().minimumSizeHint()
        needed = self.widget().minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(max(hint.width(), min(needed, _WIDEST_PX)), hint.height())

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # a group was unfolded
        return super().eventFilter(watched, event)

    def groups(self) -> tuple[Any, ...]:
        return (
            self.scene,
            self.terrain,
            self.area,
            self.outputs,
            self.model,
            self.options,
            self.before,
            self.happening,
            self.advanced,
        )

    def set_editable(self, editable: bool) -> None:
        """Grey everything out during a run, but leave the form scrollable."""
        for group in self.groups():
            group.setEnabled(editable)

    def fill(self, info: Mapping[str, Any]) -> None:
        """What ``l4s info`` says."""
        self.model.fill(info)

    def read(self, folder: Path) -> Entered:
        """All of it, with every problem found; an area is written into ``folder``."""
        entered = Entered(values={"model": self.model.model(), **self.options.values(), **self.advanced.values()})

        def part(read: Callable[[], dict[str, Any]]) -> None:
            try:
                entered.values.update(read())
            except InputProblem as problem:
                entered.problems.append(problem)

        try:
            entered.scene = self.scene.scene()
        except InputProblem as problem:
            entered.problems.append(problem)
        part(lambda: {"dem": self.terrain.dem(), "allow_partial_dem": self.terrain.partial.isChecked()})
        part(lambda: {"aoi": self.area.area(folder)})
        part(self.before.values)
        part(self.happening.values)
        part(self.outputs.values)
        return entered

    def set_known(self, facts: Mapping[str, Any]) -> None:
        """Show what the backend found in the fields that could say it otherwise."""
        self.advanced.set_known(facts)
        self.before.set_known(facts)

    def use_scenes(
        self, scene: Path, before: Sequence[Path] = (), dem: Path | None = None, event_date: str | None = None
    ) -> None:
        """Fill in what was found or downloaded; what is not said stays as it is."""
        self.scene.input.set_path(scene)
        if before:
            self.before.set_values(";".join(map(str, before)), str(self.before.compare.currentData()), None)
        if dem is not None:
            self.terrain.input.set_path(dem)
        if event_date is not None:
            self.happening.set_values({**self.happening.values(), "event_date": event_date})
        QTimer.singleShot(0, lambda: self.ensureWidgetVisible(self.scene))

    def show_field(self, option: str, *, focus: bool) -> bool:
        """Unfold and scroll to the field that answers an option of the command line; False where there is none."""
        found = self._fields().get(option)
        if found is None:
            return False
        group, field = found
        if isinstance(group, QgsCollapsibleGroupBox):
            group.setCollapsed(False)
        if focus:
            # the unfolded group has its place only when the layout has been done
            QTimer.singleShot(0, lambda: self._focus(field))
        return True

    def has_field(self, option: str) -> bool:
        return option in self._fields()

    def _focus(self, field: QWidget) -> None:
        self.ensureWidgetVisible(field)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fields(self) -> dict[str, tuple[QWidget, QWidget]]:
        """Option of the command line -> the group and the field that say it."""
        known, before = self.advanced.scene, self.advanced.before
        return {
            "--bands": (
                self.scene,
                self.scene.bands_field(),
            ),
            "--dem": (self.terrain, self.terrain.input),
            "--no-dem": (self.terrain, self.terrain.input),
            "--allow-partial-dem": (self.terrain, self.terrain.partial),
            "--aoi": (self.area, self.area.source),
            "--overwrite": (self.outputs, self.outputs.overwrite),
            "--model": (self.model, self.model.models),
            "--threshold": (self.options, self.options.threshold_kind),
            "--mmu": (self.options, self.options.mmu),
            "--min-slope": (self.options, self.options.min_slope),
            "--simplify": (self.options, self.options.simplify),
            "--clouds": (self.options, self.options.clouds),
            "--runout": (self.options, self.options.runout),
            "--mask-water": (self.options, self.options.water),
            "--pre": (self.before, self.before.input),
            "--pre-bands": (self.before, self.before.choice.presets),
            "--change": (self.before, self.before.compare),
            "--event-date": (self.happening, self.happening.date),
            "--level": (self.advanced, known.level),
            "--offset": (self.advanced, known.offset),
            "--scale": (self.advanced, known.scale),
            "--dem-unit": (self.advanced, self.advanced.dem_unit),
            "--hysteresis": (self.advanced, self.advanced.hysteresis),
            "--fill-holes": (self.advanced, self.advanced.fill_holes),
            "--crf": (self.advanced, self.advanced.crf),
            "--pre-level": (self.advanced, before.level),
            "--pre-offset": (self.advanced, before.offset),
            "--pre-scale": (self.advanced, before.scale),
            "--coregister": (self.advanced, self.advanced.coregister),
        }

    def _model_changed(self) -> None:
        self.options.set_calibrated(self.model.threshold())
        card = self.model.chosen_card()
        self.scene.set_card(card)
        self.before.choice.set_card(card)

    def remember(self) -> None:
        self.scene.remember()
        self.before.choice.remember()
        self.options.remember()
        self.outputs.remember()

    def shut_down(self) -> None:
        self.area.shut_down()
